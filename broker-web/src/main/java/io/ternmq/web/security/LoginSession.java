package io.ternmq.web.security;

import io.ternmq.security.Identity;

/**
 * A person's login.
 *
 * @param id what the cookie holds: 256 random bits, never reused and never taken from a client
 * @param identity who logged in
 * @param csrfToken what a changing request must carry in its header {@link GateFilter#CSRF_HEADER}
 */
public record LoginSession(String id, Identity identity, String csrfToken) {

    /** Without its secrets. */
    @Override
    public String toString() {
        return "session of " + identity.name();
    }
}
