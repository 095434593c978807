package io.ternmq.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import io.ternmq.message.MalformedDataException;
import io.ternmq.message.Utf8;
import io.ternmq.wire.Frame.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the kinds of fields that docs/protocol.md names, never beyond the frame's end. Every length and count is checked against
 * what is left of the frame before anything is allocated. Not thread-safe.
 */
final class FieldReader {

    private static final byte[] NOTHING = new byte[0];

    private final NameCache names = new NameCache();
    private ByteBuf in;
    private int end;
    private int items;

    /** Begins with the next frame, which takes so many bytes. */
    void begin(ByteBuf buffer, int length) {
        in = buffer;
        end = buffer.readerIndex() + length;
        items = 0;
    }

    /** Lets go of the buffer. */
    void finish() {
        in = null;
    }

    /** How many bytes are left of the frame. */
    int remaining() {
        return end - in.readerIndex();
    }

    private void need(int count) {
        if (count > remaining()) {
            throw malformed(count + " bytes were expected, " + remaining() + " are left of the frame");
        }
    }

    int readByte() {
        need(1);
        return in.readUnsignedByte();
    }

    int readInt() {
        need(Integer.BYTES);
        return in.readInt();
    }

    long readLong() {
        need(Long.BYTES);
        return in.readLong();
    }

    boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw malformed("a boolean is 0 or 1, not " + value);
        }
        return value == 1;
    }

    int readPriority() {
        int value = readByte();
        if (value > 9) {
            throw malformed("a priority is 0 to 9, not " + value);
        }
        return value;
    }

    /** A varint of up to 63 bits. */
    long readNumber() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number of more than 9 bytes");
    }

    /** A varint of up to 31 bits. */
    int readSmallNumber() {
        long value = readNumber();
        if (value > Integer.MAX_VALUE) {
            throw malformed("a number up to " + Integer.MAX_VALUE + " was expected, not " + value);
        }
        return (int) value;
    }

    private int readLength(int max) {
        long length = readNumber();
        if (length > remaining()) {
            throw malformed("a field of " + length + " bytes, of which " + remaining() + " are left of the frame");
        }
        if (length > max) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE, "a string of a frame has at most " + max + " bytes, not " + length);
        }
        return (int) length;
    }

    /** A count of items that take so many bytes each at least. */
    private int readCount(int itemBytes) {
        long count = readNumber();
        if (count > remaining() / itemBytes) {
            throw malformed("a list of " + count + " items, for which " + remaining() + " bytes are left of the frame");
        }
        items += (int) count; // each takes a byte or more of the frame, so the sum is an int
        if (items > FrameCodec.MAX_ITEMS) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE, "a frame has at most " + FrameCodec.MAX_ITEMS + " items in its lists");
        }
        return (int) count;
    }

    byte[] readBytes() {
        return readBytes(Integer.MAX_VALUE);
    }

    private byte[] readBytes(int max) {
        int length = readLength(max);
        if (length == 0) {
            return NOTHING;
        }
        byte[] value = new byte[length];
        in.readBytes(value);
        return value;
    }

    String readString() {
        return readString(FrameCodec.MAX_STRING);
    }

    /** A string that only the frame's length limits. */
    String readLongString() {
        return readString(Integer.MAX_VALUE);
    }

    private String readString(int max) {
        int length = readLength(max);
        return text(length);
    }

    private String text(int length) {
        int from = in.readerIndex();
        in.skipBytes(length);
        if (isAscii(from, length)) {
            return in.toString(from, length, StandardCharsets.ISO_8859_1); // no decoder needed
        }
        try {
            return Utf8.decode(ByteBufUtil.getBytes(in, from, length), 0, length);
        } catch (MalformedDataException e) {
            throw malformed(e.getMessage());
        }
    }

    private boolean isAscii(int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (in.getByte(i) < 0) {
                return false;
            }
        }
        return true;
    }

    List<String> readStrings() {
        int count = readCount(1);
        List<String> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(readString());
        }
        return List.copyOf(values);
    }

    /** A kind and a name; a name that came lately is not decoded and checked again. */
    DestinationName readDestination() {
        int kind = readByte();
        int length = readLength(FrameCodec.MAX_STRING);
        int slot = NameCache.slot(kind, in, length);
        DestinationName known = names.find(slot, kind, in, length);
        if (known != null) {
            in.skipBytes(length);
            return known;
        }
        int from = in.readerIndex();
        DestinationName name;
        try {
            name = new DestinationName(DestinationName.Kind.ofCode(kind), text(length));
        } catch (IllegalArgumentException e) { // its text names the rule that the name or the kind breaks
            throw malformed(e.getMessage());
        }
        names.put(slot, ByteBufUtil.getBytes(in, from, length), name);
        return name;
    }

    DestinationName readOptionalDestination() {
        return readBoolean() ? readDestination() : null;
    }

    List<Seen> readSeen() {
        int count = readCount(2);
        if (count == 0) {
            return List.of();
        }
        List<Seen> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(new Seen(readSmallNumber(), readRanges()));
        }
        return List.copyOf(values);
    }

    private long[] readRanges() {
        long[] ranges = new long[2 * readCount(2)];
        long last = 0;
        for (int i = 0; i < ranges.length; i++) {
            long distance = readNumber();
            if (distance == 0 && i % 2 == 0) {
                throw malformed("ranges of deliveries begin at 1 and are apart from each other");
            }
            last += distance;
            if (last < 0) {
                throw malformed("a range of deliveries beyond the largest number");
            }
            ranges[i] = last;
        }
        return ranges;
    }

    /** A branch of a distributed transaction. */
    BranchId readBranch() {
        int formatId = readInt();
        byte[] globalId = readBytes(BranchId.MAX_BYTES);
        byte[] qualifier = readBytes(BranchId.MAX_BYTES);
        try {
            return new BranchId(formatId, globalId, qualifier);
        } catch (IllegalArgumentException e) { // its text names the rule that it breaks
            throw malformed(e.getMessage());
        }
    }

    List<BranchId> readBranches() {
        int count = readCount(Integer.BYTES + 3);
        List<BranchId> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(readBranch());
        }
        return List.copyOf(values);
    }

    static ProtocolException malformed(String text) {
        return new ProtocolException(ErrorCode.PROTOCOL, text);
    }
}
