package io.ternmq.client.message;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.message.BodyType;
import io.ternmq.message.DestinationName;
import io.ternmq.message.MalformedDataException;
import io.ternmq.message.MessageHeader;
import io.ternmq.message.Utf8;
import io.ternmq.wire.Frame;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message: header, properties and, in the subclasses, a body (3). Of a received one the header is decoded when something of it
 * is first asked for, and the body likewise. Not thread-safe, as messages of JMS are not.
 */
public class TernMessage extends PropertyAccess {

    private static final byte[] NO_BODY = {};

    private byte[] undecoded; // the header as it was received, until something of it is needed
    private MessageContext context;
    private boolean bodyReadOnly;

    private String messageId;
    private long timestamp;
    private Object correlationId;
    private Destination replyTo;
    private DestinationName replyToName;
    private Destination destination;
    private int deliveryMode = DEFAULT_DELIVERY_MODE;
    private boolean redelivered;
    private int deliveryCount;
    private Map<String, Object> onReceipt = Map.of();
    private String type;
    private long expiration;
    private long deliveryTime;
    private int priority = DEFAULT_PRIORITY;
    private MessageProperties properties;

    /** Makes a message without a body, to be sent. */
    public TernMessage() {
        properties = new MessageProperties();
    }

    /** Takes what the broker delivered, the body aside. */
    final void receive(
            Frame.Deliver frame, Destination sentTo, MessageContext session, Map<String, Object> propertiesOnReceipt) {
        undecoded = frame.header();
        context = session;
        bodyReadOnly = true;
        destination = sentTo;
        deliveryMode = frame.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
        deliveryCount = Math.max(1, frame.deliveryCount()); // a copy that is browsed may not have been delivered yet
        redelivered = deliveryCount > 1;
        priority = frame.priority();
        onReceipt = propertiesOnReceipt;
    }

    /** Sets what a send sets, over what the program may have set itself. */
    public void stamp(SendStamp stamp) throws JMSException {
        decode();
        messageId = stamp.messageId();
        timestamp = stamp.timestamp();
        expiration = stamp.expiration();
        deliveryTime = stamp.deliveryTime();
        destination = stamp.destination();
        deliveryMode = stamp.deliveryMode();
        priority = stamp.priority();
        properties.setOnSend(stamp.properties());
    }

    /** The header as it is now, see {@link MessageHeader}. The array is never changed. */
    public byte[] encodeHeader() throws JMSException {
        if (undecoded != null) {
            return undecoded;
        }
        return new MessageHeader(
                        messageId,
                        timestamp,
                        expiration,
                        deliveryTime,
                        correlationId,
                        replyToName,
                        type,
                        bodyType(),
                        isBodyNull(),
                        properties.toSend())
                .encode();
    }

    /** The body as it is now, see {@link BodyType}. The array is never changed. */
    public byte[] encodeBody() throws JMSException {
        return NO_BODY;
    }

    BodyType bodyType() {
        return BodyType.NONE;
    }

    boolean isBodyNull() {
        return false;
    }

    /** Takes the body that was received, which is not null; the array is not changed. */
    void receiveBody(byte[] body) {}

    /** The body as {@link #getBody} gives it: a copy, or null if there is none. */
    Object body() throws JMSException {
        return null;
    }

    final boolean isBodyReadOnly() {
        return bodyReadOnly;
    }

    final void setBodyReadOnly(boolean readOnly) {
        bodyReadOnly = readOnly;
    }

    final void checkBodyWriteable() throws MessageNotWriteableException {
        if (bodyReadOnly) {
            throw new MessageNotWriteableException("the body is read-only: call clearBody first");
        }
    }

    final MessageContext context() {
        return context;
    }

    private void decode() throws JMSException {
        if (undecoded == null) {
            return;
        }
        MessageHeader header;
        try {
            header = MessageHeader.decode(undecoded);
        } catch (MalformedDataException e) {
            throw Failures.causedBy(
                    e, new JMSException("the header of a received message cannot be read: " + e.getMessage()));
        }
        undecoded = null;
        messageId = header.messageId();
        timestamp = header.timestamp();
        correlationId = header.correlationId();
        replyToName = header.replyTo();
        replyTo = replyToName == null ? null : TernDestination.of(replyToName);
        type = header.type();
        expiration = header.expiration();
        deliveryTime = header.deliveryTime();
        properties = MessageProperties.received(header.properties(), deliveryCount, onReceipt);
    }

