package io.ternmq.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame.Seen;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns frames into bytes and back. The codes of the types and the order of the fields are those of docs/protocol.md. Decoding
 * checks each length against what is left of the frame before it allocates, and every bad frame is a {@link ProtocolException}.
 */
public final class FrameCodec {

    /** The bytes of the length in front of each frame. */
    public static final int LENGTH_BYTES = 4;

    /** The largest frame before login, length excluded. */
    public static final int MAX_FRAME_BEFORE_LOGIN = 8 * 1024;

    /** The largest frame that either side offers to take by default, length excluded. */
    public static final int DEFAULT_MAX_FRAME = 100 * 1024 * 1024;

    /** The most ranges or mechanisms in one frame. */
    static final int MAX_ITEMS = 65_536;

    private static final int MAX_SHORT_STRING = 4 * 1024;
    private static final int MAX_SELECTOR = 64 * 1024;
    private static final Frame.ConsumerKind[] CONSUMER_KINDS = Frame.ConsumerKind.values();

    static final int HELLO = 1;
    static final int WELCOME = 2;
    static final int AUTHENTICATE = 3;
    static final int CHALLENGE = 4;
    static final int RESPONSE = 5;
    static final int LOGGED_IN = 6;
    static final int IDENTIFY = 7;
    static final int OPEN_SESSION = 8;
    static final int CLOSE_SESSION = 9;
    static final int SEND = 10;
    static final int SUBSCRIBE = 11;
    static final int CLOSE_CONSUMER = 12;
    static final int CREDIT = 13;
    static final int DRAINED = 14;
    static final int DELIVER = 15;
    static final int ACKNOWLEDGE = 16;
    static final int RECOVER = 17;
    static final int COMMIT = 18;
    static final int ROLLBACK = 19;
    static final int CREATE_TEMPORARY = 20;
    static final int CREATED = 21;
    static final int DELETE_TEMPORARY = 22;
    static final int DELETE_SUBSCRIPTION = 23;
    static final int DONE = 24;
    static final int FAILED = 25;
    static final int HEARTBEAT = 26;
    static final int CLOSE = 27;

    private FrameCodec() {}

