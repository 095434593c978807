package io.ternmq.security;

import java.util.Optional;

/** Checks logins. Hashing takes milliseconds by design: never call it on an event loop. */
public interface Authenticator {

    /**
     * Checks a name and a password.
     *
     * @return who it is, or nothing if either is wrong; which one is not told
     */
    Optional<Identity> authenticate(String user, char[] password);

    /** Whether a connection may do without a login. */
    boolean allowsAnonymous();
}
