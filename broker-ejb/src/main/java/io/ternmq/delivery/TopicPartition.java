package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.Destination;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoredMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * A topic on its lane: a log whose messages are kept, one row each, while a durable subscription needs them; each subscription
 * gets its own place for a message and shares the message itself.
 */
public final class TopicPartition extends SubscribedPartition {

    private final TopicOrder order;
    private final List<Feed> feeds; // of the subscriptions that span topics, this one among them
    private volatile boolean
            ordered; // sequences come from the order: they do while there are feeds, and shortly before
    private long lastSequence;
    private volatile long published;

    /** @param feeds those that it begins with */
    TopicPartition(
            Destination destination,
            Lane lane,
            MessageStore store,
            Clock clock,
            Undeliverable undeliverable,
            TopicOrder order,
            List<Feed> feeds) {
        super(destination, lane, store, clock, undeliverable);
        this.order = order;
        this.feeds = new ArrayList<>(feeds);
        this.ordered = !feeds.isEmpty();
    }

    @Override
    public long published() {
        return published;
    }

    @Override
    public boolean isOrderedWithOthers() {
        return ordered;
    }

    private record Arrival(Taker taker, Entry entry) {}

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer: the lane
    Reservation reserve(BrokerMessage message) {
        published++;
        List<Taker> takers = new ArrayList<>();
        List<Taker> excluded = new ArrayList<>();
        boolean keep = sort(subscriptions(), message, takers, excluded);
        if (!feeds.isEmpty()) {
            keep |= sort(feeds, message, takers, excluded);
        }
        TopicMessage shared = new TopicMessage(this, keep && message.persistent());
        if (shared.stored) {
            requireKept();
        }
        return ordered
                ? order.next(sequence -> publication(message, sequence, shared, takers, excluded))
                : publication(message, lastSequence + 1, shared, takers, excluded);
    }

    /** Tells who gets the message; whether one of them is durable. */
    private static boolean sort(
            Iterable<? extends Taker> all, BrokerMessage message, List<Taker> takers, List<Taker> excluded) {
        boolean keep = false;
        for (Taker taker : all) {
            if (!taker.selects(message)) {
                continue;
            }
            if (taker.isLocal(message)) {
                excluded.add(taker);
            } else {
                takers.add(taker);
                keep |= taker.durable();
            }
        }
        return keep;
    }

    private Publication publication(
            BrokerMessage message, long sequence, TopicMessage shared, List<Taker> takers, List<Taker> excluded) {
        lastSequence = sequence;
        List<Arrival> arrivals = new ArrayList<>(takers.size());
        for (Taker taker : takers) {
            Entry entry = new Entry(message, sequence, shared);
            if (shared.stored && taker.durable()) {
                shared.durableSubscriptions++;
                taker.expect(entry);
            }
            arrivals.add(new Arrival(taker, entry));
        }
        if (!shared.stored) {
            return new Publication(sequence, shared, arrivals, List.of(), List.of());
        }
        excluded.removeIf(taker -> !taker.keepsRows());
        List<Change> changes = new ArrayList<>(1 + excluded.size());
        changes.add(new Change.Append(Stored.of(destination().id(), sequence, message)));
        excluded.forEach(taker -> changes.add(taker.skip(sequence)));
        return new Publication(sequence, shared, arrivals, excluded, changes);
    }

    private final class Publication implements Reservation {
        private final long sequence;
        private final TopicMessage shared;
        private final List<Arrival> arrivals;
        private final List<Taker> excluded;
        private final List<Change> changes;
        private final boolean isFed = ordered;

        private Publication(
                long sequence,
                TopicMessage shared,
                List<Arrival> arrivals,
                List<Taker> excluded,
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
        public boolean takesEffectFirst() {
            return isFed; // what is sent next, to another topic, must come behind it
        }

        @Override
        public void commit() {
            arrivals.forEach(arrival -> arrival.taker.arrive(arrival.entry));
            excluded.forEach(Taker::skipped);
            if (shared.stored && shared.durableSubscriptions == 0) { // those that needed it were deleted meanwhile
                removeRow(sequence);
            }
        }

        @Override
        public void abandon() {
            arrivals.forEach(arrival -> arrival.taker.forget(arrival.entry));
        }
    }

    /** A message is done for one durable subscription: the row goes with the last, if its unit has not taken it along. In a turn. */
    void finished(Entry entry) {
        if (--entry.shared.durableSubscriptions == 0 && !entry.shared.removing) {
            removeRow(entry.sequence);
        }
    }

    private void removeRow(long sequence) {
        store().remove(destination().id(), sequence); // if that fails, the next start finds that nobody needs it
    }

    @Override
    Subscription open(long id, SubscriptionSpec spec) {
        requireThere();
        return open(id, spec, lastSequence);
    }

    /** Counts by the common order from now on, above all that it has had: a feed may follow. In a turn. */
    void order() {
        if (!ordered) {
            order.raise(lastSequence);
            ordered = true;
        }
    }

    /** Adds a feed, unless it is there: the topic may have been made with it. In a turn. */
    void feed(Feed feed) {
        order();
        if (feeds.stream().noneMatch(f -> f.subscriptionId() == feed.subscriptionId())) {
            feeds.add(feed);
        }
    }

    /** Ends the feed of a subscription. In a turn. */
    void endFeed(long subscriptionId) {
        feeds.removeIf(feed -> feed.subscriptionId() == subscriptionId);
        ordered = !feeds.isEmpty();
    }

    /** Takes in what the store kept; before the topic is used. */
    void restore(List<StoredMessage> messages, List<RestoredTaker.Kept> own, List<RestoredTaker> spanning) {
        List<RestoredTaker> takers = new ArrayList<>(spanning);
        for (RestoredTaker.Kept kept : own) {
            takers.add(new RestoredTaker(
                    open(
                            kept.subscription().id(),
                            kept.spec(),
                            kept.subscription().cursor()),
                    kept));
            lastSequence = Math.max(lastSequence, kept.highest());
        }
        List<Change> changes = new ArrayList<>();
        for (StoredMessage stored : messages) {
            lastSequence = Math.max(lastSequence, stored.sequence());
            BrokerMessage message = Stored.toMessage(stored);
            TopicMessage shared = new TopicMessage(this, true);
            takers.forEach(taker -> taker.offer(stored, message, shared, changes));
            if (shared.durableSubscriptions == 0) { // the last subscription that needed it went without it
                changes.add(new Change.Remove(destination().id(), stored.sequence()));
            }
        }
        own.forEach(kept -> kept.unmark(changes));
        if (ordered) {
            order.raise(lastSequence);
        }
        if (!changes.isEmpty()) {
            store().write(changes);
        }
    }
}
