package io.ternmq.metrics;

/** How fast a count grows, over the last ten samples or fewer. Not thread-safe. */
public final class Rate {

    private static final int SAMPLES = 11; // ten steps between them

    private final long[] counts = new long[SAMPLES];
    private final long[] nanos = new long[SAMPLES];
    private int taken;

    /** Takes a sample of the count. */
    public void sample(long count, long nanoTime) {
        int at = taken++ % SAMPLES;
        counts[at] = count;
        nanos[at] = nanoTime;
    }

    /** Per second, 0 until there are two samples. */
    public double perSecond() {
        if (taken < 2) {
            return 0;
        }
        int last = (taken - 1) % SAMPLES;
        int first = taken <= SAMPLES ? 0 : taken % SAMPLES;
        long time = nanos[last] - nanos[first];
        return time <= 0 ? 0 : (counts[last] - counts[first]) * 1e9 / time;
    }
}
