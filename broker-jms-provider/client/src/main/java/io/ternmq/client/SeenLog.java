package io.ternmq.client;

import io.ternmq.wire.Frame.Seen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which deliveries the application has seen and the broker does not know of yet, by consumer, as ranges. Not thread-safe: guarded
 * by its session's lock.
 */
final class SeenLog {

    private final Map<Integer, Ranges> byConsumer = new LinkedHashMap<>();
    private int count;

    /** Adds a delivery; those of one consumer come in ascending order. */
    void add(int consumer, long delivery) {
        byConsumer.computeIfAbsent(consumer, any -> new Ranges()).add(delivery);
        count++;
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** All of it, and forgets it. */
    List<Seen> drain() {
        if (count == 0) {
            return List.of();
        }
        List<Seen> all = new ArrayList<>(byConsumer.size());
        byConsumer.forEach((consumer, ranges) -> all.add(new Seen(consumer, ranges.toArray())));
        byConsumer.clear();
        count = 0;
        return all;
    }

    /** What was seen of one consumer; it stays in the log. */
    List<Seen> of(int consumer) {
        Ranges ranges = byConsumer.get(consumer);
        return ranges == null ? List.of() : List.of(new Seen(consumer, ranges.toArray()));
    }

    /** One delivery as the frames have it. */
    static Seen single(int consumer, long delivery) {
        return new Seen(consumer, new long[] {delivery, delivery});
    }

    /** Ascending ranges, each as its first and last number. */
    private static final class Ranges {
        private long[] bounds = new long[2];
        private int used;

        void add(long number) {
            if (used > 0 && bounds[used - 1] + 1 == number) {
                bounds[used - 1] = number;
                return;
            }
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * used);
            }
            bounds[used++] = number;
            bounds[used++] = number;
        }

        long[] toArray() {
            return Arrays.copyOf(bounds, used);
        }
    }
}
