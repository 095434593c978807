package io.ternmq.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts the stream of bytes into frames and decodes them. Until the login is done frames are small and few: a longer one, or one of
 * a type that has no place there, is refused unread.
 *
 * <p>A bad frame is a {@link ProtocolException} in the pipeline, once: where it ends cannot be known, so all that follows on the
 * connection is thrown away unread.
 */
public final class FrameDecoder extends ByteToMessageDecoder {

    private final FrameReader reader = new FrameReader();
    private int maxFrame = FrameCodec.MAX_FRAME_BEFORE_LOGIN;
    private boolean loggedIn;
    private boolean failed;

    /**
     * The login is done: all frames are taken from here on. Called on the channel's event loop.
     *
     * @param bytes the largest frame to take, length excluded
     */
    public void maxFrame(int bytes) {
        maxFrame = bytes;
        loggedIn = true;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (failed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            Frame frame = next(in);
            if (frame != null) {
                out.add(frame);
            }
        } catch (ProtocolException e) {
            failed = true;
            in.skipBytes(in.readableBytes());
            context.fireExceptionCaught(e);
        }
    }

    /** The next frame, or null if it is not there as a whole yet. */
    private Frame next(ByteBuf in) {
        if (in.readableBytes() < FrameCodec.LENGTH_BYTES) {
            return null;
        }
        int start = in.readerIndex();
        int length = in.getInt(start);
        if (length < 1 || length > maxFrame) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE,
                    "a frame has 1 to " + maxFrame + " bytes here, not " + Integer.toUnsignedString(length));
        }
        if (!loggedIn && in.readableBytes() > FrameCodec.LENGTH_BYTES) {
            int type = in.getUnsignedByte(start + FrameCodec.LENGTH_BYTES);
            if (!FrameType.isAllowedBeforeLogin(type)) {
                throw FieldReader.malformed("a frame of the type " + type + " is not allowed before the login");
            }
        }
        if (in.readableBytes() - FrameCodec.LENGTH_BYTES < length) {
            return null;
        }
        in.skipBytes(FrameCodec.LENGTH_BYTES);
        return reader.read(in, length);
    }
}
