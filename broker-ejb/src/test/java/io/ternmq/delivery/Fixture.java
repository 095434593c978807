package io.ternmq.delivery;

import static org.awaitility.Awaitility.await;

import io.ternmq.config.RedeliveryPolicy;
import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.Destinations;
import io.ternmq.selector.Selector;
import io.ternmq.store.MessageStore;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Partitions over a store, on one lane that the test moves by hand. */
final class Fixture {

    final HandLane lane = new HandLane();
    final Destinations destinations = new Destinations();
    final Received received = new Received();
    final MessageStore store;
    final Partitions partitions;
    final Subscriptions subscriptions;

    /** @param store open, and closed by the test */
    Fixture(MessageStore store) {
        this(store, RedeliveryPolicy.DEFAULT);
    }

    /** @param store open, and closed by the test */
    Fixture(MessageStore store, RedeliveryPolicy redelivery) {
        this.store = store;
        this.partitions = new Partitions(destinations, id -> lane, store, lane, destination -> redelivery);
        this.subscriptions = new Subscriptions(partitions, destinations, store);
    }

    /** As after a start on what the store has. */
    static Fixture recovered(MessageStore store) {
        return recovered(store, RedeliveryPolicy.DEFAULT, HandLane.BEGINNING);
    }

    /** As after a start on what the store has, at that time. */
    static Fixture recovered(MessageStore store, RedeliveryPolicy redelivery, long atMillis) {
        Fixture fixture = new Fixture(store, redelivery);
        fixture.lane.advance(atMillis - HandLane.BEGINNING);
        new Recovery(store, fixture.partitions, fixture.subscriptions).run();
        fixture.lane.runAll();
        return fixture;
    }

    QueuePartition queue(String name) {
        return (QueuePartition) partitions.of(partitions.destination(DestinationName.queue(name)));
    }

    TopicPartition topic(String name) {
        return (TopicPartition) subscribed(name);
    }

    PatternPartition pattern(String name) {
        return (PatternPartition) subscribed(name);
    }

    private SubscribedPartition subscribed(String name) {
        return (SubscribedPartition) partitions.of(partitions.destination(DestinationName.topic(name)));
    }

    ConsumerHandle consumer(String queue, int number, String selector) {
        return get(queue(queue).subscribe(received, 1, number, Selector.ofNullable(selector)));
    }

    ConsumerHandle subscriber(String topic, int number, SubscriptionSpec spec) {
        return get(subscriptions.subscribe(subscribed(topic), spec, received, 1, number));
    }

    static SubscriptionSpec durable(String name, String selector) {
        return new SubscriptionSpec("client", name, true, false, null, selector);
    }

    static SubscriptionSpec unnamed() {
        return new SubscriptionSpec("", "", false, false, null, "");
    }

    void send(Partition partition, BrokerMessage message) {
        get(partition.send(message));
        lane.runAll();
    }

    /** The answer, with the lane running until it is there. */
    <T> T get(CompletableFuture<T> answer) {
        until(answer::isDone);
        return answer.join();
    }

    /** Runs the lane until the condition holds. */
    void until(Callable<Boolean> condition) {
        await().pollInSameThread()
                .atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    lane.runAll();
                    return condition.call();
                });
    }

    static Ranges ranges(long... bounds) {
        return new Ranges(bounds);
    }
}
