package io.ternmq.wire;

import io.netty.buffer.ByteBuf;
import java.util.function.IntFunction;

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
            case FrameType.ASSIGN -> readAssign();
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
            case FrameType.XA_START -> readXaStart();
            case FrameType.XA_END -> readXaEnd();
            case FrameType.XA_PREPARE -> new Frame.XaPrepare(in.readNumber(), in.readBranch());
            case FrameType.XA_COMMIT -> new Frame.XaCommit(in.readNumber(), in.readBranch(), in.readBoolean());
            case FrameType.XA_ROLLBACK -> new Frame.XaRollback(in.readNumber(), in.readBranch());
            case FrameType.XA_FORGET -> new Frame.XaForget(in.readNumber(), in.readBranch());
            case FrameType.XA_RECOVER -> new Frame.XaRecover(in.readNumber());
            case FrameType.XA_OUTCOME -> new Frame.XaOutcome(in.readNumber(), in.readInt(), in.readString());
            case FrameType.XA_RECOVERED -> new Frame.XaRecovered(in.readNumber(), in.readBranches());
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

    private Frame readAssign() {
        return new Frame.Assign(
                in.readSmallNumber(),
                in.readSmallNumber(),
                in.readNumber(),
                in.readSmallNumber(),
                in.readSmallNumber(),
                in.readSmallNumber(),
                in.readNumber());
    }

    private Frame readXaStart() {
        return new Frame.XaStart(
                in.readNumber(),
                in.readSmallNumber(),
                in.readBranch(),
                readCode("way to start a branch", Frame.XaStartMode::ofCode),
                in.readSmallNumber());
    }

    private Frame readXaEnd() {
        return new Frame.XaEnd(
                in.readNumber(),
                in.readSmallNumber(),
                in.readBranch(),
                readCode("way to end a branch", Frame.XaEndMode::ofCode),
                in.readSeen());
    }

    private Frame.ConsumerKind readConsumerKind() {
        return readCode("kind of consumer", Frame.ConsumerKind::ofCode);
    }

    private <E> E readCode(String what, IntFunction<E> ofCode) {
        int code = in.readByte();
        E value = ofCode.apply(code);
        if (value == null) {
            throw FieldReader.malformed("no " + what + " has the code " + code);
        }
        return value;
    }
}
