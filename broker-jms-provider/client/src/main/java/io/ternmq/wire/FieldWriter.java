package io.ternmq.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import io.ternmq.message.Utf8;
import io.ternmq.wire.Frame.Seen;
import java.util.List;

/** Writes the kinds of fields that docs/protocol.md names, and refuses what {@link FieldReader} would. */
final class FieldWriter {

    private FieldWriter() {}

    /** A varint: seven bits a byte, the low ones first. */
    static void writeNumber(ByteBuf out, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a number of a frame is not negative, not " + value);
        }
        long rest = value;
        while (rest > 0x7F) {
            out.writeByte((int) rest | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    static void writeBytes(ByteBuf out, byte[] value) {
        writeNumber(out, value.length);
        out.writeBytes(value);
    }

    static void writeString(ByteBuf out, String value) {
        write(out, value, FrameCodec.MAX_STRING);
    }

    /** A string that only the frame's length limits. */
    static void writeLongString(ByteBuf out, String value) {
        write(out, value, Integer.MAX_VALUE);
    }

    private static void write(ByteBuf out, String value, int max) {
        if (isAscii(value)) {
            checkLength(value.length(), max);
            writeNumber(out, value.length());
            ByteBufUtil.reserveAndWriteUtf8(out, value, value.length());
        } else {
            byte[] bytes = Utf8.encode(value);
            checkLength(bytes.length, max);
            writeBytes(out, bytes);
        }
    }

    private static void checkLength(int length, int max) {
        if (length > max) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE, "a string of a frame has at most " + max + " bytes, not " + length);
        }
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    static void writeStrings(ByteBuf out, List<String> values) {
        writeCount(out, values.size(), values.size());
        for (String value : values) {
            writeString(out, value);
        }
    }

    static void writeDestination(ByteBuf out, DestinationName value) {
        out.writeByte(value.kind().code());
        writeString(out, value.name());
    }

    static void writeOptionalDestination(ByteBuf out, DestinationName value) {
        out.writeBoolean(value != null);
        if (value != null) {
            writeDestination(out, value);
        }
    }

    static void writeSeen(ByteBuf out, List<Seen> values) {
        int items = values.size();
        writeCount(out, items, items);
        for (Seen seen : values) {
            writeNumber(out, seen.consumer());
            long[] ranges = seen.ranges();
            items += ranges.length / 2;
            writeCount(out, ranges.length / 2, items);
            long last = 0;
            for (int i = 0; i < ranges.length; i++) { // each as the distance from the one before
                long distance = ranges[i] - last;
                if (distance < 1 - i % 2 || ranges.length % 2 != 0) {
                    throw new IllegalArgumentException(
                            "ranges of deliveries come in pairs, from 1, ascending and apart");
                }
                writeNumber(out, distance);
                last = ranges[i];
            }
        }
    }

    static void writeBranch(ByteBuf out, BranchId value) {
        out.writeInt(value.formatId());
        writeBytes(out, value.globalId());
        writeBytes(out, value.qualifier());
    }

    static void writeBranches(ByteBuf out, List<BranchId> values) {
        writeCount(out, values.size(), values.size());
        values.forEach(value -> writeBranch(out, value));
    }

    private static void writeCount(ByteBuf out, int count, int itemsSoFar) {
        if (itemsSoFar > FrameCodec.MAX_ITEMS) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE, "a frame has at most " + FrameCodec.MAX_ITEMS + " items in its lists");
        }
        writeNumber(out, count);
    }
}
