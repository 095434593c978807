package io.ternmq.routing;

import io.ternmq.message.BodyType;
import io.ternmq.message.MalformedDataException;
import io.ternmq.message.MessageHeader;
import io.ternmq.selector.Selectable;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message on its way through the broker. Immutable; the header is decoded only when a selector or a rule first asks, by
 * whichever thread that is.
 */
public final class BrokerMessage implements Selectable {

    private static final MessageHeader UNREADABLE =
            new MessageHeader(null, 0, 0, 0, null, null, null, BodyType.BYTES, false, Map.of());

    private final Publisher publisher;
    private final boolean persistent;
    private final int priority;
    private final long expiresAt;
    private final long dueAt;
    private final byte[] header;
    private final byte[] body;
    private MessageHeader decoded; // a race only decodes twice: records are safely published by their final fields

    /**
     * Who sent a message, for noLocal (4.2.2 and 8.3.3).
     *
     * @param connection the connection's identifier
     * @param clientId its client identifier, empty for none
     */
    public record Publisher(String connection, String clientId) {

        /** Nobody whom noLocal could mean. */
        public static final Publisher NONE = new Publisher("", "");

        /** Any connection of a client identifier: what a durable subscription with noLocal leaves out. */
        public static Publisher ofClient(String clientId) {
            return new Publisher("", clientId);
        }

        /** Whether a subscription with noLocal of that connection leaves out what this publisher sends. */
        public boolean isLocalTo(Publisher subscriber) {
            return !connection.isEmpty() && connection.equals(subscriber.connection)
                    || !clientId.isEmpty() && clientId.equals(subscriber.clientId);
        }
    }

    /**
     * @param persistent whether it outlives the broker's process
     * @param priority 0 to 9
     * @param expiresAt ms since 1970 by the broker's clock, 0 for never
     * @param dueAt ms since 1970 by the broker's clock, 0 for at once
     * @param header the encoded {@link MessageHeader}
     * @param body as the client encoded it
     */
    public BrokerMessage(
            Publisher publisher,
            boolean persistent,
            int priority,
            long expiresAt,
            long dueAt,
            byte[] header,
            byte[] body) {
        this.publisher = publisher;
        this.persistent = persistent;
        this.priority = priority;
        this.expiresAt = expiresAt;
        this.dueAt = dueAt;
        this.header = header;
        this.body = body;
    }

    /** Who sent it. */
    public Publisher publisher() {
        return publisher;
    }

    /** Whether it outlives the broker's process. */
    public boolean persistent() {
        return persistent;
    }

    /** 0 to 9. */
    public int priority() {
        return priority;
    }

    /** When it expires, ms since 1970 by the broker's clock, 0 for never. */
    public long expiresAt() {
        return expiresAt;
    }

    /** Before when it is not delivered, ms since 1970 by the broker's clock, 0 for at once. */
    public long dueAt() {
        return dueAt;
    }

    /** The encoded header. */
    public byte[] header() {
        return header;
    }

    /** The encoded body. */
    public byte[] body() {
        return body;
    }

    /** The header; an empty one if the client sent bytes that are none: they must not stop a lane. */
    public MessageHeader decodedHeader() {
        MessageHeader known = decoded;
        if (known == null) {
            try {
                known = MessageHeader.decode(header);
            } catch (MalformedDataException e) {
                known = UNREADABLE;
            }
            decoded = known;
        }
        return known;
    }

    @Override
    public Object value(String identifier) {
        if (identifier.startsWith("JMS")) {
            switch (identifier) {
                case "JMSDeliveryMode":
                    return persistent ? "PERSISTENT" : "NON_PERSISTENT";
                case "JMSPriority":
                    return priority;
                case "JMSMessageID":
                    return decodedHeader().messageId();
                case "JMSTimestamp":
                    return decodedHeader().timestamp();
                case "JMSType":
                    return decodedHeader().type();
                case "JMSCorrelationID":
                    return correlationId(decodedHeader().correlationId());
                default: // JMSX… and JMS_… are properties
            }
        }
        return decodedHeader().properties().get(identifier);
    }

    /** As the client's getJMSCorrelationID has it: bytes are read as UTF-8. */
    private static String correlationId(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : (String) value;
    }
}
