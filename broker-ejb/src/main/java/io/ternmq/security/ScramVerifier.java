package io.ternmq.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is kept of a password: the verifier of SCRAM-SHA-256 (RFC 5802, RFC 7677). Making and checking one costs milliseconds by
 * design: never do it on an event loop. Equality is identity.
 *
 * @param salt random, public
 * @param iterations of PBKDF2
 * @param storedKey H(ClientKey)
 * @param serverKey HMAC(SaltedPassword, "Server Key")
 */
public record ScramVerifier(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {

    /** Some ten milliseconds; RFC 7677 asks for at least 4,096. More protect a stolen store better and make each login dearer. */
    public static final int DEFAULT_ITERATIONS = 20_000;

    /** The fewest that are taken (RFC 7677). */
    public static final int MIN_ITERATIONS = 4_096;

    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Makes a verifier with a salt of its own.
     *
     * @throws IllegalArgumentException if the password is empty or has a control character
     */
    public static ScramVerifier of(char[] password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return derive(password, salt, iterations);
    }

    /**
     * Makes the verifier that belongs to a password, a salt and a count.
     *
     * @throws IllegalArgumentException if the password is empty or has a control character, or there are too few iterations
     */
    public static ScramVerifier derive(char[] password, byte[] salt, int iterations) {
        if (iterations < MIN_ITERATIONS) {
            throw new IllegalArgumentException(
                    "a password is hashed at least " + MIN_ITERATIONS + " times, not " + iterations);
        }
        byte[] salted = saltedPassword(password, salt, iterations);
        try {
            byte[] clientKey = hmac(salted, "Client Key");
            byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
            return new ScramVerifier(salt, iterations, storedKey, hmac(salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    /** Whether the password is the one. The time it takes does not depend on how wrong it is. */
    public boolean verifies(char[] password) {
        ScramVerifier other;
        try {
            other = derive(password, salt, iterations);
        } catch (IllegalArgumentException e) { // a password that nobody can have
            return false;
        }
        boolean stored = MessageDigest.isEqual(storedKey, other.storedKey);
        boolean server = MessageDigest.isEqual(serverKey, other.serverKey);
        return stored && server; // both are looked at whatever the other says
    }

    private static byte[] saltedPassword(char[] password, byte[] salt, int iterations) {
        char[] prepared = Preparation.password(password);
        PBEKeySpec spec = new PBEKeySpec(prepared, salt, iterations, KEY_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        } finally {
            spec.clearPassword();
            Arrays.fill(prepared, '\0');
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static IllegalStateException unavailable(GeneralSecurityException e) {
        return new IllegalStateException("this JVM lacks SHA-256, HMAC or PBKDF2, which every Java has", e);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "a verifier of " + iterations + " iterations"; // never the keys
    }
}
