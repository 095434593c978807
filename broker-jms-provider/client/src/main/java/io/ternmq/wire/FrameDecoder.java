package io.ternmq.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Cuts the stream of bytes into frames and decodes them. Begins with the small cap of the time before login. */
public final class FrameDecoder extends ByteToMessageDecoder {

    private int maxFrame = FrameCodec.MAX_FRAME_BEFORE_LOGIN;

    /** Sets the largest frame to take, length excluded; called on the channel's event loop once the login is done. */
    public void maxFrame(int bytes) {
        maxFrame = bytes;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < FrameCodec.LENGTH_BYTES) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > maxFrame) {
            throw new ProtocolException(
                    ErrorCode.TOO_LARGE,
                    "a frame has 1 to " + maxFrame + " bytes here, not " + Integer.toUnsignedString(length));
        }
        if (in.readableBytes() - FrameCodec.LENGTH_BYTES < length) {
            return;
        }
        in.skipBytes(FrameCodec.LENGTH_BYTES);
        out.add(FrameCodec.decode(in.readSlice(length)));
    }
}
