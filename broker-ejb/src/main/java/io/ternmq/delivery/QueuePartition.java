package io.ternmq.delivery;

import io.ternmq.metrics.Counters;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.Destination;
import io.ternmq.selector.Selector;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoredMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A queue on its lane: gives messages their sequence and hands them to its {@link DeliveryQueue}. */
public final class QueuePartition extends Partition {

    private final Destination destination;
    private final Clock clock;
    private final DeliveryQueue queue;
    private final boolean durable;
    private long lastSequence;

    QueuePartition(Destination destination, Lane lane, MessageStore store, Clock clock, Undeliverable undeliverable) {
        super(lane, store);
        this.destination = destination;
        this.clock = clock;
        this.durable = !destination.name().isTemporary();
        this.queue = new DeliveryQueue(lane, store, clock, new QueueSettlement(), undeliverable);
    }

    @Override
    public Destination destination() {
        return destination;
    }

    DeliveryQueue queue() {
        return queue;
    }

    /** What came and went since the start of the broker; may be read by any thread. */
    public Counters counters() {
        return queue.counters();
    }

    /** How it is now. */
    public CompletableFuture<QueueSnapshot> snapshot() {
        return lane().call(() -> QueueSnapshot.of(queue));
    }

    /** The first messages: those that consumers hold, then those that wait, in the order of delivery. */
    public CompletableFuture<List<WaitingMessage>> peek(int limit) {
        return lane().call(() -> {
            List<WaitingMessage> found = new ArrayList<>();
            queue.forEachHeld(entry -> {
                if (found.size() < limit) {
                    found.add(WaitingMessage.of(entry));
                }
            });
            queue.backlog().forEach(limit - found.size(), entry -> found.add(WaitingMessage.of(entry)));
            return found;
        });
    }

    @Override
    long markReached() {
        return queue.markReached();
    }

    @Override
    void drop() {
        queue.end();
    }

    @Override
    Reservation reserve(BrokerMessage message) {
        if (durable && message.persistent()) {
            requireKept();
        }
        Entry entry = new Entry(message, ++lastSequence, null);
        List<Change> changes = durable && message.persistent()
                ? List.of(new Change.Append(Stored.of(destination.id(), entry.sequence, message)))
                : List.of();
        return new Reservation() {
            @Override
            public List<Change> changes() {
                return changes;
            }

            @Override
            public void commit() {
                queue.arrive(entry);
            }

            @Override
            public void abandon() {
                // its sequence stays unused
            }
        };
    }

    /** Opens a consumer, in a turn of the lane. It has no credit yet. */
    public CompletableFuture<ConsumerHandle> subscribe(Outbound out, int session, int number, Selector selector) {
        return lane().call(() -> {
            requireThere();
            LaneConsumer consumer = new LaneConsumer(out, session, number, selector);
            queue.attach(consumer);
            return new ConsumerHandle(this, queue, consumer);
        });
    }

    /** Opens a browser: it sees what is ready now, in the order of delivery, as it gets credit. */
    public CompletableFuture<Browser> browse(Outbound out, int session, int number, Selector selector) {
        return lane().call(() -> {
            List<Entry> seen = new ArrayList<>();
            queue.backlog().forEach(Integer.MAX_VALUE, entry -> {
                if (selector == null || selector.matches(entry.message)) {
                    seen.add(entry);
                }
            });
            return new Browser(lane(), clock, seen, out, session, number);
        });
    }

    /** Takes in what the store kept; before the queue is used. */
    void restore(List<StoredMessage> messages, long mark) {
        List<Change> changes = new ArrayList<>();
        lastSequence = mark;
        for (StoredMessage stored : messages) {
            Entry entry = new Entry(
                    Stored.toMessage(stored), stored.sequence(), stored.deliveryCount(), stored.dueAt(), null);
            if (stored.sequence() <= mark) { // it may have been delivered before the unclean end
                entry.deliveryCount++;
                changes.add(
                        new Change.Delivered(destination.id(), stored.sequence(), entry.deliveryCount, entry.dueAt));
            }
            lastSequence = Math.max(lastSequence, stored.sequence());
            queue.restore(entry);
        }
        if (mark > 0) {
            changes.add(new Change.Mark(destination.id(), 0));
            store().write(changes);
        }
    }

    private final class QueueSettlement implements Settlement {
        @Override
        public long ownerId() {
            return destination.id();
        }

        @Override
        public boolean isStored(Entry entry) {
            return durable && entry.message.persistent();
        }

        @Override
        public Reservation done(List<Entry> entries) {
            List<Change> changes = new ArrayList<>(entries.size());
            for (Entry entry : entries) {
                if (isStored(entry)) {
                    changes.add(new Change.Remove(destination.id(), entry.sequence));
                }
            }
            return new Reservation.Plain(changes);
        }

        @Override
        public Change delivered(Entry entry) {
            return new Change.Delivered(destination.id(), entry.sequence, entry.deliveryCount, entry.dueAt);
        }

        @Override
        public Change mark(long sequence) {
            return new Change.Mark(destination.id(), sequence);
        }
    }
}
