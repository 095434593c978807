package io.ternmq.delivery;

import io.ternmq.message.DestinationName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The subscriptions that span topics, and the topics' feeds for them. {@link #prepare}, {@link #connect} and {@link #disconnect} are
 * called by one thread at a time, which waits for lanes; the rest is thread-safe.
 */
final class Wildcards {

    private final TopicOrder order = new TopicOrder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Open> open = new LinkedHashMap<>();

    private record Open(PatternPartition pattern, Feed feed) {}

    TopicOrder order() {
        return order;
    }

    /**
     * Makes a topic known, with the feeds that it has to begin with. A subscription that comes meanwhile waits, and then finds it.
     *
     * @param add adds the topic to those that {@link #connect} is given
     */
    void join(DestinationName topic, Consumer<List<Feed>> add) {
        lock.lock();
        try {
            List<Feed> feeds = new ArrayList<>();
            for (Open subscription : open.values()) {
                if (subscription.pattern.matches(topic)) {
                    feeds.add(subscription.feed);
                }
            }
            add.accept(feeds);
        } finally {
            lock.unlock();
        }
    }

    /** Has all topics that match count by the common order, so that a subscription can begin there. */
    void prepare(PatternPartition pattern, Collection<Partition> all) {
        inTurns(pattern, all, TopicPartition::order);
    }

    /** Has all topics that match feed the subscription, those made from now on too. */
    void connect(PatternPartition pattern, Subscription subscription, Collection<Partition> all) {
        Feed feed = register(pattern, subscription);
        inTurns(pattern, all, topic -> topic.feed(feed));
    }

    /** Registers a subscription before there are topics that could match. */
    Feed register(PatternPartition pattern, Subscription subscription) {
        Feed feed = new Feed(subscription, pattern.lane());
        lock.lock();
        try {
            open.put(subscription.id, new Open(pattern, feed));
        } finally {
            lock.unlock();
        }
        return feed;
    }

    /** Ends the feeds of a subscription, or only what was prepared for it. */
    void disconnect(PatternPartition pattern, long subscriptionId, Collection<Partition> all) {
        lock.lock();
        try {
            open.remove(subscriptionId);
        } finally {
            lock.unlock();
        }
        inTurns(pattern, all, topic -> topic.endFeed(subscriptionId));
    }

    private static void inTurns(PatternPartition pattern, Collection<Partition> all, Consumer<TopicPartition> work) {
        List<CompletableFuture<Void>> turns = new ArrayList<>();
        for (Partition partition : all) {
            if (partition instanceof TopicPartition topic
                    && pattern.matches(topic.destination().name())) {
                turns.add(topic.lane().call(() -> {
                    work.accept(topic);
                    return null;
                }));
            }
        }
        CompletableFuture.allOf(turns.toArray(CompletableFuture[]::new)).join();
    }
}
