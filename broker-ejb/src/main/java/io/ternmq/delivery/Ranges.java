package io.ternmq.delivery;

/**
 * Ranges of delivery numbers as a client sends them: first and last of each.
 *
 * @param bounds of even length
 */
public record Ranges(long[] bounds) {

    /** No delivery at all. */
    public static final Ranges NONE = new Ranges(new long[0]);

    /** Whether the number lies in one of them. */
    boolean contain(long number) {
        for (int i = 0; i < bounds.length; i += 2) {
            if (number >= bounds[i] && number <= bounds[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
