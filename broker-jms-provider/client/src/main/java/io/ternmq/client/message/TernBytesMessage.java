package io.ternmq.client.message;

import io.ternmq.message.BodyType;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A message of raw bytes, written first and read after {@link #reset}. A failed read leaves the position where it was (3.11.3).
 * Bytes once written are never overwritten, so that a full array can be given away without a copy.
 */
public final class TernBytesMessage extends TernMessage implements BytesMessage {

    private static final byte[] EMPTY = {};
    private static final int SMALLEST = 64;
    private static final int LARGEST = Integer.MAX_VALUE - 8;

    private byte[] data = EMPTY;
    private int size;
    private int position;

    /** Makes an empty message, to be written. */
    public TernBytesMessage() {}

    @Override
    public long getBodyLength() throws JMSException {
        checkReadable();
        return size;
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return data[take(1)] != 0;
    }

    @Override
    public byte readByte() throws JMSException {
        return data[take(1)];
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return data[take(1)] & 0xFF;
    }

    @Override
    public short readShort() throws JMSException {
        return ByteBuffer.wrap(data).getShort(take(Short.BYTES));
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return readShort() & 0xFFFF;
    }

    @Override
    public char readChar() throws JMSException {
        return (char) readShort();
    }

    @Override
    public int readInt() throws JMSException {
        return ByteBuffer.wrap(data).getInt(take(Integer.BYTES));
    }

    @Override
    public long readLong() throws JMSException {
        return ByteBuffer.wrap(data).getLong(take(Long.BYTES));
    }

    @Override
    public float readFloat() throws JMSException {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() throws JMSException {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public String readUTF() throws JMSException {
        int start = position;
        int total = Short.BYTES + readUnsignedShort();
        position = start;
        take(total);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(data, start, total))) {
            return in.readUTF();
        } catch (IOException e) {
            position = start;
            throw Failures.causedBy(
                    e, new MessageFormatException("the bytes are no modified UTF-8: " + e.getMessage()));
        }
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        return readBytes(value, value.length);
    }

    @Override
    public int readBytes(byte[] value, int length) throws JMSException {
        checkReadable();
        Objects.checkFromIndexSize(0, length, value.length);
        if (position == size) {
            return -1;
        }
        int count = Math.min(length, size - position);
        System.arraycopy(data, position, value, 0, count);
        position += count;
        return count;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        writeByte((byte) (value ? 1 : 0));
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        int at = append(1);
        data[at] = value;
    }

    @Override
    public void writeShort(short value) throws JMSException {
        int at = append(Short.BYTES);
        ByteBuffer.wrap(data).putShort(at, value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        writeShort((short) value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        int at = append(Integer.BYTES);
        ByteBuffer.wrap(data).putInt(at, value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        int at = append(Long.BYTES);
        ByteBuffer.wrap(data).putLong(at, value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        writeInt(Float.floatToIntBits(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        writeLong(Double.doubleToLongBits(value));
    }

    @Override
    public void writeUTF(String value) throws JMSException {
        checkBodyWriteable();
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(value.length() + Short.BYTES);
        try (DataOutputStream out = new DataOutputStream(encoded)) {
            out.writeUTF(value);
        } catch (IOException e) {
            throw Failures.causedBy(
                    e,
                    new MessageFormatException(
                            "a string of more than 65535 bytes cannot be written as UTF: use writeBytes"));
        }
        writeBytes(encoded.toByteArray());
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        checkBodyWriteable();
        Objects.checkFromIndexSize(offset, length, value.length);
        int at = append(length);
        System.arraycopy(value, offset, data, at, length);
    }

    /** @throws NullPointerException if the value is null (3.12) */
    @Override
    public void writeObject(Object value) throws JMSException {
        checkBodyWriteable();
        Objects.requireNonNull(value, "a bytes message takes no null");
        if (value instanceof byte[] bytes) {
            writeBytes(bytes);
        } else if (value instanceof String text) {
            writeUTF(text);
        } else if (value instanceof Boolean b) {
            writeBoolean(b);
        } else if (value instanceof Byte b) {
            writeByte(b);
        } else if (value instanceof Short s) {
            writeShort(s);
        } else if (value instanceof Character c) {
            writeChar(c);
        } else if (value instanceof Integer i) {
            writeInt(i);
        } else if (value instanceof Long l) {
            writeLong(l);
        } else if (value instanceof Float f) {
            writeFloat(f);
        } else if (value instanceof Double d) {
            writeDouble(d);
        } else {
            throw new MessageFormatException("a bytes message takes primitive types, String and byte[], not "
                    + value.getClass().getName());
        }
    }

    @Override
    public void reset() {
        setBodyReadOnly(true);
        position = 0;
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        data = EMPTY;
        size = 0;
        position = 0;
    }

    @Override
    public byte[] encodeBody() {
        if (size < data.length) {
            data = Arrays.copyOf(data, size);
        }
        return data; // full: what is written later goes to another array
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        reset();
        return super.getBody(type);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return size == 0 || type == byte[].class || type == Object.class;
    }

    @Override
    Object body() {
        return size == 0 ? null : Arrays.copyOf(data, size);
    }

    @Override
    BodyType bodyType() {
        return BodyType.BYTES;
    }

    @Override
    void receiveBody(byte[] body) {
        data = body;
        size = body.length;
    }

    private void checkReadable() throws MessageNotReadableException {
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException("the bytes are being written: call reset first");
        }
    }

    /** Moves behind so many bytes and gives where they begin. */
    private int take(int count) throws JMSException {
        checkReadable();
        if (count > size - position) {
            throw new MessageEOFException(count + " bytes were asked for, " + (size - position) + " are left");
        }
        int at = position;
        position += count;
        return at;
    }

    /** Makes room for so many bytes and gives where they begin. */
    private int append(int count) throws JMSException {
        checkBodyWriteable();
        if (count > LARGEST - size) {
            throw new JMSException("a bytes message cannot hold more than " + LARGEST + " bytes");
        }
        if (count > data.length - size) {
            int doubled = (int) Math.min(LARGEST, Math.max(SMALLEST, 2L * data.length));
            boolean first = size == 0 && count >= SMALLEST; // often the only one: no room left over, no copy when sent
            data = Arrays.copyOf(data, first ? count : Math.max(size + count, doubled));
        }
        int at = size;
        size += count;
        return at;
    }
}
