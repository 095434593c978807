package io.ternmq.client.message;

import jakarta.jms.*;
import java.util.Enumeration;

/** skeleton */
public class TernMessage implements Message {

    /** Makes a message without a body. */
    public TernMessage() {}

    /** A message that the broker delivered. */
    public static TernMessage received(
            io.ternmq.wire.Frame.Deliver frame, io.ternmq.message.DestinationName destination, MessageContext context) {
        throw new UnsupportedOperationException();
    }

    /** Any message as one of ours. */
    public static TernMessage adopt(Message any) throws JMSException {
        throw new UnsupportedOperationException();
    }

    /** Sets what a send sets. */
    public void stamp(
            String messageId,
            long timestamp,
            long expiration,
            long deliveryTime,
            Destination destination,
            int deliveryMode,
            int priority)
            throws JMSException {
        throw new UnsupportedOperationException();
    }

    /** Copies what {@link #stamp} set to the foreign message that this one was adopted from (3.12). */
    public void stampOnto(Message original) throws JMSException {
        throw new UnsupportedOperationException();
    }

    /** The header as it is now, encoded. */
    public byte[] encodeHeader() throws JMSException {
        throw new UnsupportedOperationException();
    }

    /** The body as it is now, encoded. */
    public byte[] encodeBody() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getJMSMessageID() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSMessageID(String id) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getJMSTimestamp() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSTimestamp(long timestamp) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] getJMSCorrelationIDAsBytes() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSCorrelationIDAsBytes(byte[] correlationID) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSCorrelationID(String correlationID) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getJMSCorrelationID() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Destination getJMSReplyTo() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSReplyTo(Destination replyTo) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Destination getJMSDestination() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSDestination(Destination destination) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getJMSDeliveryMode() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSDeliveryMode(int deliveryMode) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean getJMSRedelivered() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSRedelivered(boolean redelivered) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getJMSType() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSType(String type) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getJMSExpiration() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSExpiration(long expiration) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getJMSDeliveryTime() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSDeliveryTime(long deliveryTime) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getJMSPriority() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setJMSPriority(int priority) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clearProperties() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean propertyExists(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean getBooleanProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte getByteProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public short getShortProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getIntProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getLongProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public float getFloatProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public double getDoubleProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getStringProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object getObjectProperty(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Enumeration getPropertyNames() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setBooleanProperty(String name, boolean value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setByteProperty(String name, byte value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setShortProperty(String name, short value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setIntProperty(String name, int value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLongProperty(String name, long value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setFloatProperty(String name, float value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setDoubleProperty(String name, double value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setStringProperty(String name, String value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setObjectProperty(String name, Object value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void acknowledge() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clearBody() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getBody(Class<T> c) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isBodyAssignableTo(Class c) throws JMSException {
        throw new UnsupportedOperationException();
    }
}
