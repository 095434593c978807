package io.ternmq.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.security.Identity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoginSessionsTest {

    private static final Identity USER = new Identity("ann", Set.of());

    private final HandClock clock = new HandClock();
    private final LoginSessions sessions = new LoginSessions(clock);

    @Test
    void shouldFindAnOpenSession() {
        LoginSession session = sessions.open(USER);

        assertThat(sessions.find(session.id())).contains(session);
        assertThat(sessions.find("other")).isEmpty();
    }

    @Test
    void shouldMakeSecretsThatDiffer() {
        LoginSession one = sessions.open(USER);
        LoginSession other = sessions.open(USER);

        assertThat(Set.of(one.id(), one.csrfToken(), other.id(), other.csrfToken()))
                .hasSize(4);
        assertThat(one.id()).hasSize(43);
        assertThat(one.toString()).doesNotContain(one.id()).doesNotContain(one.csrfToken());
    }

    @Test
    void shouldEndAtTheLogout() {
        LoginSession session = sessions.open(USER);

        sessions.close(session);

        assertThat(sessions.find(session.id())).isEmpty();
    }

    @Test
    void shouldEndWhenUnused() {
        LoginSession session = sessions.open(USER);

        clock.advance(LoginSessions.IDLE.minusMillis(1));
        assertThat(sessions.find(session.id())).isPresent();
        clock.advance(LoginSessions.IDLE.minusMillis(1));
        assertThat(sessions.find(session.id())).isPresent();
        clock.advance(LoginSessions.IDLE);
        assertThat(sessions.find(session.id())).isEmpty();
    }

    @Test
    void shouldEndAfterItsLifeHoweverUsed() {
        LoginSession session = sessions.open(USER);

        for (Duration age = Duration.ZERO; age.compareTo(LoginSessions.LIFE) < 0; age = age.plusMinutes(10)) {
            assertThat(sessions.find(session.id())).isPresent();
            clock.advance(Duration.ofMinutes(10));
        }

        assertThat(sessions.find(session.id())).isEmpty();
    }

    @Test
    void shouldMakeRoomByEndingTheOneUnusedForLongest() {
        LoginSession oldest = sessions.open(USER);
        LoginSession used = sessions.open(USER);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 2; i < LoginSessions.MAX_SESSIONS; i++) {
            sessions.open(USER);
        }
        sessions.find(used.id());

        sessions.open(USER);

        assertThat(sessions.find(oldest.id())).isEmpty();
        assertThat(sessions.find(used.id())).isPresent();
    }

    private static final class HandClock extends Clock {

        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
