package io.ternmq.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The octets themselves: what version 1 looks like on the wire may never change. */
class FrameOctetsTest {

    private static final BranchId BRANCH = new BranchId(257, new byte[] {'g', 2}, new byte[] {'q'});

    static Stream<Arguments> frames() {
        return Stream.of(
                Arguments.of(
                        new Frame.Hello(1, 1, 5, 0x100000, 30_000, "t/1"),
                        "0000001b 01 444d5150 01 01 0000000000000005 00100000 00007530 03 742f31"),
                Arguments.of(
                        new Frame.Welcome(1, 0, 0x100000, 30_000, "n1", "c7", List.of("PLAIN", "X")),
                        "00000021 02 01 0000000000000000 00100000 00007530 02 6e31 02 6337 02 05 504c41494e 01 58"),
                Arguments.of(
                        new Frame.Authenticate("PLAIN", "\0me\0pw".getBytes(UTF_8)),
                        "0000000e 03 05 504c41494e 06 006d65007077"),
                Arguments.of(new Frame.Challenge(new byte[] {1, 2}), "00000004 04 02 0102"),
                Arguments.of(new Frame.Response(new byte[0]), "00000002 05 00"),
                Arguments.of(new Frame.LoggedIn("me", new byte[] {-1}), "00000006 06 02 6d65 01 ff"),
                Arguments.of(new Frame.Identify(1, "ü"), "00000005 07 01 02 c3bc"),
                Arguments.of(new Frame.OpenSession(2, 1, true), "00000004 08 02 01 01"),
                Arguments.of(new Frame.CloseSession(300, 1, List.of()), "00000005 09 ac02 01 00"),
                Arguments.of(
                        new Frame.Send(
                                3,
                                1,
                                DestinationName.queue("q"),
                                true,
                                4,
                                0,
                                1_000,
                                new byte[] {7},
                                "hi".getBytes(UTF_8)),
                        "00000010 0a 03 01 00 01 71 01 04 00 e807 01 07 02 6869"),
                Arguments.of(
                        new Frame.Subscribe(
                                4, 1, 2, DestinationName.topic("t"), Frame.ConsumerKind.DURABLE, true, "a=1", "s"),
                        "0000000f 0b 04 01 02 01 01 74 02 01 03 613d31 01 73"),
                Arguments.of(
                        new Frame.CloseConsumer(5, 1, 2, List.of(new Frame.Seen(2, new long[] {1, 1}))),
                        "00000009 0c 05 01 02 01 02 01 01 00"),
                Arguments.of(new Frame.Credit(1, 2, 128, false), "00000006 0d 01 02 8001 00"),
                Arguments.of(new Frame.Drained(1, 2), "00000003 0e 01 02"),
                Arguments.of(
                        new Frame.Deliver(1, 2, 5, 1, true, 4, null, new byte[] {7}, "hi".getBytes(UTF_8)),
                        "0000000d 0f 01 02 05 01 01 04 00 01 07 02 6869"),
                Arguments.of(
                        new Frame.Deliver(1, 2, 6, 2, false, 9, DestinationName.topic("a"), new byte[0], new byte[0]),
                        "0000000d 0f 01 02 06 02 00 09 01 01 01 61 00 00"),
                Arguments.of(
                        new Frame.Acknowledge(
                                0, 1, List.of(new Frame.Seen(2, new long[] {1, 10, 12, 12, 1_000, 1_001}))),
                        "0000000d 10 00 01 01 02 03 01 09 02 00 dc07 01"),
                Arguments.of(new Frame.Recover(6, 1, List.of()), "00000004 11 06 01 00"),
                Arguments.of(new Frame.Commit(7, 1, List.of()), "00000004 12 07 01 00"),
                Arguments.of(new Frame.Rollback(8, 1, List.of()), "00000004 13 08 01 00"),
                Arguments.of(new Frame.CreateTemporary(9, true), "00000003 14 09 01"),
                Arguments.of(
                        new Frame.Created(9, new DestinationName(DestinationName.Kind.TEMPORARY_TOPIC, "x")),
                        "00000005 15 09 03 01 78"),
                Arguments.of(
                        new Frame.DeleteTemporary(10, new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "x")),
                        "00000005 16 0a 02 01 78"),
                Arguments.of(new Frame.DeleteSubscription(11, "s"), "00000004 17 0b 01 73"),
                Arguments.of(new Frame.Done(Long.MAX_VALUE), "0000000a 18 ffffffffffffffff7f"),
                Arguments.of(new Frame.Failed(12, ErrorCode.FORBIDDEN, "no"), "00000006 19 0c 06 02 6e6f"),
                Arguments.of(new Frame.Heartbeat(), "00000001 1a"),
                Arguments.of(new Frame.Close(""), "00000002 1b 00"),
                Arguments.of(
                        new Frame.XaStart(13, 1, BRANCH, Frame.XaStartMode.JOIN, 300),
                        "0000000f 1c 0d 01 00000101 02 6702 01 71 01 ac02"),
                Arguments.of(
                        new Frame.XaEnd(
                                14, 1, BRANCH, Frame.XaEndMode.SUSPEND, List.of(new Frame.Seen(2, new long[] {1, 1}))),
                        "00000012 1d 0e 01 00000101 02 6702 01 71 02 01 02 01 01 00"),
                Arguments.of(new Frame.XaPrepare(15, BRANCH), "0000000b 1e 0f 00000101 02 6702 01 71"),
                Arguments.of(new Frame.XaCommit(16, BRANCH, true), "0000000c 1f 10 00000101 02 6702 01 71 01"),
                Arguments.of(new Frame.XaRollback(17, BRANCH), "0000000b 20 11 00000101 02 6702 01 71"),
                Arguments.of(new Frame.XaForget(18, BRANCH), "0000000b 21 12 00000101 02 6702 01 71"),
                Arguments.of(new Frame.XaRecover(19), "00000002 22 13"),
                Arguments.of(new Frame.XaOutcome(19, -4, "no"), "00000009 23 13 fffffffc 02 6e6f"),
                Arguments.of(new Frame.XaRecovered(20, List.of(BRANCH)), "0000000c 24 14 01 00000101 02 6702 01 71"),
                Arguments.of(new Frame.Assign(7, 1, 300, 2, 3, 4, 5), "00000009 25 07 01 ac02 02 03 04 05"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldWriteTheseOctets(Frame frame, String octets) {
        ByteBuf out = Unpooled.buffer();

        FrameCodec.encode(frame, out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(octets.replace(" ", ""));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldReadTheseOctets(Frame frame, String octets) {
        ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets.replace(" ", "")));

        assertThat(in.readInt()).isEqualTo(in.readableBytes());
        assertThat(FrameCodec.decode(in)).usingRecursiveComparison().isEqualTo(frame);
    }

    @Test
    void shouldShowTheOctetsOfEveryType() {
        assertThat(frames().<Class<?>>map(arguments -> arguments.get()[0].getClass()))
                .containsAll(FrameArbitraries.types());
    }

    @Test
    void shouldReadAnErrorOfALaterVersionAsInternal() {
        ByteBuf in = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("190cfa026e6f"));

        assertThat(FrameCodec.decode(in)).isEqualTo(new Frame.Failed(12, ErrorCode.INTERNAL, "no"));
    }

    @Test
    void shouldCutTheTextOfErrorsThatIsTooLong() {
        ByteBuf bytes = Unpooled.buffer();

        FrameCodec.encode(new Frame.Failed(1, ErrorCode.INTERNAL, "x".repeat(100_000)), bytes);

        Frame.Failed read = (Frame.Failed) FrameCodec.decode(bytes.skipBytes(FrameCodec.LENGTH_BYTES));
        assertThat(read.text()).hasSize(4_096).endsWith("x...");
    }

    @Test
    void shouldWriteNothingOfWhatTheOtherSideWouldRefuse() {
        ByteBuf out = Unpooled.buffer();

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameCodec.encode(new Frame.Identify(1, "x".repeat(65_537)), out))
                .withMessage("a string of a frame has at most 65536 bytes, not 65537")
                .extracting(ProtocolException::code)
                .isEqualTo(ErrorCode.TOO_LARGE);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameCodec.encode(
                        new Frame.Commit(1, 1, Collections.nCopies(65_537, new Frame.Seen(1, new long[0]))), out))
                .withMessage("a frame has at most 65536 items in its lists");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> FrameCodec.encode(new Frame.Done(-1), out))
                .withMessage("a number of a frame is not negative, not -1");
        for (long[] ranges : new long[][] {{0, 1}, {2, 1}, {1, 2, 2, 3}, {1}, {1, 2, 3}}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() ->
                            FrameCodec.encode(new Frame.Acknowledge(1, 1, List.of(new Frame.Seen(1, ranges))), out));
        }
        assertThat(out.isReadable()).isFalse();
    }

    @Test
    void shouldTakeSelectorsOfAnyLengthThatFitsTheFrame() {
        String selector = "x".repeat(1_000_000);
        ByteBuf bytes = Unpooled.buffer();

        FrameCodec.encode(
                new Frame.Subscribe(1, 1, 1, DestinationName.queue("q"), Frame.ConsumerKind.PLAIN, false, selector, ""),
                bytes);

        Frame.Subscribe read = (Frame.Subscribe) FrameCodec.decode(bytes.skipBytes(FrameCodec.LENGTH_BYTES));
        assertThat(read.selector())
                .isEqualTo(selector); // whether it is too long is for the broker to say, in an answer
    }
}
