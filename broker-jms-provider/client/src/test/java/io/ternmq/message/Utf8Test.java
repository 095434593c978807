package io.ternmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @Property
    void shouldBringBackAnyString(@ForAll @CharRange(from = '\0', to = '\uffff') String text) {
        byte[] bytes = Utf8.encode(text);

        assertThat(Utf8.decode(bytes, 0, bytes.length)).isEqualTo(text);
    }

    @Property
    void shouldBringBackSurrogatesInAnyOrder(@ForAll @CharRange(from = '\ud7fe', to = '\ue001') String text) {
        byte[] bytes = Utf8.encode(text);

        assertThat(Utf8.decode(bytes, 0, bytes.length)).isEqualTo(text);
    }

    @Property
    void shouldAcceptOnlyWhatItWouldWrite(@ForAll @Size(max = 12) byte[] bytes) {
        try {
            assertThat(Utf8.encode(Utf8.decode(bytes, 0, bytes.length))).isEqualTo(bytes);
        } catch (MalformedDataException e) {
            assertThat(isStandardUtf8(bytes)).isFalse();
        }
    }

    private static boolean isStandardUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void shouldBePlainUtf8ForWellFormedText() {
        String text = "A\u00e4\u20ac\ufffd\ud83d\ude00\0";

        assertThat(Utf8.encode(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Utf8.decode(Utf8.encode(text), 0, Utf8.encode(text).length)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "c0",
                "c080",
                "c1bf",
                "e08080",
                "e09fbf",
                "f0808080",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "ff",
                "c3",
                "e282",
                "f09f98",
                "c341",
                "e28241",
                "eda0bdedb880"
            })
    void shouldRefuseWhatIsMalformedOverlongOrCutOff(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> Utf8.decode(bytes, 0, bytes.length)).isInstanceOf(MalformedDataException.class);
    }
}
