package io.ternmq.client.message;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Map;

/**
 * What a send sets of a message, whatever its program had set there itself (3.4.11, 3.5.9).
 *
 * @param messageId JMSMessageID, or null if ids are disabled
 * @param timestamp JMSTimestamp, ms since 1970, 0 if disabled
 * @param expiration JMSExpiration, ms since 1970, 0 for never
 * @param deliveryTime JMSDeliveryTime, ms since 1970
 * @param destination JMSDestination, the very object that the program named
 * @param deliveryMode JMSDeliveryMode
 * @param priority JMSPriority
 * @param properties the JMSX properties that this connection sets on send
 */
public record SendStamp(
        String messageId,
        long timestamp,
        long expiration,
        long deliveryTime,
        Destination destination,
        int deliveryMode,
        int priority,
        Map<String, Object> properties) {

    /**
     * Tells another provider's message, of which a copy was sent, what the send set.
     *
     * @throws JMSException if the message does not take a header field
     */
    public void onto(Message foreign) throws JMSException {
        foreign.setJMSMessageID(messageId);
        foreign.setJMSTimestamp(timestamp);
        foreign.setJMSExpiration(expiration);
        foreign.setJMSDeliveryTime(deliveryTime);
        foreign.setJMSDestination(destination);
        foreign.setJMSDeliveryMode(deliveryMode);
        foreign.setJMSPriority(priority);
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            try {
                foreign.setObjectProperty(property.getKey(), property.getValue());
            } catch (JMSException e) {
                return; // read-only, being a received one, or its provider keeps JMSX names to itself: the send goes on
            }
        }
    }
}