    @Override
    final MessageProperties properties() throws JMSException {
        decode();
        return properties;
    }

    @Override
    public String getJMSMessageID() throws JMSException {
        decode();
        return messageId;
    }

    @Override
    public void setJMSMessageID(String id) throws JMSException {
        decode();
        messageId = id;
    }

    @Override
    public long getJMSTimestamp() throws JMSException {
        decode();
        return timestamp;
    }

    @Override
    public void setJMSTimestamp(long timestamp) throws JMSException {
        decode();
        this.timestamp = timestamp;
    }

    /** The correlation id's bytes; those of a text are its UTF-8. */
    @Override
    public byte[] getJMSCorrelationIDAsBytes() throws JMSException {
        decode();
        return correlationId instanceof String text ? Utf8.encode(text) : Conversions.toBytes(correlationId);
    }

    @Override
    public void setJMSCorrelationIDAsBytes(byte[] correlationId) throws JMSException {
        decode();
        this.correlationId = Conversions.toBytes(correlationId);
    }

    /** The correlation id as text; bytes are read as UTF-8, with U+FFFD for what is not. */
    @Override
    public String getJMSCorrelationID() throws JMSException {
        decode();
        return correlationId instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : (String) correlationId;
    }

    @Override
    public void setJMSCorrelationID(String correlationId) throws JMSException {
        decode();
        this.correlationId = correlationId;
    }

    @Override
    public Destination getJMSReplyTo() throws JMSException {
        decode();
        return replyTo;
    }

    /** @throws jakarta.jms.InvalidDestinationException if it is no queue or topic that Tern can name */
    @Override
    public void setJMSReplyTo(Destination replyTo) throws JMSException {
        decode();
        this.replyToName =
                replyTo == null ? null : TernDestination.from(replyTo).name();
        this.replyTo = replyTo;
    }

    @Override
    public Destination getJMSDestination() {
        return destination;
    }

    @Override
    public void setJMSDestination(Destination destination) {
        this.destination = destination;
    }

    @Override
    public int getJMSDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public void setJMSDeliveryMode(int deliveryMode) {
        this.deliveryMode = deliveryMode;
    }

    @Override
    public boolean getJMSRedelivered() {
        return redelivered;
    }

    @Override
    public void setJMSRedelivered(boolean redelivered) {
        this.redelivered = redelivered;
    }

    @Override
    public String getJMSType() throws JMSException {
        decode();
        return type;
    }

    @Override
    public void setJMSType(String type) throws JMSException {
        decode();
        this.type = type;
    }

    @Override
    public long getJMSExpiration() throws JMSException {
        decode();
        return expiration;
    }

    @Override
    public void setJMSExpiration(long expiration) throws JMSException {
        decode();
        this.expiration = expiration;
    }

    @Override
    public long getJMSDeliveryTime() throws JMSException {
        decode();
        return deliveryTime;
    }

    @Override
    public void setJMSDeliveryTime(long deliveryTime) throws JMSException {
        decode();
        this.deliveryTime = deliveryTime;
    }

    @Override
    public int getJMSPriority() {
        return priority;
    }

    @Override
    public void setJMSPriority(int priority) {
        this.priority = priority;
    }

    @Override
    public void acknowledge() throws JMSException {
        if (context != null) {
            context.acknowledge();
        }
    }

    @Override
    public void clearBody() throws JMSException {
        decode(); // what was received says whether the body is null: no longer
        bodyReadOnly = false;
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        if (!isBodyAssignableTo(type)) {
            throw new MessageFormatException(
                    "the body of a " + getClass().getSimpleName() + " is no " + type.getName());
        }
        return type.cast(body());
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) throws JMSException {
        return true;
    }

    /** The class, the message id and the destination; never the body or a property. */
    @Override
    public final String toString() {
        String id;
        try {
            id = getJMSMessageID();
        } catch (JMSException e) {
            id = e.getMessage();
        }
        return getClass().getSimpleName() + "[" + id + ", " + destination + "]";
    }
}
