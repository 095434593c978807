package io.ternmq.client.message;

import jakarta.jms.*;

/** skeleton */
public final class TernBytesMessage extends TernMessage implements BytesMessage {

    /** Makes an empty message. */
    public TernBytesMessage() {}

    @Override
    public long getBodyLength() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean readBoolean() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte readByte() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public short readShort() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public char readChar() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int readInt() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public long readLong() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public float readFloat() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public double readDouble() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String readUTF() throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public int readBytes(byte[] value, int length) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeShort(short value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeChar(char value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeInt(int value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeLong(long value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeUTF(String value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reset() throws JMSException {
        throw new UnsupportedOperationException();
    }
}
