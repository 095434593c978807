package io.ternmq.selector;

/** What a selector is evaluated on: the values of a message's selectable headers and properties. */
public interface Selectable {

    /**
     * The value of an identifier.
     *
     * @param identifier a property's name or one of JMSDeliveryMode, JMSPriority, JMSMessageID, JMSTimestamp, JMSCorrelationID,
     *     JMSType (3.8.1.3); case matters
     * @return a String, Boolean, Byte, Short, Integer, Long, Float or Double; null if there is none (unknown)
     */
    Object value(String identifier);
}
