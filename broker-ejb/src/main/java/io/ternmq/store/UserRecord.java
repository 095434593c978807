package io.ternmq.store;

/**
 * A user as it is kept: the verifier of SCRAM-SHA-256 (RFC 5802), never the password.
 *
 * @param name the login name
 * @param salt of the password
 * @param iterations of the hash
 * @param storedKey H(ClientKey)
 * @param serverKey HMAC(SaltedPassword, "Server Key")
 * @param roles names, separated by commas
 */
public record UserRecord(String name, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey, String roles) {

    @Override
    public String toString() {
        return "user " + name + " (" + roles + ")"; // never the verifier
    }
}
