package io.ternmq.message;

import java.util.Arrays;

/** Writes numbers, strings and bytes into a growing array, big-endian. Not thread-safe. The reverse is {@link BinaryReader}. */
public final class BinaryWriter {

    private byte[] bytes;
    private int size;

    /** @param capacity the bytes to begin with */
    public BinaryWriter(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** What was written. */
    public byte[] toByteArray() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /** How many bytes were written. */
    public int size() {
        return size;
    }

    /** Writes the low byte. */
    public void writeByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    /** Writes one byte, 1 or 0. */
    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** Writes two bytes. */
    public void writeShort(int value) {
        ensure(2);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
    }

    /** Writes four bytes. */
    public void writeInt(int value) {
        ensure(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
    }

    /** Writes eight bytes. */
    public void writeLong(long value) {
        ensure(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >> shift);
        }
    }

    /** Writes an unsigned number of 1 to 10 bytes, seven bits a byte, low bits first. */
    public void writeVarLong(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Writes the length as a varint, then the bytes. */
    public void writeBytes(byte[] value) {
        writeBytes(value, 0, value.length);
    }

    /** Writes the length as a varint, then those bytes. */
    public void writeBytes(byte[] value, int offset, int length) {
        writeVarLong(length);
        ensure(length);
        System.arraycopy(value, offset, bytes, size, length);
        size += length;
    }

    /** Writes the text's length in bytes as a varint, then the text, see {@link Utf8}. */
    public void writeString(String value) {
        int length = value.length();
        if (length < 128 && isAscii(value)) { // the common case, without an array between
            writeVarLong(length);
            ensure(length);
            for (int i = 0; i < length; i++) {
                bytes[size++] = (byte) value.charAt(i);
            }
            return;
        }
        writeBytes(Utf8.encode(value));
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            int doubled = (int) Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8);
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), doubled));
        }
    }
}
