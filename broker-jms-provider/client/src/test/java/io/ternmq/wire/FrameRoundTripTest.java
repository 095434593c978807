package io.ternmq.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class FrameRoundTripTest {

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void shouldReadWhatItWrote(@ForAll("frames") Frame frame) {
        assertRoundTrip(frame);
    }

    @Test
    void shouldReadWhatItWroteOfEveryType() {
        for (Class<?> type : FrameArbitraries.types()) {
            Arbitrary<Frame> frames = FrameArbitraries.frames(type);
            frames.sampleStream().limit(50).forEach(FrameRoundTripTest::assertRoundTrip);
        }
    }

    @Test
    void shouldGiveEachTypeACodeOfItsOwn() {
        Set<Integer> codes = FrameArbitraries.types().stream()
                .map(type -> typeCode(FrameArbitraries.frames(type).sample()))
                .collect(Collectors.toSet());

        assertThat(codes)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, FrameArbitraries.types().size())
                                .boxed()
                                .toList());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void shouldKeepSeveralFramesOfABufferApart(@ForAll("lists") List<Frame> frames) {
        ByteBuf bytes = Unpooled.buffer();
        frames.forEach(frame -> FrameCodec.encode(frame, bytes));
        EmbeddedChannel channel = openChannel();

        channel.writeInbound(bytes);

        assertThat(inbound(channel)).usingRecursiveComparison().isEqualTo(frames);
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void shouldPutFramesThatCameInPiecesTogether(
            @ForAll("pieces") Tuple.Tuple2<List<Frame>, List<Integer>> framesAndSizes) {
        ByteBuf bytes = Unpooled.buffer();
        framesAndSizes.get1().forEach(frame -> FrameCodec.encode(frame, bytes));
        EmbeddedChannel channel = openChannel();

        int next = 0;
        while (bytes.isReadable()) {
            int size = framesAndSizes.get2().get(next++ % framesAndSizes.get2().size());
            channel.writeInbound(bytes.readBytes(Math.min(size, bytes.readableBytes())));
        }

        assertThat(inbound(channel)).usingRecursiveComparison().isEqualTo(framesAndSizes.get1());
    }

    @Test
    void shouldReadFramesThatAreCutAtAnyByte() {
        for (Class<?> type : FrameArbitraries.types()) {
            Frame frame = FrameArbitraries.frames(type).sample();
            byte[] bytes = encode(frame);
            for (int cut = 0; cut <= bytes.length; cut += bytes.length > 1_000 ? 7 : 1) {
                EmbeddedChannel channel = openChannel();

                channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, cut));
                channel.writeInbound(Unpooled.copiedBuffer(bytes, cut, bytes.length - cut));

                assertThat(inbound(channel)).usingRecursiveComparison().isEqualTo(List.of(frame));
            }
        }
    }

    @Test
    void shouldRefuseEveryFrameThatEndsTooEarlyOrTooLate() {
        for (Class<?> type : FrameArbitraries.types()) {
            byte[] bytes = encode(FrameArbitraries.frames(type).sample());
            int length = bytes.length - FrameCodec.LENGTH_BYTES;
            for (int cut = 0; cut < length; cut++) {
                assertRefused(Unpooled.wrappedBuffer(bytes, FrameCodec.LENGTH_BYTES, cut));
            }
            assertRefused(Unpooled.wrappedBuffer(
                    Unpooled.wrappedBuffer(bytes, FrameCodec.LENGTH_BYTES, length),
                    Unpooled.wrappedBuffer(new byte[1])));
        }
    }

    @Provide
    Arbitrary<Frame> frames() {
        return FrameArbitraries.frames();
    }

    @Provide
    Arbitrary<List<Frame>> lists() {
        return FrameArbitraries.frames().list().ofMaxSize(10);
    }

    @Provide
    Arbitrary<Tuple.Tuple2<List<Frame>, List<Integer>>> pieces() {
        return Combinators.combine(
                        lists(),
                        Arbitraries.integers()
                                .between(1, 50)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(10))
                .as(Tuple::of);
    }

    private static void assertRoundTrip(Frame frame) {
        ByteBuf bytes = Unpooled.wrappedBuffer(encode(frame));

        assertThat(bytes.readInt()).isEqualTo(bytes.readableBytes());
        assertThat(FrameCodec.decode(bytes)).usingRecursiveComparison().isEqualTo(frame);
    }

    private static void assertRefused(ByteBuf bytes) {
        try {
            FrameCodec.decode(bytes);
        } catch (ProtocolException e) {
            return;
        }
        throw new AssertionError("a frame was read from " + bytes);
    }

    private static EmbeddedChannel openChannel() {
        FrameDecoder decoder = new FrameDecoder();
        decoder.maxFrame(FrameCodec.DEFAULT_MAX_FRAME);
        return new EmbeddedChannel(decoder);
    }

    private static List<Object> inbound(EmbeddedChannel channel) {
        channel.checkException();
        List<Object> frames = new ArrayList<>(channel.inboundMessages());
        channel.finishAndReleaseAll();
        return frames;
    }

    private static int typeCode(Frame frame) {
        return encode(frame)[FrameCodec.LENGTH_BYTES];
    }

    private static byte[] encode(Frame frame) {
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(frame, bytes);
        byte[] array = new byte[bytes.readableBytes()];
        bytes.readBytes(array);
        return array;
    }
}
