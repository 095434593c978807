package io.ternmq.delivery;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** When delayed messages are due, be it for the first time or again, and when waiting ones expire. In the lane's turn; the clock says what time it is, the lane wakes it. */
final class Timetable {

    private static final int EXPIRY_STEP_MILLIS = 1000; // expired ones need not go at once: delivery checks again

    private final Lane lane;
    private final Clock clock;
    private final Consumer<Entry> due;
    private final Consumer<Entry> expired;
    private final TreeSet<Entry> delayed =
            new TreeSet<>(Comparator.<Entry>comparingLong(e -> e.dueAt).thenComparingLong(e -> e.sequence));
    private final TreeSet<Entry> expiring = new TreeSet<>(
            Comparator.<Entry>comparingLong(e -> e.message.expiresAt()).thenComparingLong(e -> e.sequence));
    private long dueWake = Long.MAX_VALUE;
    private long expiryWake = Long.MAX_VALUE;
    private Runnable cancelDue = () -> {};
    private Runnable cancelExpiry = () -> {};
    private boolean ended;

    /**
     * @param due takes a delayed message once its time has come
     * @param expired takes a message whose time is over, whatever has become of it
     */
    Timetable(Lane lane, Clock clock, Consumer<Entry> due, Consumer<Entry> expired) {
        this.lane = lane;
        this.clock = clock;
        this.due = due;
        this.expired = expired;
    }

    int delayed() {
        return delayed.size();
    }

    /** Those of the delayed messages that the filter takes. */
    List<Entry> delayed(Predicate<Entry> filter) {
        return delayed.stream().filter(filter).toList();
    }

    void delay(Entry entry) {
        if (!ended) {
            entry.delayed = true;
            delayed.add(entry);
            wakeForDue();
        }
    }

    /** It does not become due any more. */
    void endDelay(Entry entry) {
        delayed.remove(entry);
        entry.delayed = false;
    }

    void watchExpiry(Entry entry) {
        if (entry.message.expiresAt() != 0 && !ended) {
            expiring.add(entry);
            wakeForExpiry();
        }
    }

    /** The message is done: nothing is kept of it here, so that a long time to live does not hold acknowledged messages in memory. */
    void forget(Entry entry) {
        if (entry.message.expiresAt() != 0) {
            expiring.remove(entry);
        }
    }

    /** Nothing is due any more; the lane keeps nothing of it, however far away a time was. */
    void end() {
        ended = true;
        cancelDue.run();
        cancelExpiry.run();
        delayed.clear();
        expiring.clear();
    }

    private void wakeForDue() {
        Entry earliest = delayed.isEmpty() ? null : delayed.first();
        if (earliest != null && earliest.dueAt < dueWake) {
            dueWake = earliest.dueAt;
            cancelDue.run();
            cancelDue = lane.schedule(this::takeDue, Math.max(0, dueWake - clock.millis()));
        }
    }

    private void takeDue() {
        dueWake = Long.MAX_VALUE;
        long now = clock.millis();
        while (!delayed.isEmpty() && delayed.first().dueAt <= now) {
            Entry entry = delayed.pollFirst();
            entry.delayed = false;
            due.accept(entry);
        }
        wakeForDue();
    }

    private void wakeForExpiry() {
        Entry earliest = expiring.isEmpty() ? null : expiring.first();
        if (earliest != null && earliest.message.expiresAt() < expiryWake) {
            expiryWake = earliest.message.expiresAt();
            cancelExpiry.run();
            cancelExpiry = lane.schedule(this::takeExpired, Math.max(EXPIRY_STEP_MILLIS, expiryWake - clock.millis()));
        }
    }

    private void takeExpired() {
        expiryWake = Long.MAX_VALUE;
        long now = clock.millis();
        while (!expiring.isEmpty() && expiring.first().isExpired(now)) {
            expired.accept(expiring.pollFirst());
        }
        wakeForExpiry();
    }
}
