package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.selector.Selector;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import java.time.Clock;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A subscription of a topic. A durable one is a cursor over the topic's log: all up to it is done. What is done above it, out of
 * order, is an exception that the store keeps as a row. Belongs to the topic's lane.
 */
final class Subscription {

    final long id;
    final SubscriptionSpec spec;
    final DeliveryQueue queue;

    private final Selector selector;
    private final TreeMap<Long, Entry> pending =
            new TreeMap<>(); // of a durable one: what the store has and is not done
    private long lastSequence;
    private long cursor;

    /** @param finished told of each stored message that it has done with, with the list for further changes */
    Subscription(
            long id,
            SubscriptionSpec spec,
            long cursor,
            Lane lane,
            MessageStore store,
            Clock clock,
            BiConsumer<Entry, List<Change>> finished) {
        this.id = id;
        this.spec = spec;
        this.cursor = cursor;
        this.lastSequence = cursor;
        this.selector = Selector.ofNullable(spec.selector());
        this.queue = new DeliveryQueue(lane, store, clock, new CursorSettlement(finished), Undeliverable.NEVER);
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
        return new Change.PutEntry(new SubscriptionEntry(id, sequence, true, 0));
    }

    /** All stored messages that it has not done with. */
    Iterable<Entry> pending() {
        return pending.values();
    }

    SubscriptionRecord toRecord(long topicId) {
        return new SubscriptionRecord(
                id, topicId, spec.clientId(), spec.name(), spec.shared(), spec.noLocal(), spec.selector(), cursor, 0);
    }

    private final class CursorSettlement implements Settlement {
        private final BiConsumer<Entry, List<Change>> finished;

        private CursorSettlement(BiConsumer<Entry, List<Change>> finished) {
            this.finished = finished;
        }

        @Override
        public boolean isStored(Entry entry) {
            return durable() && entry.shared.stored;
        }

        @Override
        public void done(Entry entry, List<Change> changes) {
            if (!isStored(entry)) {
                return;
            }
            pending.remove(entry.sequence);
            long reached = pending.isEmpty() ? lastSequence : pending.firstKey() - 1;
            if (reached > cursor) {
                cursor = reached;
                changes.add(new Change.Cursor(id, reached));
            }
            if (entry.sequence > reached) {
                changes.add(new Change.PutEntry(new SubscriptionEntry(id, entry.sequence, true, 0)));
            }
            finished.accept(entry, changes);
        }

        @Override
        public void undone(Entry entry) {
            if (isStored(entry)) {
                pending.put(entry.sequence, entry);
                entry.shared.durableSubscriptions++;
            }
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
}
