package io.ternmq.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.ternmq.message.DestinationName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    private static final Set<Class<?>> BEFORE_LOGIN = Set.of(
            Frame.Hello.class,
            Frame.Welcome.class,
            Frame.Authenticate.class,
            Frame.Challenge.class,
            Frame.Response.class,
            Frame.LoggedIn.class,
            Frame.Failed.class,
            Frame.Heartbeat.class,
            Frame.Close.class);

    private final List<Throwable> failures = new ArrayList<>();
    private final FrameDecoder decoder = new FrameDecoder();
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder, new ChannelInboundHandlerAdapter() {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures.add(cause);
        }
    });

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "ffffffff", "7fffffff", "80000000", "00002001", "00002001 1a"})
    void shouldRefuseLengthsThatNoFrameHas(String octets) {
        channel.writeInbound(bytes(octets));

        assertThat(failures).singleElement().isInstanceOfSatisfying(ProtocolException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE);
            assertThat(e.getMessage()).startsWith("a frame has 1 to 8192 bytes here, not ");
        });
        assertThat(channel.inboundMessages()).isEmpty();
    }

    @Test
    void shouldTakeLongFramesOnceTheLoginIsDone() {
        Frame frame = new Frame.Response(new byte[8_192]);
        decoder.maxFrame(8_195);

        channel.writeInbound(encode(frame));

        assertThat(failures).isEmpty();
        assertThat(channel.<Frame>readInbound()).usingRecursiveComparison().isEqualTo(frame);
        channel.writeInbound(encode(new Frame.Response(new byte[8_193])));
        assertThat(failures)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("a frame has 1 to 8195 bytes here, not 8196");
    }

    @Test
    void shouldReadNothingButLoginFramesBeforeTheLogin() {
        for (Class<?> type : FrameArbitraries.types()) {
            FrameDecoderTest test = new FrameDecoderTest();

            test.channel.writeInbound(encode(FrameArbitraries.frames(type)
                    .filter(frame -> encode(frame).readableBytes() < FrameCodec.MAX_FRAME_BEFORE_LOGIN)
                    .sample()));

            boolean read = test.failures.isEmpty();
            assertThat(read).as(type.getSimpleName()).isEqualTo(BEFORE_LOGIN.contains(type));
            assertThat(test.channel.inboundMessages()).hasSize(read ? 1 : 0);
        }
    }

    @Test
    void shouldRefuseATypeBeforeItsFrameHasCome() {
        channel.writeInbound(bytes("00001000 0a"));

        assertThat(failures)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("a frame of the type 10 is not allowed before the login");
    }

    @Test
    void shouldReportABadFrameOnceAndThrowAwayWhatFollows() {
        ByteBuf good = encode(new Frame.Heartbeat());
        channel.writeInbound(Unpooled.wrappedBuffer(good.copy(), bytes("00000001 7f"), good.copy()));
        channel.writeInbound(good.copy());
        channel.writeInbound(bytes("ffffffff"));
        channel.finish();

        assertThat(failures).hasSize(1);
        assertThat(channel.inboundMessages()).containsExactly(new Frame.Heartbeat());
    }

    @Test
    void shouldWaitForWhatIsHeldBack() {
        channel.writeInbound(bytes("000000"));
        channel.writeInbound(bytes("02 1b"));

        assertThat(failures).isEmpty();
        assertThat(channel.inboundMessages()).isEmpty();
        channel.writeInbound(bytes("00"));
        assertThat(channel.<Frame>readInbound()).isEqualTo(new Frame.Close(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 | no frame has the type 0",
                "7f | no frame has the type 127",
                "ff | no frame has the type 255",
                "01 444d5151 | this is not DMQP",
                "18 80808080808080808080 | a number of more than 9 bytes",
                "18 ffffffffffffffffff7f | a number of more than 9 bytes",
                "18 ff | 1 bytes were expected, 0 are left of the frame",
                "0e ffffffff08 01 | a number up to 2147483647 was expected, not 2415919103",
                "08 01 01 02 | a boolean is 0 or 1, not 2",
                "1a 00 | 1 bytes are left behind the fields of a Heartbeat",
                "1b 05 61 | a field of 5 bytes, of which 1 are left of the frame",
                "1b ffffffffffffffff7f 61 | a field of 9223372036854775807 bytes, of which 1 are left of the frame",
                "04 ffffffff07 | a field of 2147483647 bytes, of which 0 are left of the frame",
                "1b 02 c328 | a string that is not UTF-8 at byte 0",
                "10 01 01 ffffffff07 | a list of 2147483647 items, for which 0 bytes are left of the frame",
                "10 01 01 01 01 8080808008 0101 | a list of 2147483648 items, for which 2 bytes are left of the frame",
                "10 01 01 01 01 01 00 01 | ranges of deliveries begin at 1 and are apart from each other",
                "10 01 01 01 01 02 01 01 00 01 | ranges of deliveries begin at 1 and are apart from each other",
                "10 01 01 01 01 01 ffffffffffffffff7f 01 | a range of deliveries beyond the largest number",
                "0a 01 01 04 01 71 01 04 00 00 00 00 | no kind of destination has the code 4",
                "0a 01 01 00 00 01 04 00 00 00 00 | a destination's name is not blank",
                "0a 01 01 00 02 710a 01 04 00 00 00 00 | a destination's name has no control or formatting character,"
                        + " this one has U+000A at 1",
                "0a 01 01 00 01 71 01 0a 00 00 00 00 | a priority is 0 to 9, not 10",
                "0b 01 01 01 00 01 71 05 00 00 00 | no kind of consumer has the code 5"
            })
    void shouldSayWhatIsWrongWithAFrame(String octets, String text) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FrameCodec.decode(bytes(octets)))
                .withMessage(text)
                .extracting(ProtocolException::code)
                .isEqualTo(ErrorCode.PROTOCOL);
    }

    @Test
    void shouldNotMixUpNamesThatItRemembers() {
        decoder.maxFrame(FrameCodec.DEFAULT_MAX_FRAME);
        List<Frame> frames = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                for (var kind : DestinationName.Kind.values()) {
                    frames.add(new Frame.Created(1, new DestinationName(kind, "q" + i)));
                }
            }
        }

        frames.forEach(frame -> channel.writeInbound(encode(frame)));

        assertThat(channel.inboundMessages()).containsExactlyElementsOf(List.<Object>copyOf(frames));
    }

    private static ByteBuf bytes(String octets) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets.replace(" ", "")));
    }

    private static ByteBuf encode(Frame frame) {
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(frame, bytes);
        return bytes;
    }
}
