package io.ternmq.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What is ready, highest priority first, then by sequence (3.4.10 and 6.2.9): a linked list a priority, since messages leave from
 * the middle when selectors pick them and come back to the front when they are redelivered.
 */
final class Backlog {

    private static final int PRIORITIES = 10;

    private final Entry[] first = new Entry[PRIORITIES];
    private final Entry[] last = new Entry[PRIORITIES];
    private final List<Scan> scans = new ArrayList<>();
    private int filled; // a bit for each priority that has entries
    private int size;

    /**
     * How far a consumer with a selector has looked: everything up to {@code examined} of a priority does not match it, so that a
     * backlog of other consumers' messages is read once, not once a message.
     */
    final class Scan {
        private final Entry[] examined = new Entry[PRIORITIES];
        private final Predicate<Entry> filter;

        private Scan(Predicate<Entry> filter) {
            this.filter = filter;
        }

        private Entry next() {
            for (int bits = filled; bits != 0; ) {
                int priority = 31 - Integer.numberOfLeadingZeros(bits);
                bits &= ~(1 << priority);
                Entry entry = examined[priority] == null ? first[priority] : examined[priority].next;
                for (; entry != null; entry = entry.next) {
                    if (filter.test(entry)) {
                        return entry;
                    }
                    examined[priority] = entry;
                }
            }
            return null;
        }
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    Scan scan(Predicate<Entry> filter) {
        Scan scan = new Scan(filter);
        scans.add(scan);
        return scan;
    }

    void end(Scan scan) {
        scans.remove(scan);
    }

    /** The first entry that the scan's filter takes, or with no scan the first at all; null if there is none. */
    Entry next(Scan scan) {
        if (scan != null) {
            return scan.next();
        }
        return filled == 0 ? null : first[31 - Integer.numberOfLeadingZeros(filled)];
    }

    /** Puts the entry where its priority and sequence belong. */
    void add(Entry entry) {
        int priority = entry.message.priority();
        Entry before = last[priority];
        if (before != null && before.sequence > entry.sequence) {
            before = predecessor(priority, entry.sequence);
        }
        Entry after = before == null ? first[priority] : before.next;
        entry.previous = before;
        entry.next = after;
        if (before == null) {
            first[priority] = entry;
        } else {
            before.next = entry;
        }
        if (after == null) {
            last[priority] = entry;
        } else {
            after.previous = entry;
            for (Scan scan : scans) {
                Entry examined = scan.examined[priority];
                if (examined != null && examined.sequence > entry.sequence) {
                    scan.examined[priority] = before; // it has not seen this one
                }
            }
        }
        entry.ready = true;
        filled |= 1 << priority;
        size++;
    }

    /** The last entry below the sequence, sought from the nearer end: what is redelivered belongs to the front, late commits to the back. */
    private Entry predecessor(int priority, long sequence) {
        Entry before = last[priority];
        if (before.sequence - sequence <= sequence - first[priority].sequence) {
            while (before != null && before.sequence > sequence) {
                before = before.previous;
            }
            return before;
        }
        before = null;
        for (Entry entry = first[priority]; entry != null && entry.sequence < sequence; entry = entry.next) {
            before = entry;
        }
        return before;
    }

    void remove(Entry entry) {
        int priority = entry.message.priority();
        for (Scan scan : scans) {
            if (scan.examined[priority] == entry) {
                scan.examined[priority] = entry.previous;
            }
        }
        if (entry.previous == null) {
            first[priority] = entry.next;
        } else {
            entry.previous.next = entry.next;
        }
        if (entry.next == null) {
            last[priority] = entry.previous;
        } else {
            entry.next.previous = entry.previous;
        }
        if (first[priority] == null) {
            filled &= ~(1 << priority);
        }
        entry.previous = null;
        entry.next = null;
        entry.ready = false;
        size--;
    }

    /** Lets go of everything. */
    void clear() {
        for (int priority = 0; priority < PRIORITIES; priority++) {
            for (Entry entry = first[priority]; entry != null; entry = first[priority]) {
                remove(entry);
            }
        }
    }

    /** Hands out at most so many entries, in the order of delivery. */
    void forEach(int limit, Consumer<Entry> each) {
        int left = limit;
        for (int priority = PRIORITIES - 1; priority >= 0; priority--) {
            for (Entry entry = first[priority]; entry != null && left > 0; entry = entry.next, left--) {
                each.accept(entry);
            }
        }
    }
}
