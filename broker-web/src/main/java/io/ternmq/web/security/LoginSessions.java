package io.ternmq.web.security;

import io.ternmq.security.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open logins of people, in memory; safe for all threads.
 *
 * <p>They are not the container's sessions, because a container has one cookie name for all its ports and decides it before it
 * knows them, so that two consoles on one host would throw each other's users out; and because a session here can only be
 * made by a login, so none can be foisted on a user.
 */
@ApplicationScoped
public class LoginSessions {

    /** A session that nobody uses ends after this. */
    static final Duration IDLE = Duration.ofMinutes(30);

    /** A session ends after this in any case. */
    static final Duration LIFE = Duration.ofHours(12);

    /** Beyond this the one that was unused for longest makes room. */
    static final int MAX_SESSIONS = 10_000;

    private static final int SECRET_BYTES = 32;

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    private record Entry(LoginSession session, Instant opened, Instant used) {

        boolean isOver(Instant now) {
            return !now.isBefore(used.plus(IDLE)) || !now.isBefore(opened.plus(LIFE));
        }
    }

    /** For the container. */
    public LoginSessions() {
        this(Clock.systemUTC());
    }

    LoginSessions(Clock clock) {
        this.clock = clock;
    }

    /** Opens a session for who has just logged in. */
    public LoginSession open(Identity identity) {
        Instant now = clock.instant();
        makeRoom(now);
        LoginSession session = new LoginSession(secret(), identity, secret());
        entries.put(session.id(), new Entry(session, now, now));
        return session;
    }

    /** The open session of that id; using it keeps it open. */
    Optional<LoginSession> find(String id) {
        Instant now = clock.instant();
        Entry entry = entries.computeIfPresent(
                id, (key, found) -> found.isOver(now) ? null : new Entry(found.session(), found.opened(), now));
        return Optional.ofNullable(entry).map(Entry::session);
    }

    /** Ends a session; nothing happens if it is over already. */
    public void close(LoginSession session) {
        entries.remove(session.id());
    }

    private void makeRoom(Instant now) {
        entries.values().removeIf(entry -> entry.isOver(now));
        while (entries.size() >= MAX_SESSIONS) {
            entries.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().used()))
                    .ifPresent(oldest -> entries.remove(oldest.getKey()));
        }
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
