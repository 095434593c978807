package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.Destination;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A topic on its lane: a log whose messages are kept, one row each, while a durable subscription needs them; each subscription
 * gets its own place for a message and shares the message itself.
 */
public final class TopicPartition extends Partition {

    private final Destination destination;
    private final Clock clock;
    private final Map<Long, Subscription> subscriptions = new LinkedHashMap<>();
    private long lastSequence;
    private volatile long published;

    TopicPartition(Destination destination, Lane lane, MessageStore store, Clock clock) {
        super(lane, store);
        this.destination = destination;
        this.clock = clock;
    }

    @Override
    public Destination destination() {
        return destination;
    }

    /** Messages since the start of the broker. */
    public long published() {
        return published;
    }

    /** How its subscriptions are now. */
    public CompletableFuture<List<SubscriptionSnapshot>> snapshot() {
        return lane().call(() -> subscriptions.values().stream()
                .map(s -> new SubscriptionSnapshot(s.spec, QueueSnapshot.of(s.queue)))
                .toList());
    }

    Collection<Subscription> subscriptions() {
        return subscriptions.values();
    }

    private record Arrival(Subscription subscription, Entry entry) {}

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer: the lane
    Reservation reserve(BrokerMessage message) {
        long sequence = ++lastSequence;
        published++;
        List<Subscription> takers = new ArrayList<>();
        List<Subscription> excluded = new ArrayList<>();
        boolean keep = false;
        for (Subscription subscription : subscriptions.values()) {
            if (!subscription.selects(message)) {
                continue;
            }
            if (subscription.isLocal(message)) {
                excluded.add(subscription);
            } else {
                takers.add(subscription);
                keep |= subscription.durable();
            }
        }
        TopicMessage shared = new TopicMessage(keep && message.persistent());
        if (shared.stored) {
            requireKept();
        }
        List<Arrival> arrivals = new ArrayList<>(takers.size());
        for (Subscription subscription : takers) {
            arrivals.add(new Arrival(
                    subscription,
                    subscription.durable()
                            ? expect(subscription, message, sequence, 0, shared)
                            : new Entry(message, sequence, 0, shared)));
        }
        if (!shared.stored) {
            return new Publication(sequence, shared, arrivals, List.of(), List.of());
        }
        excluded.removeIf(subscription -> !subscription.keepsRows());
        return new Publication(sequence, shared, arrivals, excluded, changes(message, sequence, excluded));
    }

    private static Entry expect(
            Subscription subscription, BrokerMessage message, long sequence, int count, TopicMessage shared) {
        shared.durableSubscriptions++;
        return subscription.expect(message, sequence, count, shared);
    }

    private List<Change> changes(BrokerMessage message, long sequence, List<Subscription> excluded) {
        List<Change> changes = new ArrayList<>(1);
        changes.add(new Change.Append(Stored.of(destination.id(), sequence, message)));
        excluded.forEach(subscription -> changes.add(subscription.skip(sequence)));
        return changes;
    }

    private final class Publication implements Reservation {
        private final long sequence;
        private final TopicMessage shared;
        private final List<Arrival> arrivals;
        private final List<Subscription> excluded;
        private final List<Change> changes;

        private Publication(
                long sequence,
                TopicMessage shared,
                List<Arrival> arrivals,
                List<Subscription> excluded,
                List<Change> changes) {
            this.sequence = sequence;
            this.shared = shared;
            this.arrivals = arrivals;
            this.excluded = excluded;
            this.changes = changes;
        }

        @Override
        public List<Change> changes() {
            return changes;
        }

        @Override
        public void commit() {
            arrivals.forEach(arrival -> arrival.subscription.arrive(arrival.entry));
            excluded.forEach(Subscription::skipped);
            if (shared.stored && shared.durableSubscriptions == 0) { // those that needed it were deleted meanwhile
                removeRow(sequence);
            }
        }

        @Override
        public void abandon() {
            arrivals.forEach(arrival -> arrival.subscription.forget(arrival.entry));
        }
    }

