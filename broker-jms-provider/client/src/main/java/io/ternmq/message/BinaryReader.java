package io.ternmq.message;

/**
 * Reads what {@link BinaryWriter} wrote. Every length is checked against what remains before anything is allocated; what does
 * not fit is a {@link MalformedDataException}. Not thread-safe.
 */
public final class BinaryReader {

    private final byte[] bytes;
    private final int limit;
    private int position;

    /** Reads the whole array. */
    public BinaryReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads a part of the array. */
    public BinaryReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.limit = offset + length;
    }

    /** How many bytes are left. */
    public int remaining() {
        return limit - position;
    }

    /** Where the next read begins. */
    public int position() {
        return position;
    }

    /** Moves the next read, within what the reader was given. */
    public void position(int next) {
        if (next < 0 || next > limit) {
            throw new MalformedDataException("no position " + next + " in " + limit + " bytes");
        }
        position = next;
    }

    /** Reads a signed byte. */
    public byte readByte() {
        need(1);
        return bytes[position++];
    }

    /** Reads one byte, which must be 0 or 1. */
    public boolean readBoolean() {
        byte value = readByte();
        if (value != 0 && value != 1) {
            throw new MalformedDataException("a boolean is 0 or 1, not " + value);
        }
        return value == 1;
    }

    /** Reads two bytes. */
    public short readShort() {
        need(2);
        return (short) ((bytes[position++] & 0xFF) << 8 | bytes[position++] & 0xFF);
    }

    /** Reads four bytes. */
    public int readInt() {
        need(4);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[position++] & 0xFF;
        }
        return value;
    }

    /** Reads eight bytes. */
    public long readLong() {
        need(8);
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[position++] & 0xFF;
        }
        return value;
    }

    /** Reads an unsigned number of 1 to 10 bytes. */
    public long readVarLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedDataException("a varint of more than 10 bytes");
    }

    /** Reads a varint that is 0 to {@code max}. */
    public int readVarInt(int max) {
        long value = readVarLong();
        if (value < 0 || value > max) {
            throw new MalformedDataException(
                    "a number up to " + max + " was expected, not " + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** Reads a length and so many bytes. */
    public byte[] readBytes() {
        int length = readVarInt(remaining());
        need(length);
        byte[] value = new byte[length];
        System.arraycopy(bytes, position, value, 0, length);
        position += length;
        return value;
    }

    /** Reads a length and so many bytes of a string, see {@link Utf8}. */
    public String readString() {
        int length = readVarInt(remaining());
        need(length);
        String value = Utf8.decode(bytes, position, length);
        position += length;
        return value;
    }

    private void need(int count) {
        if (count > limit - position) {
            throw new MalformedDataException(count + " bytes were expected, " + (limit - position) + " are left");
        }
    }
}