    /** Writes the frame with its length in front. */
    public static void encode(Frame frame, ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0);
        writeFrame(frame, out);
        out.setInt(start, out.writerIndex() - start - LENGTH_BYTES);
    }

    /**
     * Reads the frame that the buffer holds, its length cut off.
     *
     * @throws ProtocolException if the bytes are not exactly one frame
     */
    public static Frame decode(ByteBuf in) {
        try {
            Frame frame = readFrame(in);
            if (in.isReadable()) {
                throw malformed(in.readableBytes() + " bytes are left behind the fields of a "
                        + frame.getClass().getSimpleName());
            }
            return frame;
        } catch (IllegalArgumentException e) { // a name or a code that is not allowed
            throw malformed(e.getMessage());
        }
    }

    /** Roughly how many bytes the frame takes on the wire, to size a buffer. */
    public static int sizeHint(Frame frame) {
        if (frame instanceof Frame.Deliver deliver) {
            return 48 + deliver.header().length + deliver.body().length;
        }
        if (frame instanceof Frame.Send send) {
            return 300 + send.header().length + send.body().length;
        }
        return 128;
    }

    private static void writeFrame(Frame frame, ByteBuf out) {
        if (frame instanceof Frame.Hello f) {
            out.writeByte(HELLO);
            out.writeInt(Frame.Hello.MAGIC);
            out.writeByte(f.minVersion());
            out.writeByte(f.maxVersion());
            out.writeLong(f.capabilities());
            out.writeInt(f.maxFrame());
            out.writeInt(f.heartbeatMillis());
            writeString(out, f.agent());
        } else if (frame instanceof Frame.Welcome f) {
            out.writeByte(WELCOME);
            out.writeByte(f.version());
            out.writeLong(f.capabilities());
            out.writeInt(f.maxFrame());
            out.writeInt(f.heartbeatMillis());
            writeString(out, f.node());
            writeString(out, f.connectionId());
            writeStrings(out, f.mechanisms());
        } else if (frame instanceof Frame.Authenticate f) {
            out.writeByte(AUTHENTICATE);
            writeString(out, f.mechanism());
            writeBytes(out, f.response());
        } else if (frame instanceof Frame.Challenge f) {
            out.writeByte(CHALLENGE);
            writeBytes(out, f.data());
        } else if (frame instanceof Frame.Response f) {
            out.writeByte(RESPONSE);
            writeBytes(out, f.data());
        } else if (frame instanceof Frame.LoggedIn f) {
            out.writeByte(LOGGED_IN);
            writeString(out, f.user());
            writeBytes(out, f.data());
        } else if (frame instanceof Frame.Identify f) {
            out.writeByte(IDENTIFY);
            writeVarLong(out, f.request());
            writeString(out, f.clientId());
        } else if (frame instanceof Frame.OpenSession f) {
            out.writeByte(OPEN_SESSION);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            out.writeBoolean(f.transacted());
        } else if (frame instanceof Frame.CloseSession f) {
            out.writeByte(CLOSE_SESSION);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Send f) {
            out.writeByte(SEND);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            writeDestination(out, f.destination());
            out.writeBoolean(f.persistent());
            out.writeByte(f.priority());
            writeVarLong(out, f.timeToLiveMillis());
            writeVarLong(out, f.delayMillis());
            writeBytes(out, f.header());
            writeBytes(out, f.body());
        } else if (frame instanceof Frame.Subscribe f) {
            out.writeByte(SUBSCRIBE);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            writeVarLong(out, f.consumer());
            writeDestination(out, f.destination());
            out.writeByte(f.kind().ordinal());
            out.writeBoolean(f.noLocal());
            writeString(out, f.selector());
            writeString(out, f.subscription());
        } else if (frame instanceof Frame.CloseConsumer f) {
            out.writeByte(CLOSE_CONSUMER);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            writeVarLong(out, f.consumer());
            writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Credit f) {
            out.writeByte(CREDIT);
            writeVarLong(out, f.session());
            writeVarLong(out, f.consumer());
            writeVarLong(out, f.credits());
            out.writeBoolean(f.drain());
        } else if (frame instanceof Frame.Drained f) {
            out.writeByte(DRAINED);
            writeVarLong(out, f.session());
            writeVarLong(out, f.consumer());
        } else if (frame instanceof Frame.Deliver f) {
            out.writeByte(DELIVER);
            writeVarLong(out, f.session());
            writeVarLong(out, f.consumer());
            writeVarLong(out, f.delivery());
            writeVarLong(out, f.deliveryCount());
            out.writeBoolean(f.persistent());
            out.writeByte(f.priority());
            writeOptionalDestination(out, f.destination());
            writeBytes(out, f.header());
            writeBytes(out, f.body());
        } else if (frame instanceof Frame.Acknowledge f) {
            out.writeByte(ACKNOWLEDGE);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Recover f) {
            out.writeByte(RECOVER);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Commit f) {
            out.writeByte(COMMIT);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Rollback f) {
            out.writeByte(ROLLBACK);
            writeVarLong(out, f.request());
            writeVarLong(out, f.session());
            writeSeen(out, f.seen());
        } else if (frame instanceof Frame.CreateTemporary f) {
            out.writeByte(CREATE_TEMPORARY);
            writeVarLong(out, f.request());
            out.writeBoolean(f.topic());
        } else if (frame instanceof Frame.Created f) {
            out.writeByte(CREATED);
            writeVarLong(out, f.request());
            writeDestination(out, f.destination());
        } else if (frame instanceof Frame.DeleteTemporary f) {
            out.writeByte(DELETE_TEMPORARY);
            writeVarLong(out, f.request());
            writeDestination(out, f.destination());
        } else if (frame instanceof Frame.DeleteSubscription f) {
            out.writeByte(DELETE_SUBSCRIPTION);
            writeVarLong(out, f.request());
            writeString(out, f.subscription());
        } else if (frame instanceof Frame.Done f) {
            out.writeByte(DONE);
            writeVarLong(out, f.request());
        } else if (frame instanceof Frame.Failed f) {
            out.writeByte(FAILED);
            writeVarLong(out, f.request());
            out.writeByte(f.code().code());
            writeString(out, f.text());
        } else if (frame instanceof Frame.Heartbeat) {
            out.writeByte(HEARTBEAT);
        } else if (frame instanceof Frame.Close f) {
            out.writeByte(CLOSE);
            writeString(out, f.text());
        }
    }

    private static Frame readFrame(ByteBuf in) {
        int type = readByte(in);
        return switch (type) {
            case HELLO -> readHello(in);
            case WELCOME ->
                new Frame.Welcome(
                        readByte(in),
                        readLong(in),
                        readInt(in),
                        readInt(in),
                        readString(in, MAX_SHORT_STRING),
                        readString(in, MAX_SHORT_STRING),
                        readStrings(in));
            case AUTHENTICATE -> new Frame.Authenticate(readString(in, MAX_SHORT_STRING), readBytes(in));
            case CHALLENGE -> new Frame.Challenge(readBytes(in));
            case RESPONSE -> new Frame.Response(readBytes(in));
            case LOGGED_IN -> new Frame.LoggedIn(readString(in, MAX_SHORT_STRING), readBytes(in));
            case IDENTIFY -> new Frame.Identify(readNumber(in), readString(in, MAX_SHORT_STRING));
            case OPEN_SESSION ->
                new Frame.OpenSession(readNumber(in), readVarInt(in, Integer.MAX_VALUE), readBoolean(in));
            case CLOSE_SESSION ->
                new Frame.CloseSession(readNumber(in), readVarInt(in, Integer.MAX_VALUE), readSeen(in));
            case SEND ->
                new Frame.Send(
                        readNumber(in),
                        readVarInt(in, Integer.MAX_VALUE),
                        readDestination(in),
                        readBoolean(in),
                        readByte(in),
                        readNumber(in),
                        readNumber(in),
                        readBytes(in),
                        readBytes(in));
            case SUBSCRIBE ->
                new Frame.Subscribe(
                        readNumber(in),
                        readVarInt(in, Integer.MAX_VALUE),
                        readVarInt(in, Integer.MAX_VALUE),
                        readDestination(in),
                        readConsumerKind(in),
                        readBoolean(in),
                        readString(in, MAX_SELECTOR),
                        readString(in, MAX_SHORT_STRING));
            case CLOSE_CONSUMER ->
                new Frame.CloseConsumer(
                        readNumber(in),
                        readVarInt(in, Integer.MAX_VALUE),
                        readVarInt(in, Integer.MAX_VALUE),
                        readSeen(in));
            case CREDIT ->
                new Frame.Credit(
                        readVarInt(in, Integer.MAX_VALUE),
                        readVarInt(in, Integer.MAX_VALUE),
                        readVarInt(in, Integer.MAX_VALUE),
                        readBoolean(in));
            case DRAINED -> new Frame.Drained(readVarInt(in, Integer.MAX_VALUE), readVarInt(in, Integer.MAX_VALUE));
            case DELIVER ->
                new Frame.Deliver(
                        readVarInt(in, Integer.MAX_VALUE),
                        readVarInt(in, Integer.MAX_VALUE),
                        readNumber(in),
                        readVarInt(in, Integer.MAX_VALUE),
                        readBoolean(in),
                        readByte(in),
                        readOptionalDestination(in),
                        readBytes(in),
                        readBytes(in));
            case ACKNOWLEDGE -> new Frame.Acknowledge(readNumber(in), readVarInt(in, Integer.MAX_VALUE), readSeen(in));
            case RECOVER -> new Frame.Recover(readNumber(in), readVarInt(in, Integer.MAX_VALUE), readSeen(in));
            case COMMIT -> new Frame.Commit(readNumber(in), readVarInt(in, Integer.MAX_VALUE), readSeen(in));
            case ROLLBACK -> new Frame.Rollback(readNumber(in), readVarInt(in, Integer.MAX_VALUE), readSeen(in));
            case CREATE_TEMPORARY -> new Frame.CreateTemporary(readNumber(in), readBoolean(in));
            case CREATED -> new Frame.Created(readNumber(in), readDestination(in));
            case DELETE_TEMPORARY -> new Frame.DeleteTemporary(readNumber(in), readDestination(in));
            case DELETE_SUBSCRIPTION -> new Frame.DeleteSubscription(readNumber(in), readString(in, MAX_SHORT_STRING));
            case DONE -> new Frame.Done(readNumber(in));
            case FAILED ->
                new Frame.Failed(readNumber(in), ErrorCode.ofCode(readByte(in)), readString(in, MAX_SHORT_STRING));
            case HEARTBEAT -> new Frame.Heartbeat();
            case CLOSE -> new Frame.Close(readString(in, MAX_SHORT_STRING));
            default -> throw malformed("no frame has the type " + type);
        };
    }

    private static Frame readHello(ByteBuf in) {
        if (readInt(in) != Frame.Hello.MAGIC) {
            throw malformed("this is not DMQP");
        }
        return new Frame.Hello(
                readByte(in), readByte(in), readLong(in), readInt(in), readInt(in), readString(in, MAX_SHORT_STRING));
    }

    private static ProtocolException malformed(String text) {
        return new ProtocolException(ErrorCode.PROTOCOL, text);
    }

    private static void need(ByteBuf in, int count) {
        if (in.readableBytes() < count) {
            throw malformed(count + " bytes were expected, " + in.readableBytes() + " are left of the frame");
        }
    }

    private static int readByte(ByteBuf in) {
        need(in, 1);
        return in.readUnsignedByte();
    }

    private static int readInt(ByteBuf in) {
        need(in, Integer.BYTES);
        return in.readInt();
    }

    private static long readLong(ByteBuf in) {
        need(in, Long.BYTES);
        return in.readLong();
    }

    private static boolean readBoolean(ByteBuf in) {
        int value = readByte(in);
        if (value > 1) {
            throw malformed("a boolean is 0 or 1, not " + value);
        }
        return value == 1;
    }

    private static void writeVarLong(ByteBuf out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) rest | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /** A varint that is not negative. */
    private static long readNumber(ByteBuf in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = readByte(in);
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a varint of more than 9 bytes");
    }

    private static int readVarInt(ByteBuf in, int max) {
        long value = readNumber(in);
        if (value > max) {
            throw malformed("a number up to " + max + " was expected, not " + value);
        }
        return (int) value;
    }

    private static void writeBytes(ByteBuf out, byte[] value) {
        writeVarLong(out, value.length);
        out.writeBytes(value);
    }

    private static byte[] readBytes(ByteBuf in) {
        int length = readVarInt(in, Integer.MAX_VALUE);
        need(in, length);
        return ByteBufUtil.getBytes(in.readSlice(length));
    }

    private static void writeString(ByteBuf out, String value) {
        writeVarLong(out, ByteBufUtil.utf8Bytes(value));
        ByteBufUtil.writeUtf8(out, value);
    }

    private static String readString(ByteBuf in, int max) {
        int length = readVarInt(in, max);
        need(in, length);
        ByteBuf text = in.readSlice(length);
        if (text.forEachByte(b -> b >= 0) < 0) {
            return text.toString(StandardCharsets.ISO_8859_1); // ASCII: no decoder needed
        }
        try {
            CharBuffer decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(ByteBufUtil.getBytes(text)));
            return decoded.toString();
        } catch (CharacterCodingException e) {
            throw malformed("a string that is not UTF-8");
        }
    }

    private static void writeStrings(ByteBuf out, List<String> values) {
        writeVarLong(out, values.size());
        values.forEach(value -> writeString(out, value));
    }

    private static List<String> readStrings(ByteBuf in) {
        int count = readItems(in);
        List<String> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(readString(in, MAX_SHORT_STRING));
        }
        return List.copyOf(values);
    }

    /** A number of items of at least one byte each. */
    private static int readItems(ByteBuf in) {
        return readVarInt(in, Math.min(MAX_ITEMS, in.readableBytes()));
    }

    private static void writeDestination(ByteBuf out, DestinationName value) {
        out.writeByte(value.kind().code());
        writeString(out, value.name());
    }

    private static DestinationName readDestination(ByteBuf in) {
        return new DestinationName(DestinationName.Kind.ofCode(readByte(in)), readString(in, MAX_SHORT_STRING));
    }

    private static void writeOptionalDestination(ByteBuf out, DestinationName value) {
        out.writeBoolean(value != null);
        if (value != null) {
            writeDestination(out, value);
        }
    }

    private static DestinationName readOptionalDestination(ByteBuf in) {
        return readBoolean(in) ? readDestination(in) : null;
    }

    private static Frame.ConsumerKind readConsumerKind(ByteBuf in) {
        int code = readByte(in);
        if (code >= CONSUMER_KINDS.length) {
            throw malformed("no kind of consumer has the code " + code);
        }
        return CONSUMER_KINDS[code];
    }

    private static void writeSeen(ByteBuf out, List<Seen> values) {
        writeVarLong(out, values.size());
        for (Seen seen : values) {
            writeVarLong(out, seen.consumer());
            writeVarLong(out, seen.ranges().length / 2);
            long last = 0;
            for (long bound : seen.ranges()) { // each as the distance from the one before
                writeVarLong(out, bound - last);
                last = bound;
            }
        }
    }

    private static List<Seen> readSeen(ByteBuf in) {
        int count = readItems(in);
        List<Seen> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(new Seen(readVarInt(in, Integer.MAX_VALUE), readRanges(in)));
        }
        return List.copyOf(values);
    }

    private static long[] readRanges(ByteBuf in) {
        long[] ranges = new long[2 * readItems(in)];
        long last = 0;
        for (int i = 0; i < ranges.length; i++) {
            last += readNumber(in);
            if (last < 0) {
                throw malformed("a range of deliveries beyond the largest number");
            }
            ranges[i] = last;
        }
        return ranges;
    }
}
