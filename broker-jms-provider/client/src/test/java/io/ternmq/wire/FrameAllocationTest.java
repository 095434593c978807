package io.ternmq.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.ternmq.message.DestinationName;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The frames of every message's way make no garbage beyond themselves: their record and its arrays. */
class FrameAllocationTest {

    private static final int ROUNDS = 20_000;
    private static final int HEADER = 100;
    private static final int BODY = 1_024;

    /** A record of up to 64 bytes, two arrays with 16 bytes of their own, rounded up to 8. */
    private static final long FRAME = 64 + 16 + HEADER + 8 + 16 + BODY;

    private static final Frame SEND = new Frame.Send(
            1_000, 1, DestinationName.queue("orders.incoming"), true, 4, 0, 0, new byte[HEADER], new byte[BODY]);
    private static final Frame DELIVER =
            new Frame.Deliver(1, 2, 100_000, 1, true, 4, null, new byte[HEADER], new byte[BODY]);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(4_096);

    @Test
    void shouldAllocateNothingToEncode() {
        for (Frame frame : List.of(SEND, DELIVER)) {
            assertThat(perRound(() -> FrameCodec.encode(frame, buffer.clear()))).isLessThan(1);
        }
        buffer.release();
    }

    @Test
    void shouldAllocateTheFrameAloneToDecode() {
        for (Frame frame : List.of(SEND, DELIVER)) {
            FrameReader reader = new FrameReader();
            FrameCodec.encode(frame, buffer.clear());
            int length = buffer.readableBytes() - FrameCodec.LENGTH_BYTES;

            assertThat(perRound(() -> reader.read(buffer.readerIndex(FrameCodec.LENGTH_BYTES), length)))
                    .isLessThanOrEqualTo(FRAME);
        }
        buffer.release();
    }

    private long perRound(Runnable round) {
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }
}
