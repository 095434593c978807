package io.ternmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryEncodingTest {

    static Stream<Arguments> octets() {
        return Stream.of(
                octets("ff", w -> w.writeByte(-1), BinaryReader::readByte, (byte) -1),
                octets("01", w -> w.writeBoolean(true), BinaryReader::readBoolean, true),
                octets("8001", w -> w.writeShort(-32767), BinaryReader::readShort, (short) -32767),
                octets("80000001", w -> w.writeInt(0x80000001), BinaryReader::readInt, 0x80000001),
                octets(
                        "0102030405060708",
                        w -> w.writeLong(0x0102030405060708L),
                        BinaryReader::readLong,
                        0x0102030405060708L),
                octets("7f", w -> w.writeVarLong(127), BinaryReader::readVarLong, 127L),
                octets("8001", w -> w.writeVarLong(128), BinaryReader::readVarLong, 128L),
                octets(
                        "ffffffffffffffff7f",
                        w -> w.writeVarLong(Long.MAX_VALUE),
                        BinaryReader::readVarLong,
                        Long.MAX_VALUE),
                octets("ffffffffffffffffff01", w -> w.writeVarLong(-1), BinaryReader::readVarLong, -1L),
                octets("03010203", w -> w.writeBytes(new byte[] {1, 2, 3}), BinaryReader::readBytes, new byte[] {1, 2, 3
                }),
                octets("0102", w -> w.writeBytes(new byte[] {1, 2, 3}, 1, 1), BinaryReader::readBytes, new byte[] {2}),
                octets("00", w -> w.writeString(""), BinaryReader::readString, ""),
                octets("0378c3a4", w -> w.writeString("x\u00e4"), BinaryReader::readString, "x\u00e4"),
                octets("04f09f9880", w -> w.writeString("\ud83d\ude00"), BinaryReader::readString, "\ud83d\ude00"),
                octets("03eda080", w -> w.writeString("\ud800"), BinaryReader::readString, "\ud800"));
    }

    private static Arguments octets(
            String hex, Consumer<BinaryWriter> write, Function<BinaryReader, Object> read, Object value) {
        return Arguments.of(hex, write, read, value);
    }

    @ParameterizedTest
    @MethodSource("octets")
    void shouldWriteTheseOctetsAndReadThemBack(
            String hex, Consumer<BinaryWriter> write, Function<BinaryReader, Object> read, Object value) {
        BinaryWriter out = new BinaryWriter(0);
        write.accept(out);
        BinaryReader in = new BinaryReader(out.toByteArray());

        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(hex);
        assertThat(read.apply(in)).isEqualTo(value);
        assertThat(in.remaining()).isZero();
    }

    @ParameterizedTest
    @MethodSource("octets")
    void shouldRefuseWhatEndsTooEarly(
            String hex, Consumer<BinaryWriter> write, Function<BinaryReader, Object> read, Object value) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int length = 0; length < bytes.length; length++) {
            BinaryReader in = new BinaryReader(bytes, 0, length);
            assertThatThrownBy(() -> read.apply(in)).isInstanceOf(MalformedDataException.class);
        }
    }

    @Test
    void shouldNotChangeWhatItGaveAwayWhenMoreIsWritten() {
        BinaryWriter out = new BinaryWriter(16);
        for (int i = 0; i < 16; i++) {
            out.writeByte(i);
        }
        byte[] given = out.toByteArray();
        byte[] before = given.clone();

        out.writeLong(-1);

        assertThat(given).isEqualTo(before);
        assertThat(out.size()).isEqualTo(24);
        assertThat(out.toByteArray()).hasSize(24).startsWith(before);
    }

    @Test
    void shouldReadOnlyItsPartOfAnArray() {
        BinaryReader in = new BinaryReader(new byte[] {9, 1, 2, 9}, 1, 2);

        assertThat(in.remaining()).isEqualTo(2);
        assertThat(in.readShort()).isEqualTo((short) 0x0102);
        assertThatThrownBy(in::readByte).isInstanceOf(MalformedDataException.class);
    }

    @Test
    void shouldGoBackToAPositionButNotBeyondItsEnd() {
        BinaryReader in = new BinaryReader(new byte[] {1, 2});
        int start = in.position();
        in.readByte();
        in.position(start);

        assertThat(in.readByte()).isEqualTo((byte) 1);
        assertThatThrownBy(() -> in.position(3)).isInstanceOf(MalformedDataException.class);
        assertThatThrownBy(() -> in.position(-1)).isInstanceOf(MalformedDataException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "ff", "80"})
    void shouldRefuseBooleansOtherThanZeroAndOne(String hex) {
        BinaryReader in = new BinaryReader(HexFormat.of().parseHex(hex));
        assertThatThrownBy(in::readBoolean).isInstanceOf(MalformedDataException.class);
    }

    @Test
    void shouldRefuseNumbersAboveTheMaximumAndOverlongOnes() {
        assertThatThrownBy(() -> new BinaryReader(new byte[] {11}).readVarInt(10))
                .isInstanceOf(MalformedDataException.class);
        assertThatThrownBy(() -> new BinaryReader(HexFormat.of().parseHex("ffffffffffffffffff01")).readVarInt(10))
                .isInstanceOf(MalformedDataException.class);
        assertThatThrownBy(() -> new BinaryReader(HexFormat.of().parseHex("8080808080808080808000")).readVarLong())
                .isInstanceOf(MalformedDataException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff07", "8080808008", "ffffffffffffffff7f", "04616263"})
    void shouldNotAllocateForALengthBeyondTheInput(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Runnable reads = () -> {
            assertThat(catchThrowable(() -> new BinaryReader(bytes).readBytes()))
                    .isInstanceOf(MalformedDataException.class);
            assertThat(catchThrowable(() -> new BinaryReader(bytes).readString()))
                    .isInstanceOf(MalformedDataException.class);
        };
        reads.run(); // loads what the first call needs

        assertThat(Allocation.of(reads)).isLessThan(256 * 1024);
    }
}
