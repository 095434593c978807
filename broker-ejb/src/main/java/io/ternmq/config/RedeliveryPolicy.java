package io.ternmq.config;

import java.time.Duration;
import java.util.Objects;

/**
 * What becomes of a message that was delivered in vain: rolled back, recovered, or held by a consumer that was lost. It is reckoned
 * for each message by its own count, and no message waits for another.
 *
 * @param maxDeliveries how often a message is delivered before it moves to its dead-letter queue, 0 for no limit
 * @param delay between the first delivery in vain and the second delivery, zero for at once
 * @param backOff by what each further delay is longer than the one before, at least 1
 * @param maxDelay the longest delay
 */
public record RedeliveryPolicy(int maxDeliveries, Duration delay, double backOff, Duration maxDelay) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /** At once, at the head, ten times in all. */
    public static final RedeliveryPolicy DEFAULT = new RedeliveryPolicy(10, Duration.ZERO, 1, Duration.ofHours(1));

    /** For messages that have no other place to go: at once, for ever. */
    public static final RedeliveryPolicy UNLIMITED = new RedeliveryPolicy(0, Duration.ZERO, 1, Duration.ZERO);

    public RedeliveryPolicy {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(maxDelay, "maxDelay");
        if (maxDeliveries < 0) {
            throw new IllegalArgumentException(
                    "a message is delivered at least once, or 0 for no limit, not " + maxDeliveries + " times");
        }
        checkDelay(delay);
        checkDelay(maxDelay);
        if (!(backOff >= 1) || Double.isInfinite(backOff)) {
            throw new IllegalArgumentException("the back-off of redelivery is a number from 1 up, not " + backOff);
        }
    }

    private static void checkDelay(Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a delay of redelivery is not negative and at most " + LONGEST + ", not " + delay);
        }
    }

    /** Whether a message that was delivered so often is given up. */
    public boolean isExhausted(int deliveries) {
        return maxDeliveries > 0 && deliveries >= maxDeliveries;
    }

    /** How long a message waits that was delivered so often in vain, ms. */
    public long delayMillis(int deliveries) {
        long first = delay.toMillis();
        if (first == 0) {
            return 0;
        }
        double delayed = first * Math.pow(backOff, Math.max(0, deliveries - 1));
        return (long) Math.min(delayed, maxDelay.toMillis());
    }
}
