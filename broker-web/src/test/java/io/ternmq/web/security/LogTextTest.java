package io.ternmq.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

    @Test
    void shouldKeepOneLine() {
        assertThat(LogText.of("ann\nSEVERE: all is lost\u202e\u0000")).isEqualTo("ann?SEVERE: all is lost??");
    }

    @Test
    void shouldCutWhatIsLong() {
        assertThat(LogText.of("x".repeat(5_000))).hasSize(103).endsWith("...");
    }

    @Test
    void shouldKeepWhatPeopleWrite() {
        assertThat(LogText.of("Jürgen 🦅")).isEqualTo("Jürgen 🦅");
    }
}