    /** A message is done for one durable subscription: the row goes with the last, if its unit has not taken it along. */
    private void finished(Entry entry) {
        if (--entry.shared.durableSubscriptions == 0 && !entry.shared.removing) {
            removeRow(entry.sequence);
        }
    }

    private void removeRow(long sequence) {
        store().remove(destination.id(), sequence); // if that fails, the next start finds that nobody needs it
    }

    /** Makes a subscription that gets what is published from now on. */
    Subscription open(long id, SubscriptionSpec spec) {
        requireThere();
        return open(id, spec, lastSequence);
    }

    private Subscription open(long id, SubscriptionSpec spec, long cursor) {
        Subscription subscription =
                new Subscription(id, destination.id(), spec, cursor, lane(), store(), clock, this::finished);
        subscriptions.put(id, subscription);
        return subscription;
    }

    /** Ends a subscription whose row is gone or never was; the rows of messages that only it still needed go too. */
    void drop(Subscription subscription) {
        if (subscriptions.remove(subscription.id) != null) {
            subscription.end();
        }
    }

    @Override
    long markReached() {
        return 0; // its subscriptions have marks of their own
    }

    @Override
    void drop() {
        List.copyOf(subscriptions.values()).forEach(this::drop);
    }

    /** Adds a consumer to a subscription. It has no credit yet. */
    ConsumerHandle attach(Subscription subscription, Outbound out, int session, int number, Runnable detached) {
        LaneConsumer consumer = new LaneConsumer(out, session, number, null);
        subscription.queue.attach(consumer);
        return new ConsumerHandle(this, subscription.queue, consumer, detached);
    }

    /** A durable subscription as the store kept it, with its exceptions. */
    record Kept(SubscriptionRecord subscription, SubscriptionSpec spec, List<SubscriptionEntry> entries) {}

    /** Takes in what the store kept; before the topic is used. */
    void restore(List<StoredMessage> messages, List<Kept> kept) {
        List<Change> changes = new ArrayList<>();
        Map<Long, Map<Long, SubscriptionEntry>> exceptions = new HashMap<>();
        for (Kept k : kept) {
            open(k.subscription.id(), k.spec, k.subscription.cursor());
            lastSequence = Math.max(lastSequence, Math.max(k.subscription.cursor(), k.subscription.mark()));
            Map<Long, SubscriptionEntry> bySequence = new HashMap<>();
            for (SubscriptionEntry entry : k.entries) { // no later message may have the number of one that is done
                lastSequence = Math.max(lastSequence, entry.sequence());
                bySequence.put(entry.sequence(), entry);
            }
            exceptions.put(k.subscription.id(), bySequence);
        }
        for (StoredMessage stored : messages) {
            lastSequence = Math.max(lastSequence, stored.sequence());
            BrokerMessage message = Stored.toMessage(stored);
            TopicMessage shared = new TopicMessage(true);
            for (Kept k : kept) {
                SubscriptionEntry exception =
                        exceptions.get(k.subscription.id()).get(stored.sequence());
                restore(k.subscription, exception, message, stored.sequence(), shared, changes);
            }
            if (shared.durableSubscriptions == 0) { // the last subscription that needed it went without it
                changes.add(new Change.Remove(destination.id(), stored.sequence()));
            }
        }
        for (Kept k : kept) {
            if (k.subscription.mark() > 0) {
                changes.add(new Change.SubscriptionMark(k.subscription.id(), 0));
            }
        }
        if (!changes.isEmpty()) {
            store().write(changes);
        }
    }

    private void restore(
            SubscriptionRecord kept,
            SubscriptionEntry exception,
            BrokerMessage message,
            long sequence,
            TopicMessage shared,
            List<Change> changes) {
        Subscription subscription = subscriptions.get(kept.id());
        boolean done = sequence <= kept.cursor() || exception != null && exception.done();
        if (done || !subscription.selects(message)) {
            return;
        }
        int count = exception == null ? 0 : exception.deliveryCount();
        if (sequence <= kept.mark()) { // it may have been delivered before the unclean end
            count++;
            changes.add(new Change.PutEntry(new SubscriptionEntry(kept.id(), sequence, false, count)));
        }
        subscription.queue.restore(expect(subscription, message, sequence, count, shared));
    }
}
