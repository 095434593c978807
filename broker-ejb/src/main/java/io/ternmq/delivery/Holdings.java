package io.ternmq.delivery;

import io.ternmq.metrics.Counters;
import io.ternmq.store.BranchRecord.Acknowledged;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What consumers, and branches of distributed transactions, hold of a queue: it is settled, or it comes back, at once, after a delay, or
 * as a dead letter. In the lane's turn.
 */
final class Holdings {

    private final MessageStore store;
    private final Clock clock;
    private final Settlement settlement;
    private final Undeliverable undeliverable;
    private final Backlog backlog;
    private final Timetable timetable;
    private final Counters counters;
    private final Consumer<Entry> wait;
    private int held;
    private int moving; // to the dead-letter queue: neither here any more nor there yet

    /** @param wait takes a message that waits again, until it is due */
    Holdings(
            MessageStore store,
            Clock clock,
            Settlement settlement,
            Undeliverable undeliverable,
            Backlog backlog,
            Timetable timetable,
            Counters counters,
            Consumer<Entry> wait) {
        this.store = store;
        this.clock = clock;
        this.settlement = settlement;
        this.undeliverable = undeliverable;
        this.backlog = backlog;
        this.timetable = timetable;
        this.counters = counters;
        this.wait = wait;
    }

    /** How many messages are held. */
    int held() {
        return held;
    }

    /** How many are on the way to the dead-letter queue. */
    int moving() {
        return moving;
    }

    /** So many messages have left the backlog for a consumer or a branch. */
    void add(int count) {
        held += count;
    }

    /** Those of them that the store has. */
    List<Acknowledged> kept(List<Entry> entries) {
        return entries.stream()
                .filter(settlement::isStored)
                .map(entry -> new Acknowledged(settlement.ownerId(), entry.sequence, entry.deliveryCount))
                .toList();
    }

    /**
     * Makes them done.
     *
     * @param abandoned what becomes of them if the store refuses it
     */
    Reservation settle(List<Entry> entries, Runnable abandoned) {
        Reservation done = settlement.done(entries);
        return new Reservation() {
            @Override
            public List<Change> changes() {
                return done.changes();
            }

            @Override
            public void commit() {
                done.commit();
                held -= entries.size();
                counters.dequeued(entries.size());
                entries.forEach(timetable::forget);
            }

            @Override
            public void abandon() {
                done.abandon();
                abandoned.run();
            }
        };
    }

    /** Takes back what nobody has seen. */
    void takeBack(List<Entry> entries) {
        held -= entries.size();
        for (int i = entries.size() - 1; i >= 0; i--) { // the last first: each is then put in near the front
            backlog.add(entries.get(i));
            timetable.watchExpiry(entries.get(i)); // its time may have come while it was held
        }
    }

    /** Takes back what was delivered in vain; each message waits by its own count, and none for another. */
    void giveUp(List<Entry> entries) {
        List<Change> changes = new ArrayList<>();
        List<Entry> again = new ArrayList<>();
        for (Entry entry : entries) {
            entry.deliveryCount++;
            boolean exhausted = undeliverable.isUndeliverable(entry);
            long delay = exhausted ? 0 : undeliverable.delayMillis(entry);
            entry.dueAt = delay == 0 ? 0 : clock.millis() + delay;
            if (settlement.isStored(entry)) {
                changes.add(settlement.delivered(entry));
            }
            if (exhausted) {
                held--;
                bury(entry);
            } else if (delay > 0) {
                held--;
                wait.accept(entry);
            } else {
                again.add(entry);
            }
        }
        if (!changes.isEmpty()) {
            store.write(changes); // if that fails, the dispatch mark still says that they were delivered
        }
        takeBack(again);
    }

    /** Moves a message that is neither held nor waits to the dead-letter queue. */
    void bury(Entry entry) {
        moving++;
        undeliverable.bury(
                entry,
                settlement.done(List.of(entry)),
                () -> {
                    moving--;
                    counters.dequeued(1);
                    timetable.forget(entry);
                },
                () -> {
                    moving--;
                    wait.accept(entry);
                });
    }
}
