package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.selector.Selector;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A subscription of a topic. A durable one is a cursor over the topic's log: all up to it is done. What is done above it, out of
 * order, is an exception that the store keeps as a row. Belongs to the topic's lane.
 */
final class Subscription {

    private static final int SKIPPED_ROWS = 100;

    final long id;
    final SubscriptionSpec spec;
    final DeliveryQueue queue;

    private final long topicId;
    private final Selector selector;
    private final TreeMap<Long, Entry> pending =
            new TreeMap<>(); // of a durable one: what the store has and is not done
    private final Consumer<Entry> finished;
    private final MessageStore store;
    private long lastSequence;
    private long cursor; // that of the store, or one that was behind it
    private int skipped;
    private boolean ending;
    private boolean ended;

    /** @param finished told of each stored message that it has done with for good */
    Subscription(
            long id,
            long topicId,
            SubscriptionSpec spec,
            long cursor,
            Lane lane,
            MessageStore store,
            Clock clock,
            Consumer<Entry> finished) {
        this.id = id;
        this.topicId = topicId;
        this.spec = spec;
        this.cursor = cursor;
        this.finished = finished;
        this.store = store;
        this.lastSequence = cursor;
        this.selector = Selector.ofNullable(spec.selector());
        this.queue = new DeliveryQueue(lane, store, clock, new CursorSettlement(), Undeliverable.NEVER);
    }

    boolean durable() {
        return spec.durable();
    }

    /** Whether it gets the message, as far as the publisher matters. */
    boolean isLocal(BrokerMessage message) {
        return spec.noLocal() && message.publisher().isLocalTo(spec.noLocalOf());
    }

    boolean selects(BrokerMessage message) {
        return selector == null || selector.matches(message);
    }

    /** Notes a message that it will get, before the store has it, so that the cursor cannot pass it. */
    Entry expect(BrokerMessage message, long sequence, int deliveryCount, TopicMessage shared) {
        Entry entry = new Entry(message, sequence, deliveryCount, shared);
        lastSequence = Math.max(lastSequence, sequence);
        if (shared.stored) {
            pending.put(sequence, entry);
        }
        return entry;
    }

    /** The message that it was to get is not kept. */
    void forget(Entry entry) {
        pending.remove(entry.sequence, entry);
    }

    /** The row that keeps a message from it that it would get by its selector after a restart. */
    Change skip(long sequence) {
        lastSequence = Math.max(lastSequence, sequence);
        return new Change.PutEntry(new SubscriptionEntry(id, sequence, true, 0));
    }

    /** What {@link #skip} gave is durable. Where nothing else moves the cursor, it follows now and then, so that the rows go. */
    void skipped() {
        if (!ended && ++skipped >= SKIPPED_ROWS && pending.isEmpty()) {
            skipped = 0;
            store.write(List.of(new Change.Cursor(id, lastSequence))); // if that fails, the rows go a while later
        }
    }

    /** Whether rows are kept for it: not while its own row is being removed. */
    boolean keepsRows() {
        return durable() && !ending;
    }

    /** Its row is being removed, or is not after all. */
    void ending(boolean now) {
        ending = now;
    }

    /** It is no more: what consumers still hold of it is settled without a trace, and it gets nothing. */
    void end() {
        ended = true;
        queue.end();
        List<Entry> left = new ArrayList<>(pending.values());
        pending.clear();
        left.forEach(finished);
    }

    /** Takes in a message that it was to get. */
    void arrive(Entry entry) {
        if (!ended) {
            queue.arrive(entry);
        }
    }

    SubscriptionRecord toRecord() {
        return new SubscriptionRecord(
                id, topicId, spec.clientId(), spec.name(), spec.shared(), spec.noLocal(), spec.selector(), cursor, 0);
    }

    private final class CursorSettlement implements Settlement {
        @Override
        public long ownerId() {
            return id;
        }

        @Override
        public boolean isStored(Entry entry) {
            return keepsRows() && !ended && entry.shared.stored;
        }

        /**
         * The cursor moves up to the first message that is not durably done; what another unit under way makes done may yet fail or
         * come later, so it holds the cursor back, and what is done beyond it becomes an exception.
         */
        @Override
        public Reservation done(List<Entry> entries) {
            List<Entry> own = entries.stream().filter(this::isStored).toList();
            if (own.isEmpty()) {
                return new Reservation.Plain(List.of());
            }
            List<Change> changes = new ArrayList<>(2 * own.size());
            long reached = reachedWithout(own);
            if (reached > cursor) {
                changes.add(new Change.Cursor(id, reached));
            }
            for (Entry entry : own) {
                if (entry.sequence > reached) {
                    changes.add(new Change.PutEntry(new SubscriptionEntry(id, entry.sequence, true, 0)));
                }
                if (entry.shared.durableSubscriptions == 1) { // the last one takes the row along
                    entry.shared.removing = true;
                    changes.add(new Change.Remove(topicId, entry.sequence));
                }
            }
            return new Done(own, reached, changes);
        }

        private long reachedWithout(List<Entry> own) {
            Set<Long> done = new HashSet<>();
            own.forEach(entry -> done.add(entry.sequence));
            for (long sequence : pending.keySet()) {
                if (!done.contains(sequence)) {
                    return sequence - 1;
                }
            }
            return lastSequence;
        }

        @Override
        public Change delivered(Entry entry) {
            return new Change.PutEntry(new SubscriptionEntry(id, entry.sequence, false, entry.deliveryCount));
        }

        @Override
        public Change mark(long sequence) {
            return new Change.SubscriptionMark(id, sequence);
        }
    }

    private final class Done implements Reservation {
        private final List<Entry> entries;
        private final long reached;
        private final List<Change> changes;

        private Done(List<Entry> entries, long reached, List<Change> changes) {
            this.entries = entries;
            this.reached = reached;
            this.changes = changes;
        }

        @Override
        public List<Change> changes() {
            return changes;
        }

        @Override
        public void commit() {
            cursor = Math.max(cursor, reached);
            for (Entry entry : entries) {
                if (pending.remove(entry.sequence, entry)) { // else it ended meanwhile
                    finished.accept(entry);
                }
            }
        }

        @Override
        public void abandon() {
            changes.forEach(change -> {
                if (change instanceof Change.Remove remove) {
                    entries.stream()
                            .filter(entry -> entry.sequence == remove.sequence())
                            .forEach(entry -> entry.shared.removing = false);
                }
            });
        }
    }
}
