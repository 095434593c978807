package io.ternmq.client.message;

import io.ternmq.message.BinaryReader;
import io.ternmq.message.BinaryWriter;
import io.ternmq.message.BodyType;
import io.ternmq.message.MalformedDataException;
import io.ternmq.message.TypedValues;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.StreamMessage;
import java.util.Arrays;
import java.util.Objects;

/**
 * A message of typed values in a row, written first and read after {@link #reset}. Values are encoded as they are written and
 * decoded as they are read; a failed read leaves the position where it was, so that the value can be read as another type (3.11.3).
 */
public final class TernStreamMessage extends TernMessage implements StreamMessage {

    private static final int INITIAL = 64;

    private BinaryWriter out = new BinaryWriter(INITIAL); // null while reading
    private byte[] encoded; // null while writing
    private BinaryReader in;
    private byte[] piecewise; // the byte array that readBytes is in the middle of
    private int piecesRead;

    /** Makes an empty message, to be written. */
    public TernStreamMessage() {}

    @Override
    public boolean readBoolean() throws JMSException {
        return read(Conversions::toBoolean);
    }

    @Override
    public byte readByte() throws JMSException {
        return read(Conversions::toByte);
    }

    @Override
    public short readShort() throws JMSException {
        return read(Conversions::toShort);
    }

    @Override
    public char readChar() throws JMSException {
        return read(Conversions::toChar);
    }

    @Override
    public int readInt() throws JMSException {
        return read(Conversions::toInt);
    }

    @Override
    public long readLong() throws JMSException {
        return read(Conversions::toLong);
    }

    @Override
    public float readFloat() throws JMSException {
        return read(Conversions::toFloat);
    }

    @Override
    public double readDouble() throws JMSException {
        return read(Conversions::toDouble);
    }

    @Override
    public String readString() throws JMSException {
        return read(Conversions::toString);
    }

    @Override
    public Object readObject() throws JMSException {
        return read(value -> value);
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        Objects.requireNonNull(value, "value");
        checkReadable();
        if (piecewise == null) {
            piecewise = read(Conversions::toBytes);
            piecesRead = 0;
            if (piecewise == null) {
                return -1;
            }
        } else if (piecesRead == piecewise.length) {
            piecewise = null;
            return -1;
        }
        int count = Math.min(value.length, piecewise.length - piecesRead);
        System.arraycopy(piecewise, piecesRead, value, 0, count);
        piecesRead += count;
        if (count < value.length || piecewise.length == 0) {
            piecewise = null; // the caller sees by the count that this was the end
        }
        return count;
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        write(value);
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        write(value);
    }

    @Override
    public void writeShort(short value) throws JMSException {
        write(value);
    }

    @Override
    public void writeChar(char value) throws JMSException {
        write(value);
    }

    @Override
    public void writeInt(int value) throws JMSException {
        write(value);
    }

    @Override
    public void writeLong(long value) throws JMSException {
        write(value);
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        write(value);
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        write(value);
    }

    @Override
    public void writeString(String value) throws JMSException {
        write(value);
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        write(value);
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        write(value);
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        checkBodyWriteable();
        Objects.checkFromIndexSize(offset, length, value.length);
        write(Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void reset() {
        encoded = encodeBody();
        startReading();
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        out = new BinaryWriter(INITIAL);
        encoded = null;
        in = null;
        piecewise = null;
    }

    @Override
    public byte[] encodeBody() {
        return encoded != null ? encoded : out.toByteArray();
    }

    /** @throws MessageFormatException always: a stream has no body as one object */
    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        throw new MessageFormatException("a stream message is read value by value: it has no body for getBody");
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return false;
    }

    @Override
    BodyType bodyType() {
        return BodyType.STREAM;
    }

    @Override
    void receiveBody(byte[] body) {
        encoded = body;
        startReading();
    }

    private void startReading() {
        setBodyReadOnly(true);
        out = null;
        in = new BinaryReader(encoded);
        piecewise = null;
    }

    private void checkReadable() throws MessageNotReadableException {
        if (in == null) {
            throw new MessageNotReadableException("the stream is being written: call reset first");
        }
    }

    private <T> T read(Conversion<T> conversion) throws JMSException {
        checkReadable();
        if (piecewise != null && piecesRead < piecewise.length) {
            throw new MessageFormatException("a byte array is being read: call readBytes until it gives its end");
        }
        if (in.remaining() == 0) {
            throw new MessageEOFException("the stream has no more values");
        }
        int before = in.position();
        boolean done = false;
        try {
            T value = conversion.convert(TypedValues.read(in));
            piecewise = null;
            done = true;
            return value;
        } catch (MalformedDataException e) {
            throw Failures.causedBy(
                    e,
                    new MessageFormatException("the stream of a received message cannot be read: " + e.getMessage()));
        } finally {
            if (!done) {
                in.position(before);
            }
        }
    }

    private void write(Object value) throws JMSException {
        checkBodyWriteable();
        TypedValues.write(out, Conversions.checkedBodyValue(value));
    }

    /** A column of the table of conversions. */
    private interface Conversion<T> {
        T convert(Object value) throws JMSException;
    }
}
