package io.ternmq.client.transport;

import java.nio.charset.StandardCharsets;

/**
 * Who logs in. A null user is anonymous.
 *
 * @param user the user's name or null
 * @param password the password; never shown
 */
public record Credentials(String user, String password) {

    static final String PLAIN = "PLAIN";
    static final String ANONYMOUS = "ANONYMOUS";

    /** No login. */
    public static Credentials anonymous() {
        return new Credentials(null, null);
    }

    /** The SASL mechanism that serves them. */
    String mechanism() {
        return user == null ? ANONYMOUS : PLAIN;
    }

    /** The mechanism's first response (RFC 4616: authorisation identity, NUL, user, NUL, password). */
    byte[] initialResponse() {
        return user == null
                ? new byte[0]
                : ("\0" + user + "\0" + (password == null ? "" : password)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return user == null ? "anonymous" : "user " + user;
    }
}
