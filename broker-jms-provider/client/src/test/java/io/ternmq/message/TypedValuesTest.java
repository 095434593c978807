package io.ternmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypedValuesTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(null, "00"),
                Arguments.of(true, "0101"),
                Arguments.of((byte) -2, "02fe"),
                Arguments.of((short) 258, "030102"),
                Arguments.of('A', "040041"),
                Arguments.of(-1, "05ffffffff"),
                Arguments.of(1L, "060000000000000001"),
                Arguments.of(1f, "073f800000"),
                Arguments.of(-0.0d, "088000000000000000"),
                Arguments.of("ab", "09026162"),
                Arguments.of(new byte[] {7}, "0a0107"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldWriteACodeAndTheValue(Object value, String hex) {
        BinaryWriter out = new BinaryWriter(16);
        TypedValues.write(out, value);

        assertThat(HexFormat.of().formatHex(out.toByteArray())).isEqualTo(hex);
        assertThat(TypedValues.read(new BinaryReader(out.toByteArray()))).isEqualTo(value);
    }

    @Property
    void shouldKeepEachBitOfNumbers(
            @ForAll float aFloat, @ForAll double aDouble, @ForAll long aLong, @ForAll char aChar) {
        BinaryWriter out = new BinaryWriter(16);
        List.of(aFloat, aDouble, aLong, aChar, Float.NaN, Double.NEGATIVE_INFINITY)
                .forEach(value -> TypedValues.write(out, value));
        BinaryReader in = new BinaryReader(out.toByteArray());

        assertThat(TypedValues.read(in)).isEqualTo(aFloat);
        assertThat(TypedValues.read(in)).isEqualTo(aDouble);
        assertThat(TypedValues.read(in)).isEqualTo(aLong);
        assertThat(TypedValues.read(in)).isEqualTo(aChar);
        assertThat(TypedValues.read(in)).isEqualTo(Float.NaN);
        assertThat(TypedValues.read(in)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Property
    void shouldGiveAValueOrMalformedDataForAnyBytes(@ForAll @Size(max = 24) byte[] bytes) {
        BinaryReader in = new BinaryReader(bytes);
        try {
            while (in.remaining() > 0) {
                TypedValues.read(in);
            }
        } catch (MalformedDataException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    static Stream<Object> foreignValues() {
        return Stream.of(BigDecimal.ONE, List.of(), new int[] {1}, new Object());
    }

    @ParameterizedTest
    @MethodSource("foreignValues")
    void shouldRefuseOtherClasses(Object value) {
        assertThatThrownBy(() -> TypedValues.write(new BinaryWriter(16), value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(value.getClass().getName());
    }
}
