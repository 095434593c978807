package io.ternmq.selector;

import java.util.Arrays;

/**
 * A pattern of LIKE: {@code _} stands for one character (a code point), {@code %} for any run of them, line ends included, and every
 * other character for itself. A match goes back to the last {@code %} only, so that its time grows with the value's length times the
 * pattern's at most.
 */
final class LikePattern {

    private static final int ANY_ONE = -1;
    private static final int ANY_RUN = -2;

    private final int[] parts;

    /**
     * @param pattern as in the selector, quotes off
     * @param escape the code point that takes the meaning off the one behind it, or -1 for none
     * @throws IllegalArgumentException if the escape character is the last, with nothing to escape
     */
    LikePattern(String pattern, int escape) {
        int[] codePoints = pattern.codePoints().toArray();
        int[] compiled = new int[codePoints.length];
        int size = 0;
        for (int i = 0; i < codePoints.length; i++) {
            int c = codePoints[i];
            if (c == escape) {
                if (++i == codePoints.length) {
                    throw new IllegalArgumentException(
                            "the pattern ends in its escape character, with nothing to escape");
                }
                compiled[size++] = codePoints[i];
            } else if (c == '%') {
                if (size == 0 || compiled[size - 1] != ANY_RUN) {
                    compiled[size++] = ANY_RUN;
                }
            } else {
                compiled[size++] = c == '_' ? ANY_ONE : c;
            }
        }
        parts = Arrays.copyOf(compiled, size);
    }

    /** Whether the whole value is like the pattern. */
    boolean matches(String value) {
        int part = 0;
        int at = 0;
        int partAfterRun = -1;
        int runEnd = 0;
        while (at < value.length()) {
            int c = value.codePointAt(at);
            if (part < parts.length && parts[part] == ANY_RUN) {
                partAfterRun = ++part;
                runEnd = at;
            } else if (part < parts.length && (parts[part] == c || parts[part] == ANY_ONE)) {
                part++;
                at += Character.charCount(c);
            } else if (partAfterRun >= 0) { // let the last run take one character more
                runEnd += Character.charCount(value.codePointAt(runEnd));
                at = runEnd;
                part = partAfterRun;
            } else {
                return false;
            }
        }
        return part == parts.length || part == parts.length - 1 && parts[part] == ANY_RUN;
    }
}
