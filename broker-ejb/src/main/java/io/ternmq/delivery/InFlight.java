package io.ternmq.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a consumer holds, by the number of its delivery. Numbers are dense and acknowledged nearly in order, so a ring that begins
 * at the oldest one serves better than a map.
 */
final class InFlight {

    private static final int MAX_GAP = 1_000; // as the protocol has it

    private Entry[] ring = new Entry[16]; // a power of two
    private long oldest = 1;
    private long next = 1;
    private int size;

    int size() {
        return size;
    }

    /** Takes in an entry and gives it the next number. */
    long add(Entry entry) {
        if (next - oldest == ring.length) {
            grow();
        }
        ring[index(next)] = entry;
        size++;
        return next++;
    }

    /**
     * Takes in an entry with a number above all that were given; those between stay unused.
     *
     * @return false if the number is not above them, or leaves a larger gap than is borne
     */
    boolean add(Entry entry, long number) {
        if (number < next || size > 0 && number - next > MAX_GAP) {
            return false;
        }
        if (size == 0) {
            oldest = number;
            next = number;
        }
        while (next < number) {
            if (next - oldest == ring.length) {
                grow();
            }
            next++;
        }
        add(entry);
        return true;
    }

    /** Gives out the entry with that number; null if it is not held. */
    Entry take(long number) {
        if (number < oldest || number >= next) {
            return null;
        }
        int at = index(number);
        Entry entry = ring[at];
        if (entry != null) {
            ring[at] = null;
            size--;
            while (oldest < next && ring[index(oldest)] == null) {
                oldest++;
            }
        }
        return entry;
    }

    /** Gives out those of the ranges that are held: they are nobody's until they are settled or given back. */
    List<Entry> take(Ranges ranges) {
        List<Entry> entries = new ArrayList<>();
        long[] bounds = ranges.bounds();
        for (int i = 0; i < bounds.length; i += 2) {
            long first = Math.max(bounds[i], oldest);
            long last = Math.min(bounds[i + 1], next - 1);
            for (long number = first; number <= last; number++) {
                Entry entry = take(number);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    /** The oldest number that may be held. */
    long oldest() {
        return oldest;
    }

    /** The number after the newest one. */
    long next() {
        return next;
    }

    /** Shows everything, oldest first. */
    void forEach(Consumer<Entry> each) {
        for (long number = oldest; number < next; number++) {
            Entry entry = ring[index(number)];
            if (entry != null) {
                each.accept(entry);
            }
        }
    }

    private int index(long number) {
        return (int) number & ring.length - 1;
    }

    private void grow() {
        Entry[] larger = new Entry[ring.length * 2];
        for (long number = oldest; number < next; number++) {
            larger[(int) number & larger.length - 1] = ring[index(number)];
        }
        ring = larger;
    }
}
