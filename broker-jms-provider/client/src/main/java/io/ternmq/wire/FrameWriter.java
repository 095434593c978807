package io.ternmq.wire;

import io.netty.buffer.ByteBuf;
import io.ternmq.message.BranchId;

/** Writes each frame's type and fields. The reverse is {@link FrameReader}, which reads in the same order. */
final class FrameWriter {

    /** The longest text of an error, in characters; what is longer is cut, so that an error can always be told. */
    private static final int MAX_TEXT = 4 * 1024;

    private FrameWriter() {}

    static void write(Frame frame, ByteBuf out) {
        if (frame instanceof Frame.Deliver f) { // the commonest first
            writeDeliver(f, out);
        } else if (frame instanceof Frame.Send f) {
            writeSend(f, out);
        } else if (frame instanceof Frame.Acknowledge f) {
            out.writeByte(FrameType.ACKNOWLEDGE);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Done f) {
            out.writeByte(FrameType.DONE);
            FieldWriter.writeNumber(out, f.request());
        } else if (frame instanceof Frame.Credit f) {
            out.writeByte(FrameType.CREDIT);
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeNumber(out, f.consumer());
            FieldWriter.writeNumber(out, f.credits());
            out.writeBoolean(f.drain());
        } else if (frame instanceof Frame.Drained f) {
            out.writeByte(FrameType.DRAINED);
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeNumber(out, f.consumer());
        } else if (frame instanceof Frame.Heartbeat) {
            out.writeByte(FrameType.HEARTBEAT);
        } else if (!writeOfSession(frame, out) && !writeOfConnection(frame, out) && !writeOfXa(frame, out)) {
            throw new IllegalArgumentException(
                    "no encoding for a " + frame.getClass().getSimpleName());
        }
    }

    private static void writeSend(Frame.Send f, ByteBuf out) {
        out.writeByte(FrameType.SEND);
        FieldWriter.writeNumber(out, f.request());
        FieldWriter.writeNumber(out, f.session());
        FieldWriter.writeDestination(out, f.destination());
        out.writeBoolean(f.persistent());
        out.writeByte(f.priority());
        FieldWriter.writeNumber(out, f.timeToLiveMillis());
        FieldWriter.writeNumber(out, f.delayMillis());
        FieldWriter.writeBytes(out, f.header());
        FieldWriter.writeBytes(out, f.body());
    }

    private static void writeDeliver(Frame.Deliver f, ByteBuf out) {
        out.writeByte(FrameType.DELIVER);
        FieldWriter.writeNumber(out, f.session());
        FieldWriter.writeNumber(out, f.consumer());
        FieldWriter.writeNumber(out, f.delivery());
        FieldWriter.writeNumber(out, f.deliveryCount());
        out.writeBoolean(f.persistent());
        out.writeByte(f.priority());
        FieldWriter.writeOptionalDestination(out, f.destination());
        FieldWriter.writeBytes(out, f.header());
        FieldWriter.writeBytes(out, f.body());
    }

    private static boolean writeOfSession(Frame frame, ByteBuf out) {
        if (frame instanceof Frame.Commit f) {
            out.writeByte(FrameType.COMMIT);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Rollback f) {
            out.writeByte(FrameType.ROLLBACK);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Recover f) {
            out.writeByte(FrameType.RECOVER);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeSeen(out, f.seen());
        } else if (frame instanceof Frame.OpenSession f) {
            out.writeByte(FrameType.OPEN_SESSION);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            out.writeBoolean(f.transacted());
        } else if (frame instanceof Frame.CloseSession f) {
            out.writeByte(FrameType.CLOSE_SESSION);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeSeen(out, f.seen());
        } else if (frame instanceof Frame.Subscribe f) {
            out.writeByte(FrameType.SUBSCRIBE);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeNumber(out, f.consumer());
            FieldWriter.writeDestination(out, f.destination());
            out.writeByte(f.kind().ordinal());
            out.writeBoolean(f.noLocal());
            FieldWriter.writeLongString(out, f.selector());
            FieldWriter.writeString(out, f.subscription());
        } else if (frame instanceof Frame.Assign f) {
            out.writeByte(FrameType.ASSIGN);
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeNumber(out, f.consumer());
            FieldWriter.writeNumber(out, f.delivery());
            FieldWriter.writeNumber(out, f.count());
            FieldWriter.writeNumber(out, f.target());
            FieldWriter.writeNumber(out, f.holder());
            FieldWriter.writeNumber(out, f.number());
        } else if (frame instanceof Frame.CloseConsumer f) {
            out.writeByte(FrameType.CLOSE_CONSUMER);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeNumber(out, f.consumer());
            FieldWriter.writeSeen(out, f.seen());
        } else {
            return false;
        }
        return true;
    }

