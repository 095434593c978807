package io.ternmq.delivery;

import java.util.Arrays;

/**
 * Ranges of delivery numbers as a client sends them: first and last of each.
 *
 * @param bounds of even length, ascending
 */
public record Ranges(long[] bounds) {

    /** No delivery at all. */
    public static final Ranges NONE = new Ranges(new long[0]);

    /** Whether the number lies in one of them. */
    boolean contain(long number) {
        int found = Arrays.binarySearch(bounds, number);
        return found >= 0 || (-found - 1) % 2 == 1; // it would be put in between a first and a last
    }
}
