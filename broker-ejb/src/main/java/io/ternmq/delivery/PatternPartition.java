package io.ternmq.delivery;

import io.ternmq.delivery.DeliveryException.Reason;
import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.Destination;
import io.ternmq.routing.TopicPattern;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A topic pattern on its lane: the home of the subscriptions that span the topics which match it. It has no messages of its own. */
public final class PatternPartition extends SubscribedPartition {

    private final TopicPattern pattern;
    private final TopicOrder order;

    PatternPartition(
            Destination destination,
            Lane lane,
            MessageStore store,
            Clock clock,
            Undeliverable undeliverable,
            TopicOrder order) {
        super(destination, lane, store, clock, undeliverable);
        this.pattern = new TopicPattern(destination.name());
        this.order = order;
    }

    @Override
    public long published() {
        return 0;
    }

    /** Whether it stands for that destination; from any thread. */
    boolean matches(DestinationName topic) {
        return pattern.matches(topic);
    }

    @Override
    Reservation reserve(BrokerMessage message) {
        throw new DeliveryException(
                Reason.INVALID_DESTINATION, destination().name().patternRefusal());
    }

    /** Every topic that matches must count by the common order already. */
    @Override
    Subscription open(long id, SubscriptionSpec spec) {
        requireThere();
        return open(id, spec, order.last());
    }

    /** Takes in the durable subscriptions that the store kept; before the topics that match. */
    List<RestoredTaker> restore(List<RestoredTaker.Kept> kept) {
        List<RestoredTaker> takers = new ArrayList<>(kept.size());
        for (RestoredTaker.Kept k : kept) {
            Subscription subscription =
                    open(k.subscription().id(), k.spec(), k.subscription().cursor());
            order.raise(k.highest());
            takers.add(new RestoredTaker(new Feed(subscription, lane()), k));
        }
        return takers;
    }

    /** All topics have handed over what they had for it. */
    void restored(List<RestoredTaker.Kept> kept) {
        subscriptions().forEach(Subscription::restored);
        List<Change> marks = new ArrayList<>();
        kept.forEach(k -> k.unmark(marks));
        if (!marks.isEmpty()) {
            store().write(marks);
        }
    }
}
