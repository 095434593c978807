package io.ternmq.security;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Brings names and passwords into one form, so that what looks the same is the same whatever keyboard it was typed on: Unicode's
 * NFKC, and no control or unassigned characters, in the spirit of RFC 4013.
 */
public final class Preparation {

    /** The longest name and password, in UTF-16 characters. */
    public static final int MAX_LENGTH = 1_024;

    private Preparation() {}

    /**
     * The name in that form.
     *
     * @throws IllegalArgumentException with one line that never echoes the characters, if it is empty, too long or not allowed
     */
    public static String name(String name) {
        check(CharBuffer.wrap(name), "a user's name");
        String normal = Normalizer.normalize(name, Normalizer.Form.NFKC);
        if (normal.isBlank()) {
            throw new IllegalArgumentException("a user's name is not blank");
        }
        return normal;
    }

    /**
     * A copy of the password in that form, for the caller to wipe.
     *
     * @throws IllegalArgumentException with one line that never echoes the characters, if it is empty, too long or not allowed
     */
    public static char[] password(char[] password) {
        check(CharBuffer.wrap(password), "a password");
        if (isAscii(password)) {
            return Arrays.copyOf(password, password.length);
        }
        return Normalizer.normalize(CharBuffer.wrap(password), Normalizer.Form.NFKC)
                .toCharArray();
    }

    private static void check(CharSequence text, String what) {
        if (text.length() == 0) {
            throw new IllegalArgumentException(what + " is not empty");
        }
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(what + " has at most " + MAX_LENGTH + " characters");
        }
        for (int i = 0; i < text.length(); ) {
            int c = Character.codePointAt(text, i);
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.SURROGATE
                    || type == Character.UNASSIGNED
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                throw new IllegalArgumentException(
                        what + " has no control characters, nor such as Unicode does not know");
            }
            i += Character.charCount(c);
        }
    }

    private static boolean isAscii(char[] text) {
        for (char c : text) {
            if (c >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
