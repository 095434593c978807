package io.ternmq.client.message;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Collections;
import java.util.Enumeration;

/** The many methods of {@link Message} for properties, each of which leaves the rules to {@link MessageProperties}. */
abstract class PropertyAccess implements Message {

    /** The message's properties, decoded if need be. */
    abstract MessageProperties properties() throws JMSException;

    @Override
    public final void clearProperties() throws JMSException {
        properties().clear();
    }

    @Override
    public final boolean propertyExists(String name) throws JMSException {
        return properties().contains(name);
    }

    @Override
    public final boolean getBooleanProperty(String name) throws JMSException {
        return properties().getBoolean(name);
    }

    @Override
    public final byte getByteProperty(String name) throws JMSException {
        return properties().getByte(name);
    }

    @Override
    public final short getShortProperty(String name) throws JMSException {
        return properties().getShort(name);
    }

    @Override
    public final int getIntProperty(String name) throws JMSException {
        return properties().getInt(name);
    }

    @Override
    public final long getLongProperty(String name) throws JMSException {
        return properties().getLong(name);
    }

    @Override
    public final float getFloatProperty(String name) throws JMSException {
        return properties().getFloat(name);
    }

    @Override
    public final double getDoubleProperty(String name) throws JMSException {
        return properties().getDouble(name);
    }

    @Override
    public final String getStringProperty(String name) throws JMSException {
        return properties().getString(name);
    }

    @Override
    public final Object getObjectProperty(String name) throws JMSException {
        return properties().get(name);
    }

    @Override
    public final Enumeration<String> getPropertyNames() throws JMSException {
        return Collections.enumeration(properties().names());
    }

    @Override
    public final void setBooleanProperty(String name, boolean value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setByteProperty(String name, byte value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setShortProperty(String name, short value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setIntProperty(String name, int value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setLongProperty(String name, long value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setFloatProperty(String name, float value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setDoubleProperty(String name, double value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setStringProperty(String name, String value) throws JMSException {
        properties().set(name, value);
    }

    @Override
    public final void setObjectProperty(String name, Object value) throws JMSException {
        properties().set(name, value);
    }
}
