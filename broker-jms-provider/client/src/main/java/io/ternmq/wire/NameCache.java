package io.ternmq.wire;

import io.netty.buffer.ByteBuf;
import io.ternmq.message.DestinationName;

/**
 * The names that one connection sent lately, by their bytes: a producer names its destination in every message, and checking a name
 * costs more than all else in the frame. A few slots, each with the last name that fell into it. Not thread-safe.
 */
final class NameCache {

    private static final int SLOTS = 16;

    private final byte[][] bytes = new byte[SLOTS][];
    private final DestinationName[] names = new DestinationName[SLOTS];

    /** The slot of the name that comes next in the buffer. */
    static int slot(int kind, ByteBuf in, int length) {
        int hash = kind;
        int from = in.readerIndex();
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + in.getByte(i);
        }
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    /** The name that comes next in the buffer, if the slot has it. */
    DestinationName find(int slot, int kind, ByteBuf in, int length) {
        byte[] known = bytes[slot];
        if (known == null || known.length != length || names[slot].kind().code() != kind) {
            return null;
        }
        int from = in.readerIndex();
        for (int i = 0; i < length; i++) {
            if (known[i] != in.getByte(from + i)) {
                return null;
            }
        }
        return names[slot];
    }

    void put(int slot, byte[] encoded, DestinationName name) {
        bytes[slot] = encoded;
        names[slot] = name;
    }
}
