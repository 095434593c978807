package io.ternmq.delivery;

import io.ternmq.message.DestinationName;
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

/**
 * A subscription of a topic, or of all topics that match a pattern. A durable one is a cursor over the topics' log: all up to it is
 * done. What is done above it, out of order, is an exception that the store keeps as a row. Belongs to the lane of its home.
 */
final class Subscription implements Taker {

    private static final int SKIPPED_ROWS = 100;

    final long id;
    final SubscriptionSpec spec;
    final DeliveryQueue queue;

    private final long homeId;
    private final boolean spansTopics;
    private final Selector selector;
    private final TreeMap<Long, Entry> pending =
            new TreeMap<>(); // of a durable one: what the store has and is not done
    private final MessageStore store;
    private long lastSequence;
    private long cursor; // that of the store, or one that was behind it
    private int skipped;
    private volatile boolean ending; // topics of other lanes look at it
    private boolean ended;

    /**
     * @param home the topic, or the pattern
     * @param cursor all messages up to that sequence are none of its
     */
    Subscription(
            long id,
            SubscribedPartition home,
            SubscriptionSpec spec,
            long cursor,
            Clock clock,
            Undeliverable undeliverable) {
        this.id = id;
        this.homeId = home.destination().id();
        this.spansTopics = home instanceof PatternPartition;
        this.spec = spec;
        this.cursor = cursor;
        this.store = home.store();
        this.lastSequence = cursor;
        this.selector = Selector.ofNullable(spec.selector());
        this.queue = new DeliveryQueue(home.lane(), store, clock, new CursorSettlement(), undeliverable);
    }

    @Override
    public boolean durable() {
        return spec.durable();
    }

    @Override
    public boolean isLocal(BrokerMessage message) {
        return spec.noLocal() && message.publisher().isLocalTo(spec.noLocalOf());
    }

    @Override
    public boolean selects(BrokerMessage message) {
        return selector == null || selector.matches(message);
    }

    @Override
    public void expect(Entry entry) {
        reached(entry.sequence);
        if (ended) { // its topic could not know yet
            finished(entry);
        } else {
            pending.put(entry.sequence, entry);
        }
    }

    /** A sequence has been given out: the cursor may go there once all below it is done. */
    void reached(long sequence) {
        lastSequence = Math.max(lastSequence, sequence);
    }

    @Override
    public void forget(Entry entry) {
        pending.remove(entry.sequence, entry);
    }

    @Override
    public Change skip(long sequence) {
        reached(sequence);
        return new Change.PutEntry(new SubscriptionEntry(id, sequence, true, 0, 0));
    }

    /** Where nothing else moves the cursor, it follows now and then, so that the rows of what was skipped go. */
    @Override
    public void skipped() {
        if (!ended && ++skipped >= SKIPPED_ROWS && pending.isEmpty()) {
            skipped = 0;
            store.write(List.of(new Change.Cursor(id, lastSequence))); // if that fails, the rows go a while later
        }
    }

    @Override
    public boolean keepsRows() {
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
        left.forEach(this::finished);
    }

    @Override
    public void arrive(Entry entry) {
        if (!ended) {
            queue.arrive(entry);
        }
    }

    /** What spans topics is told of theirs one topic after the other: {@link #restored} brings that in order. */
    @Override
    public void restore(Entry entry) {
        expect(entry);
        if (!spansTopics) {
            queue.restore(entry);
        }
    }

    /** All topics have handed over what they had. */
    void restored() {
        pending.values().forEach(queue::restore);
    }

    /** It has done with a stored message for good. */
    private void finished(Entry entry) {
        TopicPartition topic = entry.shared.topic;
        topic.lane().run(() -> topic.finished(entry));
    }

    SubscriptionRecord toRecord() {
        return new SubscriptionRecord(
                id, homeId, spec.clientId(), spec.name(), spec.shared(), spec.noLocal(), spec.selector(), cursor, 0);
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

        @Override
        public DestinationName sentTo(Entry entry) {
            return spansTopics ? entry.shared.topic.destination().name() : null;
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
                    changes.add(new Change.PutEntry(new SubscriptionEntry(id, entry.sequence, true, 0, 0)));
                }
                if (!spansTopics && entry.shared.durableSubscriptions == 1) { // the last one takes the row along
                    entry.shared.removing = true;
                    changes.add(new Change.Remove(homeId, entry.sequence));
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
            return new Change.PutEntry(
                    new SubscriptionEntry(id, entry.sequence, false, entry.deliveryCount, entry.dueAt));
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
                    finished(entry);
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
