package io.ternmq.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOriginTest {

    @Test
    void shouldTakeARequestOfNoPage() {
        assertThat(RequestOrigin.isOwn(null, "localhost:8080")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost:8080",
        "https://broker.example, broker.example",
        "https://broker.example, broker.example:443",
        "http://broker.example:80, Broker.Example",
        "http://[::1]:8080, [::1]:8080",
    })
    void shouldKnowOurOwnPage(String origin, String host) {
        assertThat(RequestOrigin.isOwn(origin, host)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, localhost:8080",
        "http://localhost:8081, localhost:8080",
        "http://localhost, localhost:8080",
        "http://localhost:8080.evil.example, localhost:8080",
        "http://evil.example:80, evil.example:8080",
        "http://x@localhost:8080, localhost:8080",
        "null, localhost:8080",
        "'', localhost:8080",
        "localhost:8080, localhost:8080",
        "http://a b, a b",
    })
    void shouldKnowAForeignPage(String origin, String host) {
        assertThat(RequestOrigin.isOwn(origin, host)).isFalse();
    }

    @Test
    void shouldTakeNoPageWhereTheHostIsMissing() {
        assertThat(RequestOrigin.isOwn("http://localhost", null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "tern.localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"})
    void shouldKnowNamesOfThisMachine(String name) {
        assertThat(RequestOrigin.isLoopback(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "1.127.0.0", ""})
    void shouldNotTakeOtherNamesForThisMachine(String name) {
        assertThat(RequestOrigin.isLoopback(name)).isFalse();
    }
}
