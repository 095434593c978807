package io.ternmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.DestinationName.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationNameTest {

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldTakeAThousandCharactersAndNoMore(Kind kind) {
        String longest = "x".repeat(1_000);

        assertThat(new DestinationName(kind, longest).name()).hasSize(1_000);
        assertThatThrownBy(() -> new DestinationName(kind, longest + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a destination's name has at most 1000 characters, this one has 1001");
    }

    @Test
    void shouldLeaveRoomForTheDeadLettersOfTheLongestName() {
        assertThat(DestinationName.queue("DLQ." + "x".repeat(1_000)).isDeadLetterQueue())
                .isTrue();
        assertThatThrownBy(() -> DestinationName.queue("DLQ." + "x".repeat(1_001)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DestinationName.topic("DLQ." + "x".repeat(1_000)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(DestinationName.queue("DLQ").isDeadLetterQueue()).isFalse();
        assertThat(DestinationName.topic("DLQ.x").isDeadLetterQueue()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "a\nb",
                "a\u007fb",
                "a\u0085b",
                "a\u2028b",
                "a\u202eb",
                "\ufeffa",
                "a\ud83d",
                "\udc26a"
            })
    void shouldSayWhichCharacterIsNotAllowedWithoutEchoingIt(String name) {
        assertThatThrownBy(() -> DestinationName.queue(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("\\p{ASCII}+U\\+[0-9A-F]{4,6} at \\d+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " \u3000 "})
    void shouldRefuseABlankName(String name) {
        assertThatThrownBy(() -> DestinationName.queue(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blank");
    }

    @Test
    void shouldTellAPatternByItsName() {
        assertThat(DestinationName.topic("orders.#").isPattern()).isTrue();
        assertThat(DestinationName.topic("orders.#").patternRefusal())
                .contains("orders.#")
                .doesNotContain("\n");
        assertThat(DestinationName.queue("orders.#").isPattern()).isFalse();
        assertThat(new DestinationName(Kind.TEMPORARY_TOPIC, "tmp.#").isPattern())
                .isFalse();
    }
}
