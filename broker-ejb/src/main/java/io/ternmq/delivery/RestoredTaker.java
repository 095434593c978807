package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.Change;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A durable subscription on its way back from the store: which of a topic's messages are still its, and in what state. */
final class RestoredTaker {

    private final Taker taker;
    private final SubscriptionRecord record;
    private final Map<Long, SubscriptionEntry> exceptions = new HashMap<>();

    /** A durable subscription as the store kept it, with its exceptions. */
    record Kept(SubscriptionRecord subscription, SubscriptionSpec spec, List<SubscriptionEntry> entries) {

        /** No later message may have a number up to this one: it may belong to one that is done. */
        long highest() {
            long highest = Math.max(subscription.cursor(), subscription.mark());
            for (SubscriptionEntry entry : entries) {
                highest = Math.max(highest, entry.sequence());
            }
            return highest;
        }

        /** Adds the change that takes its dispatch mark back: what it tells is in the counts now. */
        void unmark(List<Change> changes) {
            if (subscription.mark() > 0) {
                changes.add(new Change.SubscriptionMark(subscription.id(), 0));
            }
        }
    }

    RestoredTaker(Taker taker, Kept kept) {
        this.taker = taker;
        this.record = kept.subscription();
        kept.entries().forEach(entry -> exceptions.put(entry.sequence(), entry));
    }

    /** Hands over the message if it is still to be delivered, and counts it at its topic then. In the topic's turn. */
    void offer(StoredMessage stored, BrokerMessage message, TopicMessage shared, List<Change> changes) {
        SubscriptionEntry exception = exceptions.get(stored.sequence());
        boolean done = stored.sequence() <= record.cursor() || exception != null && exception.done();
        if (done || !taker.selects(message)) {
            return;
        }
        int count = exception == null ? 0 : exception.deliveryCount();
        long dueAt = exception == null ? stored.dueAt() : exception.dueAt();
        if (stored.sequence() <= record.mark()) { // it may have been delivered before the unclean end
            count++;
            changes.add(
                    new Change.PutEntry(new SubscriptionEntry(record.id(), stored.sequence(), false, count, dueAt)));
        }
        shared.durableSubscriptions++;
        taker.restore(new Entry(message, stored.sequence(), count, dueAt, shared));
    }
}
