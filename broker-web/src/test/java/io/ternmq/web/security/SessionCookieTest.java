package io.ternmq.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionCookieTest {

    @Test
    void shouldDifferFromPortToPort() {
        assertThat(SessionCookie.nameFor(8080))
                .isNotEqualTo(SessionCookie.nameFor(8081))
                .matches("[a-z0-9-]+");
    }
}