    private static boolean writeOfConnection(Frame frame, ByteBuf out) {
        if (frame instanceof Frame.Failed f) {
            out.writeByte(FrameType.FAILED);
            FieldWriter.writeNumber(out, f.request());
            out.writeByte(f.code().code());
            FieldWriter.writeString(out, shortened(f.text()));
        } else if (frame instanceof Frame.CreateTemporary f) {
            out.writeByte(FrameType.CREATE_TEMPORARY);
            FieldWriter.writeNumber(out, f.request());
            out.writeBoolean(f.topic());
        } else if (frame instanceof Frame.Created f) {
            out.writeByte(FrameType.CREATED);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeDestination(out, f.destination());
        } else if (frame instanceof Frame.DeleteTemporary f) {
            out.writeByte(FrameType.DELETE_TEMPORARY);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeDestination(out, f.destination());
        } else if (frame instanceof Frame.DeleteSubscription f) {
            out.writeByte(FrameType.DELETE_SUBSCRIPTION);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeString(out, f.subscription());
        } else if (frame instanceof Frame.Identify f) {
            out.writeByte(FrameType.IDENTIFY);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeString(out, f.clientId());
        } else if (frame instanceof Frame.Close f) {
            out.writeByte(FrameType.CLOSE);
            FieldWriter.writeString(out, shortened(f.text()));
        } else {
            return writeOfLogin(frame, out);
        }
        return true;
    }

    private static boolean writeOfLogin(Frame frame, ByteBuf out) {
        if (frame instanceof Frame.Hello f) {
            out.writeByte(FrameType.HELLO);
            out.writeInt(Frame.Hello.MAGIC);
            out.writeByte(f.minVersion());
            out.writeByte(f.maxVersion());
            out.writeLong(f.capabilities());
            out.writeInt(f.maxFrame());
            out.writeInt(f.heartbeatMillis());
            FieldWriter.writeString(out, f.agent());
        } else if (frame instanceof Frame.Welcome f) {
            out.writeByte(FrameType.WELCOME);
            out.writeByte(f.version());
            out.writeLong(f.capabilities());
            out.writeInt(f.maxFrame());
            out.writeInt(f.heartbeatMillis());
            FieldWriter.writeString(out, f.node());
            FieldWriter.writeString(out, f.connectionId());
            FieldWriter.writeStrings(out, f.mechanisms());
        } else if (frame instanceof Frame.Authenticate f) {
            out.writeByte(FrameType.AUTHENTICATE);
            FieldWriter.writeString(out, f.mechanism());
            FieldWriter.writeBytes(out, f.response());
        } else if (frame instanceof Frame.Challenge f) {
            out.writeByte(FrameType.CHALLENGE);
            FieldWriter.writeBytes(out, f.data());
        } else if (frame instanceof Frame.Response f) {
            out.writeByte(FrameType.RESPONSE);
            FieldWriter.writeBytes(out, f.data());
        } else if (frame instanceof Frame.LoggedIn f) {
            out.writeByte(FrameType.LOGGED_IN);
            FieldWriter.writeString(out, f.user());
            FieldWriter.writeBytes(out, f.data());
        } else {
            return false;
        }
        return true;
    }

    private static boolean writeOfXa(Frame frame, ByteBuf out) {
        if (frame instanceof Frame.XaStart f) {
            out.writeByte(FrameType.XA_START);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeBranch(out, f.branch());
            out.writeByte(f.mode().ordinal());
            FieldWriter.writeNumber(out, f.timeoutSeconds());
        } else if (frame instanceof Frame.XaEnd f) {
            out.writeByte(FrameType.XA_END);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeNumber(out, f.session());
            FieldWriter.writeBranch(out, f.branch());
            out.writeByte(f.mode().ordinal());
            FieldWriter.writeSeen(out, f.seen());
        } else if (frame instanceof Frame.XaPrepare f) {
            writeRequest(FrameType.XA_PREPARE, f.request(), f.branch(), out);
        } else if (frame instanceof Frame.XaCommit f) {
            writeRequest(FrameType.XA_COMMIT, f.request(), f.branch(), out);
            out.writeBoolean(f.onePhase());
        } else if (frame instanceof Frame.XaRollback f) {
            writeRequest(FrameType.XA_ROLLBACK, f.request(), f.branch(), out);
        } else if (frame instanceof Frame.XaForget f) {
            writeRequest(FrameType.XA_FORGET, f.request(), f.branch(), out);
        } else if (frame instanceof Frame.XaRecover f) {
            out.writeByte(FrameType.XA_RECOVER);
            FieldWriter.writeNumber(out, f.request());
        } else if (frame instanceof Frame.XaOutcome f) {
            out.writeByte(FrameType.XA_OUTCOME);
            FieldWriter.writeNumber(out, f.request());
            out.writeInt(f.outcome());
            FieldWriter.writeString(out, shortened(f.text()));
        } else if (frame instanceof Frame.XaRecovered f) {
            out.writeByte(FrameType.XA_RECOVERED);
            FieldWriter.writeNumber(out, f.request());
            FieldWriter.writeBranches(out, f.branches());
        } else {
            return false;
        }
        return true;
    }

    private static void writeRequest(int type, long request, BranchId branch, ByteBuf out) {
        out.writeByte(type);
        FieldWriter.writeNumber(out, request);
        FieldWriter.writeBranch(out, branch);
    }

    private static String shortened(String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
    }
}
