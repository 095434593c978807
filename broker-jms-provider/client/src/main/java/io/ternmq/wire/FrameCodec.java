package io.ternmq.wire;

import io.netty.buffer.ByteBuf;

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

    /** The most items of all lists in a frame: each takes more memory than bytes on the wire. */
    static final int MAX_ITEMS = 65_536;

    /** The longest string in a frame but a selector, which may fill it, in bytes. */
    static final int MAX_STRING = 64 * 1024;

    private FrameCodec() {}

    /**
     * Writes the frame with its length in front.
     *
     * @throws ProtocolException if a string or a list of it is beyond what the other side takes; then nothing is written
     * @throws IllegalArgumentException if a number of it is negative or its ranges are not ascending
     */
    public static void encode(Frame frame, ByteBuf out) {
        int start = out.writerIndex();
        try {
            out.writeInt(0);
            FrameWriter.write(frame, out);
            out.setInt(start, out.writerIndex() - start - LENGTH_BYTES);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            throw e;
        }
    }

    /**
     * Reads the frame that the buffer holds, its length cut off.
     *
     * @throws ProtocolException if the bytes are not exactly one frame
     */
    public static Frame decode(ByteBuf in) {
        return new FrameReader().read(in, in.readableBytes());
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
}
