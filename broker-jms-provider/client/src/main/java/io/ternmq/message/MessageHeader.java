package io.ternmq.message;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the client says about a message and the broker passes on as it came (3.4, 3.5): the broker keeps the encoded form and
 * decodes it only where a selector or a rule needs it. Destination, delivery mode, priority, time to live and delay are not here:
 * the broker acts on them, so they are fields of the frame.
 *
 * <pre>
 *   flags          byte     1 correlation id is text, 2 correlation id is bytes, 4 reply-to, 8 type, 16 null body,
 *                           32 the properties name the sender ({@link #USER_ID})
 *   body type      byte     {@link BodyType}
 *   timestamp      long     ms since 1970, 0 if disabled
 *   expiration     varint   ms since 1970 as the sender computed it, 0 never
 *   delivery time  varint   ms since 1970 as the sender computed it, 0 none
 *   message id     string   empty if disabled
 *   correlation    string or bytes, if flagged
 *   reply-to       byte kind, string name, if flagged
 *   type           string, if flagged
 *   properties     varint count, then name (string) and {@link TypedValues} each
 * </pre>
 *
 * @param messageId JMSMessageID, or null if the sender disabled ids
 * @param timestamp JMSTimestamp, 0 if disabled
 * @param expiration JMSExpiration as the sender computed it, 0 if the message does not expire
 * @param deliveryTime JMSDeliveryTime as the sender computed it
 * @param correlationId JMSCorrelationID: a String, a byte[] or null
 * @param replyTo JMSReplyTo or null
 * @param type JMSType or null
 * @param bodyType which message interface it is
 * @param nullBody whether the body is null rather than empty (text and object messages)
 * @param properties names and values in the order they were set; values as {@link TypedValues} has them
 */
public record MessageHeader(
        String messageId,
        long timestamp,
        long expiration,
        long deliveryTime,
        Object correlationId,
        DestinationName replyTo,
        String type,
        BodyType bodyType,
        boolean nullBody,
        Map<String, Object> properties) {

    /** The most properties a message may have. */
    public static final int MAX_PROPERTIES = 10_000;

    /**
     * The property that names the user who sent the message (3.5.9). A flag says that it is there: a broker takes a flagged message
     * from that user only, and without the flag nobody sees the property, so that what it says can be relied on.
     */
    public static final String USER_ID = "JMSXUserID";

    private static final int TEXT_CORRELATION = 1;
    private static final int BYTES_CORRELATION = 2;
    private static final int REPLY_TO = 4;
    private static final int TYPE = 8;
    private static final int NULL_BODY = 16;
    private static final int NAMES_USER = 32;

    /** The encoded form. */
    public byte[] encode() {
        BinaryWriter out = new BinaryWriter(96);
        out.writeByte((correlationId instanceof String ? TEXT_CORRELATION : 0)
                | (correlationId instanceof byte[] ? BYTES_CORRELATION : 0)
                | (replyTo != null ? REPLY_TO : 0)
                | (type != null ? TYPE : 0)
                | (nullBody ? NULL_BODY : 0)
                | (properties.containsKey(USER_ID) ? NAMES_USER : 0));
        out.writeByte(bodyType.code());
        out.writeLong(timestamp);
        out.writeVarLong(expiration);
        out.writeVarLong(deliveryTime);
        out.writeString(messageId == null ? "" : messageId);
        if (correlationId instanceof String text) {
            out.writeString(text);
        } else if (correlationId instanceof byte[] bytes) {
            out.writeBytes(bytes);
        }
        if (replyTo != null) {
            out.writeByte(replyTo.kind().code());
            out.writeString(replyTo.name());
        }
        if (type != null) {
            out.writeString(type);
        }
        out.writeVarLong(properties.size());
        properties.forEach((name, value) -> {
            out.writeString(name);
            TypedValues.write(out, value);
        });
        return out.toByteArray();
    }

    /**
     * Reads the encoded form.
     *
     * @throws MalformedDataException if the bytes are not one
     */
    public static MessageHeader decode(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        int flags = in.readByte();
        BodyType bodyType = BodyType.ofCode(in.readByte());
        long timestamp = in.readLong();
        long expiration = in.readVarLong();
        long deliveryTime = in.readVarLong();
        String id = in.readString();
        Object correlation = (flags & TEXT_CORRELATION) != 0
                ? in.readString()
                : (flags & BYTES_CORRELATION) != 0 ? in.readBytes() : null;
        DestinationName replyTo = (flags & REPLY_TO) != 0 ? readDestination(in) : null;
        String type = (flags & TYPE) != 0 ? in.readString() : null;
        int count = in.readVarInt(MAX_PROPERTIES);
        Map<String, Object> properties = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            properties.put(in.readString(), TypedValues.read(in));
        }
        if (in.remaining() != 0) {
            throw new MalformedDataException(in.remaining() + " bytes behind a message's header");
        }
        if ((flags & NAMES_USER) == 0) {
            properties.remove(USER_ID);
        }
        return new MessageHeader(
                id.isEmpty() ? null : id,
                timestamp,
                expiration,
                deliveryTime,
                correlation,
                replyTo,
                type,
                bodyType,
                (flags & NULL_BODY) != 0,
                properties);
    }

    /**
     * The body type of an encoded header, without decoding the rest.
     *
     * @throws MalformedDataException if the bytes are not a header
     */
    public static BodyType bodyTypeOf(byte[] encoded) {
        if (encoded.length < 2) {
            throw new MalformedDataException("a message's header of " + encoded.length + " bytes");
        }
        return BodyType.ofCode(encoded[1]);
    }

    /** Whether an encoded header says that the body is null, without decoding the rest. */
    public static boolean hasNullBody(byte[] encoded) {
        return encoded.length > 0 && (encoded[0] & NULL_BODY) != 0;
    }

    /** Whether an encoded header says that it names the user who sent the message, without decoding the rest. */
    public static boolean namesUser(byte[] encoded) {
        return encoded.length > 0 && (encoded[0] & NAMES_USER) != 0;
    }

    /** Reads a kind and a name. */
    public static DestinationName readDestination(BinaryReader in) {
        try {
            return new DestinationName(DestinationName.Kind.ofCode(in.readByte()), in.readString());
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException(e.getMessage());
        }
    }
}
