package io.ternmq.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Bytes by chance: each is a frame or a {@link ProtocolException}, never anything else, and never takes much more memory than the
 * bytes did. Runs for seconds; with {@code -Dtern.soak=true} for minutes. A failure names the seed.
 */
class FrameFuzzTest {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(Boolean.getBoolean("tern.soak") ? 120 : 2);

    /** What a frame's objects may take beside their bytes: lists have 65,536 items at most, of some 70 bytes each. */
    private static final long FIXED_ALLOWANCE = 8 * 1024 * 1024;

    /** The same for frames of a few hundred bytes, whose lists have few items. */
    private static final long SMALL_ALLOWANCE = 32 * 1024;

    private static final int BYTES_PER_BYTE = 16;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void shouldSurviveRandomBytes() {
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() - end < 0) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) random.nextInt(30);
            }
            decode(bytes);
        }
    }

    @Test
    void shouldSurviveMutatedFrames() {
        List<byte[]> frames = FrameArbitraries.types().stream()
                .flatMap(type -> FrameArbitraries.frames(type).sampleStream().limit(20))
                .map(FrameFuzzTest::encode)
                .toList();
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() - end < 0) {
            decode(mutate(frames.get(random.nextInt(frames.size())).clone()));
        }
    }

    @Test
    void shouldSurviveMutatedStreams() {
        List<byte[]> frames = FrameArbitraries.types().stream()
                .map(type -> FrameArbitraries.frames(type).sample())
                .map(FrameFuzzTest::encodeWithLength)
                .toList();
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() - end < 0) {
            Failures failures = new Failures();
            FrameDecoder decoder = new FrameDecoder();
            if (random.nextBoolean()) {
                decoder.maxFrame(100_000);
            }
            EmbeddedChannel channel = new EmbeddedChannel(decoder, failures);
            for (int i = 0; i < 5; i++) {
                byte[] bytes = frames.get(random.nextInt(frames.size())).clone();
                channel.writeInbound(Unpooled.wrappedBuffer(random.nextInt(3) == 0 ? mutate(bytes) : bytes));
            }
            channel.finishAndReleaseAll();
            assertThat(failures.count).as("failures, seed %d", seed).isLessThanOrEqualTo(1);
            assertThat(failures.unexpected).as("seed %d", seed).isNull();
        }
    }

    @Test
    void shouldTakeNoMoreMemoryThanTheFrameAllows() {
        byte[] bytes = new byte[1_000_000];
        for (int type = 1; type <= FrameArbitraries.types().size(); type++) {
            for (int fill : new int[] {0, 1, 0x7F, 0xFF}) {
                Arrays.fill(bytes, (byte) fill);
                bytes[0] = (byte) type;
                decode(bytes);
            }
        }
        for (int items : new int[] {100, 65_536, 65_537, 400_000}) { // a list of the emptiest items
            ByteBuf frame = Unpooled.buffer();
            frame.writeByte(FrameType.COMMIT).writeByte(1).writeByte(1);
            FieldWriter.writeNumber(frame, items);
            frame.writeZero(2 * items);
            decode(array(frame));
        }
    }

    private void decode(byte[] bytes) {
        long allowed =
                (long) BYTES_PER_BYTE * bytes.length + (bytes.length < 5_000 ? SMALL_ALLOWANCE : FIXED_ALLOWANCE);
        long allocated = allocatedBy(bytes);
        for (int again = 0; again < 2 && allocated > allowed; again++) { // the first time may have loaded classes
            allocated = allocatedBy(bytes);
        }
        if (allocated > allowed) {
            throw new AssertionError(allocated + " bytes for a frame of " + bytes.length + ", seed " + seed);
        }
    }

    private long allocatedBy(byte[] bytes) {
        ByteBuf buffer = Unpooled.wrappedBuffer(bytes);
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            FrameCodec.decode(buffer);
        } catch (ProtocolException e) {
            if (e.getMessage() == null || e.code() == null) {
                throw new AssertionError("a refusal without reason, seed " + seed);
            }
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "seed " + seed + ", bytes " + HexFormat.of().formatHex(bytes), e);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private byte[] mutate(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) 0xFF;
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at + random.nextInt(3)));
            }
        }
        return bytes;
    }

    private static byte[] encode(Frame frame) {
        byte[] bytes = encodeWithLength(frame);
        return Arrays.copyOfRange(bytes, FrameCodec.LENGTH_BYTES, bytes.length);
    }

    private static byte[] encodeWithLength(Frame frame) {
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(frame, bytes);
        return array(bytes);
    }

    private static byte[] array(ByteBuf bytes) {
        byte[] array = new byte[bytes.readableBytes()];
        bytes.readBytes(array);
        return array;
    }

    private static final class Failures extends ChannelInboundHandlerAdapter {

        private int count;
        private Throwable unexpected;

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            count++;
            if (!(cause instanceof ProtocolException)) {
                unexpected = cause;
            }
        }
    }
}
