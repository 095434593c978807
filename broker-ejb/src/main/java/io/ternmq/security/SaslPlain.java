package io.ternmq.security;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The one message of SASL PLAIN (RFC 4616): authorisation identity, NUL, user, NUL, password, in UTF-8. To act for somebody else is
 * not offered, so the authorisation identity is empty or the user. Equality is identity.
 *
 * @param user not empty
 * @param password not empty; to be wiped by {@link #clear}
 */
public record SaslPlain(String user, char[] password) {

    /** The longest user, authorisation identity and password, in bytes; RFC 4616 asks for 255. */
    static final int MAX_BYTES = 1_024;

    /**
     * Reads the message.
     *
     * @throws IllegalArgumentException if it is none; the text never echoes what it holds
     */
    public static SaslPlain parse(byte[] message) {
        int first = indexOfNul(message, 0);
        int second = first < 0 ? -1 : indexOfNul(message, first + 1);
        if (second < 0 || indexOfNul(message, second + 1) >= 0) {
            throw new IllegalArgumentException("SASL PLAIN is three parts with a NUL between each two");
        }
        if (first > MAX_BYTES || second - first - 1 > MAX_BYTES || message.length - second - 1 > MAX_BYTES) {
            throw new IllegalArgumentException("a user and a password have at most " + MAX_BYTES + " bytes each");
        }
        if (second == first + 1 || second == message.length - 1) {
            throw new IllegalArgumentException("a user and a password are not empty");
        }
        String actsFor = decode(message, 0, first).toString();
        String user = decode(message, first + 1, second).toString();
        if (!actsFor.isEmpty() && !actsFor.equals(user)) {
            throw new IllegalArgumentException("to act for another user is not offered");
        }
        CharBuffer decoded = decode(message, second + 1, message.length);
        char[] password = new char[decoded.remaining()];
        decoded.get(password);
        Arrays.fill(decoded.array(), '\0');
        return new SaslPlain(user, password);
    }

    private static int indexOfNul(byte[] message, int from) {
        for (int i = from; i < message.length; i++) {
            if (message[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static CharBuffer decode(byte[] message, int from, int to) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message, from, to - from));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a user and a password are UTF-8", e);
        }
    }

    /** Wipes the password. */
    public void clear() {
        Arrays.fill(password, '\0');
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
        return "a login of " + user; // never the password
    }
}
