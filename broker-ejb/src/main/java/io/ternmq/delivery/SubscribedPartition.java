package io.ternmq.delivery;

import io.ternmq.routing.Destination;
import io.ternmq.store.MessageStore;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What consumers subscribe to: a topic, or a pattern of topics. The subscriptions are on its lane. */
public abstract sealed class SubscribedPartition extends Partition permits TopicPartition, PatternPartition {

    private final Destination destination;
    private final Clock clock;
    private final Undeliverable undeliverable;
    private final Map<Long, Subscription> subscriptions = new LinkedHashMap<>();

    SubscribedPartition(
            Destination destination, Lane lane, MessageStore store, Clock clock, Undeliverable undeliverable) {
        super(lane, store);
        this.destination = destination;
        this.clock = clock;
        this.undeliverable = undeliverable;
    }

    @Override
    public final Destination destination() {
        return destination;
    }

    /** Messages that were sent to it since the start of the broker. */
    public abstract long published();

    /** How its subscriptions are now. */
    public final CompletableFuture<List<SubscriptionSnapshot>> snapshot() {
        return lane().call(() -> subscriptions.values().stream()
                .map(s -> new SubscriptionSnapshot(s.spec, QueueSnapshot.of(s.queue)))
                .toList());
    }

    final Collection<Subscription> subscriptions() {
        return subscriptions.values();
    }

    /** Makes a subscription that gets what is published from now on. */
    abstract Subscription open(long id, SubscriptionSpec spec);

    final Subscription open(long id, SubscriptionSpec spec, long cursor) {
        Subscription subscription = new Subscription(id, this, spec, cursor, clock, undeliverable);
        subscriptions.put(id, subscription);
        return subscription;
    }

    /** Ends a subscription whose row is gone or never was; the rows of messages that only it still needed go too. */
    final void drop(Subscription subscription) {
        if (subscriptions.remove(subscription.id) != null) {
            subscription.end();
        }
    }

    @Override
    final long markReached() {
        return 0; // its subscriptions have marks of their own
    }

    @Override
    final void drop() {
        List.copyOf(subscriptions.values()).forEach(this::drop);
    }

    /** Adds a consumer to a subscription. It has no credit yet. */
    final ConsumerHandle attach(Subscription subscription, Outbound out, int session, int number, Runnable detached) {
        LaneConsumer consumer = new LaneConsumer(out, session, number, null);
        subscription.queue.attach(consumer);
        return new ConsumerHandle(this, subscription.queue, consumer, detached);
    }
}
