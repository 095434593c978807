package io.ternmq.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.DestinationName;
import io.ternmq.message.DestinationName.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {

    private static TopicPattern pattern(String name) {
        return new TopicPattern(DestinationName.topic(name));
    }

    @ParameterizedTest
    @CsvSource({
        "orders.*, orders.eu, true",
        "orders.*, orders, false",
        "orders.*, orders.eu.paid, false",
        "orders.*, orders., true",
        "orders.*, invoices.eu, false",
        "orders.*.paid, orders.eu.paid, true",
        "orders.*.paid, orders.paid, false",
        "*.paid, orders.paid, true",
        "*, orders, true",
        "*, orders.eu, false",
        "orders.#, orders, true",
        "orders.#, orders.eu, true",
        "orders.#, orders.eu.paid.late, true",
        "orders.#, ordersX, false",
        "orders.#, invoices.orders, false",
        "#, anything.at.all, true",
        "#.paid, paid, true",
        "#.paid, orders.eu.paid, true",
        "#.paid, orders.paid.late, false",
        "orders.#.paid, orders.paid, true",
        "orders.#.paid, orders.eu.west.paid, true",
        "orders.#.paid, orders.eu.paid.x.paid, true",
        "orders.#.paid, orders.eu.paid.x, false",
        "orders.*.#, orders, false",
        "orders.*.#, orders.eu, true",
        "#.*, orders, true",
        "#.#, a.b.c, true",
        "a.#.b.#.c, a.x.b.y.b.c, true",
        "a.#.b.#.c, a.x.y.c, false",
        "Orders.*, orders.eu, false",
        "заказы.*, заказы.új 🐦, true"
    })
    void shouldMatchLevelByLevel(String pattern, String topic, boolean matches) {
        assertThat(pattern(pattern).matches(DestinationName.topic(topic))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.*", "*", "#", "a.#.b", "*.a", ".*", "#."})
    void shouldBeTheNameOfATopicWithALevelThatIsAWildcardAlone(String name) {
        assertThat(DestinationName.topic(name).isPattern()).isTrue();
        assertThat(DestinationName.queue(name).isPattern()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "a*b", "a.b*", "a.*b.c", "C#", "a.#1", "**", "a.##", "*#", "/a/*"})
    void shouldLeaveOtherNamesOrdinary(String name) {
        assertThat(DestinationName.topic(name).isPattern()).isFalse();
        assertThatThrownBy(() -> pattern(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldMatchNeitherQueuesNorTemporaryTopicsNorPatterns() {
        assertThat(pattern("#").matches(DestinationName.queue("a"))).isFalse();
        assertThat(pattern("#").matches(new DestinationName(Kind.TEMPORARY_TOPIC, "tmp.1")))
                .isFalse();
        assertThat(pattern("#").matches(DestinationName.topic("a.*"))).isFalse();
    }

    @Test
    void shouldDecideTheLongestNamesInFewSteps() {
        String pattern = "#.a.".repeat(200) + "b";
        String topic = "a.".repeat(499) + "a";

        assertThat(pattern(pattern).matches(DestinationName.topic(topic))).isFalse();
        assertThat(pattern(pattern).matches(DestinationName.topic(topic.substring(0, 998) + "b")))
                .isTrue();
    }
}
