package io.ternmq.web.security;

import io.ternmq.security.Identity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Who sent a request, and how that is known.
 *
 * @param identity who it is
 * @param way how it is known
 * @param session the login session, or null where there is none
 */
public record Caller(Identity identity, Way way, LoginSession session) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /** How a caller is known. */
    public enum Way {
        /** No login is asked for. */
        ANONYMOUS,
        /** Name and password came with the request. */
        BASIC,
        /** A cookie names a session, so a foreign page could have sent the request. */
        SESSION
    }

    static Caller anonymous() {
        return new Caller(Identity.ANONYMOUS, Way.ANONYMOUS, null);
    }

    static Caller basic(Identity identity) {
        return new Caller(identity, Way.BASIC, null);
    }

    static Caller session(LoginSession session) {
        return new Caller(session.identity(), Way.SESSION, session);
    }

    /** The caller that the gate found, or nothing without a login. */
    public static Optional<Caller> of(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
