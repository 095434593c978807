package io.ternmq.wire;

import io.netty.buffer.ByteBuf;

/**
 * Reads frames of one connection, each field in the order in which {@link FrameWriter} writes it. Not thread-safe: it remembers the
 * names of destinations that it read.
 */
final class FrameReader {

    private final FieldReader in = new FieldReader();

    /**
     * Reads a frame.
     *
     * @param buffer stands at the frame's type; behind the frame when this returns
     * @param length the bytes of the frame, all of them readable
     * @throws ProtocolException if they are not exactly one frame
     */
    Frame read(ByteBuf buffer, int length) {
        in.begin(buffer, length);
        try {
            Frame frame = read(in.readByte());
            if (in.remaining() > 0) {
                throw FieldReader.malformed(in.remaining() + " bytes are left behind the fields of a "
                        + frame.getClass().getSimpleName());
            }
            return frame;
        } finally {
            in.finish();
        }
    }

    private Frame read(int type) {
        return switch (type) {
            case FrameType.HELLO -> readHello();
            case FrameType.WELCOME -> readWelcome();
            case FrameType.AUTHENTICATE -> new Frame.Authenticate(in.readString(), in.readBytes());
            case FrameType.CHALLENGE -> new Frame.Challenge(in.readBytes());
            case FrameType.RESPONSE -> new Frame.Response(in.readBytes());
            case FrameType.LOGGED_IN -> new Frame.LoggedIn(in.readString(), in.readBytes());
            case FrameType.IDENTIFY -> new Frame.Identify(in.readNumber(), in.readString());
            case FrameType.OPEN_SESSION ->
                new Frame.OpenSession(in.readNumber(), in.readSmallNumber(), in.readBoolean());
            case FrameType.CLOSE_SESSION ->
                new Frame.CloseSession(in.readNumber(), in.readSmallNumber(), in.readSeen());
            case FrameType.SEND -> readSend();
            case FrameType.SUBSCRIBE -> readSubscribe();
            case FrameType.CLOSE_CONSUMER ->
                new Frame.CloseConsumer(in.readNumber(), in.readSmallNumber(), in.readSmallNumber(), in.readSeen());
            case FrameType.CREDIT ->
                new Frame.Credit(in.readSmallNumber(), in.readSmallNumber(), in.readSmallNumber(), in.readBoolean());
            case FrameType.DRAINED -> new Frame.Drained(in.readSmallNumber(), in.readSmallNumber());
            case FrameType.DELIVER -> readDeliver();
            case FrameType.ACKNOWLEDGE -> new Frame.Acknowledge(in.readNumber(), in.readSmallNumber(), in.readSeen());
            case FrameType.RECOVER -> new Frame.Recover(in.readNumber(), in.readSmallNumber(), in.readSeen());
            case FrameType.COMMIT -> new Frame.Commit(in.readNumber(), in.readSmallNumber(), in.readSeen());
            case FrameType.ROLLBACK -> new Frame.Rollback(in.readNumber(), in.readSmallNumber(), in.readSeen());
            case FrameType.CREATE_TEMPORARY -> new Frame.CreateTemporary(in.readNumber(), in.readBoolean());
            case FrameType.CREATED -> new Frame.Created(in.readNumber(), in.readDestination());
            case FrameType.DELETE_TEMPORARY -> new Frame.DeleteTemporary(in.readNumber(), in.readDestination());
            case FrameType.DELETE_SUBSCRIPTION -> new Frame.DeleteSubscription(in.readNumber(), in.readString());
            case FrameType.DONE -> new Frame.Done(in.readNumber());
            case FrameType.FAILED ->
                new Frame.Failed(in.readNumber(), ErrorCode.ofCode(in.readByte()), in.readString());
            case FrameType.HEARTBEAT -> new Frame.Heartbeat();
            case FrameType.CLOSE -> new Frame.Close(in.readString());
            default -> throw FieldReader.malformed("no frame has the type " + type);
        };
    }

    private Frame readHello() {
        if (in.readInt() != Frame.Hello.MAGIC) {
            throw FieldReader.malformed("this is not DMQP");
        }
        return new Frame.Hello(
                in.readByte(), in.readByte(), in.readLong(), in.readInt(), in.readInt(), in.readString());
    }

    private Frame readWelcome() {
        return new Frame.Welcome(
                in.readByte(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readString(),
                in.readString(),
                in.readStrings());
    }

    private Frame readSend() {
        return new Frame.Send(
                in.readNumber(),
                in.readSmallNumber(),
                in.readDestination(),
                in.readBoolean(),
                in.readPriority(),
                in.readNumber(),
                in.readNumber(),
                in.readBytes(),
                in.readBytes());
    }

    private Frame readSubscribe() {
        return new Frame.Subscribe(
                in.readNumber(),
                in.readSmallNumber(),
                in.readSmallNumber(),
                in.readDestination(),
                readConsumerKind(),
                in.readBoolean(),
                in.readLongString(),
                in.readString());
    }

    private Frame readDeliver() {
        return new Frame.Deliver(
                in.readSmallNumber(),
                in.readSmallNumber(),
                in.readNumber(),
                in.readSmallNumber(),
                in.readBoolean(),
                in.readPriority(),
                in.readOptionalDestination(),
                in.readBytes(),
                in.readBytes());
    }

    private Frame.ConsumerKind readConsumerKind() {
        int code = in.readByte();
        Frame.ConsumerKind kind = Frame.ConsumerKind.ofCode(code);
        if (kind == null) {
            throw FieldReader.malformed("no kind of consumer has the code " + code);
        }
        return kind;
    }
}
