package io.ternmq.client.message;

import jakarta.jms.*;
import java.util.Enumeration;

/** skeleton */
public final class TernMapMessage extends TernMessage implements MapMessage {

    /** Makes an empty message. */
    public TernMapMessage() {}

    @Override
    public boolean getBoolean(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte getByte(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public short getShort(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public char getChar(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getInt(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getLong(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public float getFloat(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public double getDouble(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getString(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] getBytes(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object getObject(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Enumeration getMapNames() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setBoolean(String name, boolean value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setByte(String name, byte value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setShort(String name, short value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setChar(String name, char value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setInt(String name, int value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLong(String name, long value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setFloat(String name, float value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setDouble(String name, double value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setString(String name, String value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setBytes(String name, byte[] value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setBytes(String name, byte[] value, int offset, int length) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setObject(String name, Object value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean itemExists(String name) throws JMSException {
        throw new UnsupportedOperationException();
    }
}
