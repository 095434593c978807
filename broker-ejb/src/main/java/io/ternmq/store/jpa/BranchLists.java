package io.ternmq.store.jpa;

import io.ternmq.message.BinaryReader;
import io.ternmq.message.BinaryWriter;
import io.ternmq.message.MalformedDataException;
import io.ternmq.store.BranchRecord.Acknowledged;
import java.util.ArrayList;
import java.util.List;

/**
 * The lists of a branch as bytes: their number, then each as its difference from the one before. A transaction mostly stays with few
 * queues and takes their messages in order, so that a message is one byte of what is sent and three of what is acknowledged.
 */
final class BranchLists {

    private BranchLists() {}

    static byte[] encodeIds(List<Long> ids) {
        BinaryWriter out = new BinaryWriter(10 + ids.size());
        out.writeVarLong(ids.size());
        long before = 0;
        for (long id : ids) {
            writeDifference(out, id - before);
            before = id;
        }
        return out.toByteArray();
    }

    /** @throws MalformedDataException if they are not such bytes */
    static List<Long> decodeIds(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        int count = in.readVarInt(bytes.length);
        List<Long> ids = new ArrayList<>(count);
        long id = 0;
        for (int i = 0; i < count; i++) {
            id += readDifference(in);
            ids.add(id);
        }
        checkEnd(in);
        return ids;
    }

    static byte[] encodeAcknowledged(List<Acknowledged> acknowledged) {
        BinaryWriter out = new BinaryWriter(10 + 3 * acknowledged.size());
        out.writeVarLong(acknowledged.size());
        Acknowledged before = new Acknowledged(0, 0, 0);
        for (Acknowledged one : acknowledged) {
            writeDifference(out, one.ownerId() - before.ownerId());
            writeDifference(out, one.sequence() - before.sequence());
            out.writeVarLong(one.deliveryCount());
            before = one;
        }
        return out.toByteArray();
    }

    /** @throws MalformedDataException if they are not such bytes */
    static List<Acknowledged> decodeAcknowledged(byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        int count = in.readVarInt(bytes.length / 3);
        List<Acknowledged> acknowledged = new ArrayList<>(count);
        long ownerId = 0;
        long sequence = 0;
        for (int i = 0; i < count; i++) {
            ownerId += readDifference(in);
            sequence += readDifference(in);
            acknowledged.add(new Acknowledged(ownerId, sequence, in.readVarInt(Integer.MAX_VALUE)));
        }
        checkEnd(in);
        return acknowledged;
    }

    /** The sign goes to the lowest bit, so that small differences of both signs are short. Overflows come back when added again. */
    private static void writeDifference(BinaryWriter out, long difference) {
        out.writeVarLong(difference << 1 ^ difference >> 63);
    }

    private static long readDifference(BinaryReader in) {
        long value = in.readVarLong();
        return value >>> 1 ^ -(value & 1);
    }

    private static void checkEnd(BinaryReader in) {
        if (in.remaining() > 0) {
            throw new MalformedDataException(in.remaining() + " bytes are behind the end of a list");
        }
    }
}
