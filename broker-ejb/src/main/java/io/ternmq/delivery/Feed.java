package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.Change;
import io.ternmq.store.SubscriptionEntry;

/**
 * A subscription that spans topics, as one of its topics sees it. Everything goes on to the subscription's own lane by
 * {@link Lane#execute}, never at once, so that what the topics announce in the order of its sequences comes in that order.
 */
final class Feed implements Taker {

    private final Subscription subscription; // of another lane: what is read here does not change, or is volatile
    private final Lane home;

    Feed(Subscription subscription, Lane home) {
        this.subscription = subscription;
        this.home = home;
    }

    long subscriptionId() {
        return subscription.id;
    }

    @Override
    public boolean durable() {
        return subscription.durable();
    }

    @Override
    public boolean selects(BrokerMessage message) {
        return subscription.selects(message);
    }

    @Override
    public boolean isLocal(BrokerMessage message) {
        return subscription.isLocal(message);
    }

    @Override
    public void expect(Entry entry) {
        home.execute(() -> subscription.expect(entry));
    }

    @Override
    public void forget(Entry entry) {
        home.execute(() -> subscription.forget(entry));
    }

    @Override
    public void arrive(Entry entry) {
        home.execute(() -> subscription.arrive(entry));
    }

    @Override
    public void restore(Entry entry) {
        home.run(() -> subscription.restore(entry)); // in no order yet
    }

    @Override
    public boolean keepsRows() {
        return subscription.keepsRows();
    }

    @Override
    public Change skip(long sequence) {
        home.execute(() -> subscription.reached(sequence));
        return new Change.PutEntry(new SubscriptionEntry(subscription.id, sequence, true, 0, 0));
    }

    @Override
    public void skipped() {
        home.execute(subscription::skipped);
    }
}
