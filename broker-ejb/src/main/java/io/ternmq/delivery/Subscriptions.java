package io.ternmq.delivery;

import io.ternmq.delivery.DeliveryException.Reason;
import io.ternmq.routing.Destinations;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Opens, changes and deletes subscriptions by the rules of 8.3. Named ones and those that span topics are done one at a time on a
 * thread of its own, which may wait for lanes and for the store: they are rare, and two clients may want the same name. Thread-safe.
 */
public final class Subscriptions implements AutoCloseable {

    private final Partitions partitions;
    private final Destinations destinations;
    private final MessageStore store;
    private final Map<Key, Named> named = new ConcurrentHashMap<>();
    private final ExecutorService turns =
            new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread thread = new Thread(task, "tern-subscriptions");
                thread.setDaemon(true);
                return thread;
            });

    /** No subscriptions yet. */
    public Subscriptions(Partitions partitions, Destinations destinations, MessageStore store) {
        this.partitions = partitions;
        this.destinations = destinations;
        this.store = store;
    }

    /** Durable and non-durable subscriptions have name spaces of their own, a client identifier each (8.3.2 to 8.3.4). */
    private record Key(boolean durable, String clientId, String name) {
        static Key of(SubscriptionSpec spec) {
            return new Key(spec.durable(), spec.clientId(), spec.name());
        }

        @Override
        public String toString() {
            return (durable ? "durable" : "shared") + " subscription " + name
                    + (clientId.isEmpty() ? "" : " of client " + clientId);
        }
    }

    private record Named(SubscribedPartition topic, Subscription subscription) {}

    /** Takes in a durable subscription that the store kept. */
    void restore(SubscribedPartition topic, Subscription subscription) {
        destinations.reserve(subscription.id);
        named.put(Key.of(subscription.spec), new Named(topic, subscription));
    }

    /**
     * Opens a consumer on a subscription of a topic or of a pattern of topics, which is made if it is not there.
     *
     * @return fails with a {@link DeliveryException} if the subscription is in use in another way
     */
    public CompletableFuture<ConsumerHandle> subscribe(
            SubscribedPartition topic, SubscriptionSpec spec, Outbound out, int session, int number) {
        if (!spec.isNamed() && topic instanceof PatternPartition) {
            return inTurn(() -> {
                Named made = replace(null, topic, spec);
                return await(topic.lane()
                        .call(() -> topic.attach(
                                made.subscription, out, session, number, () -> turns.execute(() -> drop(made)))));
            });
        }
        if (!spec.isNamed()) {
            return topic.lane().call(() -> {
                Subscription subscription = topic.open(destinations.nextId(), spec);
                return topic.attach(subscription, out, session, number, () -> topic.drop(subscription));
            });
        }
        return inTurn(() -> {
            Named use = named.get(Key.of(spec));
            if (use == null || differs(use, topic, spec)) {
                use = replace(use, topic, spec);
            }
            return attach(use, out, session, number);
        });
    }

    /**
     * Deletes a durable subscription with what waits for it.
     *
     * @return fails with a {@link DeliveryException} if there is none or it has a consumer
     */
    public CompletableFuture<Void> unsubscribe(String clientId, String name) {
        Key key = new Key(true, clientId, name);
        return inTurn(() -> {
            Named use = named.get(key);
            if (use == null) {
                throw new DeliveryException(Reason.NO_SUBSCRIPTION, "there is no " + key);
            }
            remove(key, use);
            return null;
        });
    }

    /** Whether the definition is another one: such a subscription starts anew (8.3.3), if nobody uses the old one. */
    private static boolean differs(Named use, SubscribedPartition topic, SubscriptionSpec spec) {
        SubscriptionSpec old = use.subscription.spec;
        if (old.shared() != spec.shared()) {
            throw new DeliveryException(
                    Reason.ILLEGAL_STATE,
                    "the " + Key.of(spec) + " is " + (old.shared() ? "shared" : "not shared")
                            + "; delete it before it is used otherwise");
        }
        return use.topic != topic || !old.selector().equals(spec.selector()) || old.noLocal() != spec.noLocal();
    }

    /** Makes a subscription, in the place of an old one if there is one: one unit of the store, and nothing has changed if that fails. */
    private Named replace(Named old, SubscribedPartition topic, SubscriptionSpec spec) {
        Key key = Key.of(spec);
        List<Change> changes = new ArrayList<>();
        if (old != null) {
            changes.addAll(beginRemoval(key, old));
        }
        long id = destinations.nextId();
        CompletableFuture<Void> written = new CompletableFuture<>();
        Named made;
        try {
            if (topic instanceof PatternPartition pattern) {
                partitions.wildcards().prepare(pattern, partitions.all());
            }
            made = await(topic.lane().call(() -> {
                if (spec.durable()) {
                    topic.requireKept();
                }
                Subscription subscription = topic.open(id, spec);
                if (spec.durable()) {
                    changes.add(new Change.PutSubscription(subscription.toRecord()));
                }
                complete(written, write(changes)); // in this turn: messages for it come behind it
                return new Named(topic, subscription);
            }));
        } catch (RuntimeException e) {
            cancelRemoval(old);
            if (topic instanceof PatternPartition pattern) {
                partitions.wildcards().disconnect(pattern, id, partitions.all());
            }
            throw e;
        }
        try {
            if (topic instanceof PatternPartition pattern) {
                partitions.wildcards().connect(pattern, made.subscription, partitions.all());
            }
            await(written);
        } catch (RuntimeException e) {
            cancelRemoval(old);
            drop(made);
            if (spec.durable()) { // the failure may be of the answer alone
                store.write(List.of(new Change.DropSubscription(id)));
            }
            throw e;
        }
        if (old != null) {
            drop(old);
        }
        if (spec.isNamed()) {
            named.put(key, made);
        }
        return made;
    }

    private void remove(Key key, Named use) {
        List<Change> changes = beginRemoval(key, use);
        try {
            await(write(changes));
        } catch (RuntimeException e) {
            cancelRemoval(use);
            throw e;
        }
        drop(use);
        named.remove(key, use);
    }

    /** Gives the changes that remove the subscription. It goes on to take in messages, in case they fail. */
    private static List<Change> beginRemoval(Key key, Named use) {
        return await(use.topic.lane().call(() -> {
            if (use.subscription.queue.consumerCount() > 0) {
                throw new DeliveryException(Reason.ILLEGAL_STATE, "the " + key + " has a consumer; close it first");
            }
            use.subscription.ending(true);
            return use.subscription.durable()
                    ? List.<Change>of(new Change.DropSubscription(use.subscription.id))
                    : List.<Change>of();
        }));
    }

    private static void cancelRemoval(Named use) {
        if (use != null) {
            use.topic.lane().run(() -> use.subscription.ending(false));
        }
    }

    /** Lets go of a subscription whose row is gone or never was. */
    private void drop(Named use) {
        await(use.topic.lane().call(() -> {
            use.topic.drop(use.subscription);
            return null;
        }));
        if (use.topic instanceof PatternPartition pattern) {
            partitions.wildcards().disconnect(pattern, use.subscription.id, partitions.all());
            if (use.subscription.durable()) { // topics may have put rows of what it skipped until now
                store.write(List.of(new Change.DropSubscription(use.subscription.id)));
            }
        }
    }

    private CompletableFuture<Void> write(List<Change> changes) {
        return changes.isEmpty() ? CompletableFuture.completedFuture(null) : store.write(changes);
    }

    private static void complete(CompletableFuture<Void> target, CompletableFuture<Void> source) {
        source.whenComplete((done, failure) -> {
            if (failure == null) {
                target.complete(null);
            } else {
                target.completeExceptionally(failure);
            }
        });
    }

    private ConsumerHandle attach(Named use, Outbound out, int session, int number) {
        Subscription subscription = use.subscription;
        Key key = Key.of(subscription.spec);
        return await(use.topic.lane().call(() -> {
            if (!subscription.spec.shared() && subscription.queue.consumerCount() > 0) {
                throw new DeliveryException(Reason.ILLEGAL_STATE, "the " + key + " has a consumer already");
            }
            return use.topic.attach(subscription, out, session, number, () -> detached(key, use));
        }));
    }

    /** A shared non-durable subscription ends with its last consumer (8.3.2). */
    private void detached(Key key, Named use) {
        if (!key.durable() && use.subscription.queue.consumerCount() == 0) {
            turns.execute(() -> {
                boolean unused = await(use.topic.lane().call(() -> {
                    boolean none = use.subscription.queue.consumerCount() == 0;
                    if (none) {
                        use.topic.drop(use.subscription);
                    }
                    return none;
                }));
                if (unused) {
                    named.remove(key, use);
                    drop(use);
                }
            });
        }
    }

    private <T> CompletableFuture<T> inTurn(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, turns);
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.join();
    }

    @Override
    public void close() {
        turns.shutdown();
    }
}
