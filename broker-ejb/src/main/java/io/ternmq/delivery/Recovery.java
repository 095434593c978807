package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.store.DestinationRecord;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Brings queues, topics and durable subscriptions to where the store left them; before the broker takes connections. Subscriptions
 * that span topics come first, so that a topic knows all who still need its messages; they put these in order when all topics are there.
 */
public final class Recovery {

    private final MessageStore store;
    private final Partitions partitions;
    private final Subscriptions subscriptions;
    private final Map<PatternPartition, List<RestoredTaker.Kept>> patterns = new LinkedHashMap<>();
    private final Map<PatternPartition, List<RestoredTaker>> spanning = new LinkedHashMap<>();

    /** Of an open store. */
    public Recovery(MessageStore store, Partitions partitions, Subscriptions subscriptions) {
        this.store = store;
        this.partitions = partitions;
        this.subscriptions = subscriptions;
    }

    /** Does it; blocks until every lane has taken in what is its own. */
    public void run() {
        Map<Long, List<RestoredTaker.Kept>> byHome = store.loadSubscriptions().stream()
                .map(this::load)
                .collect(Collectors.groupingBy(kept -> kept.subscription().topicId()));
        List<DestinationRecord> destinations = store.loadDestinations();
        for (DestinationRecord kept : destinations) {
            if (kept.name().isPattern()) {
                restorePattern(kept, byHome.getOrDefault(kept.id(), List.of()));
            }
        }
        for (DestinationRecord kept : destinations) {
            if (!kept.name().isPattern()) {
                restore(kept, byHome.getOrDefault(kept.id(), List.of()));
            }
        }
        patterns.forEach((pattern, kept) -> inTurn(pattern, () -> pattern.restored(kept)));
    }

    private static void inTurn(Partition partition, Runnable work) {
        partition
                .lane()
                .call(() -> {
                    work.run();
                    return null;
                })
                .join();
    }

    private void restorePattern(DestinationRecord destination, List<RestoredTaker.Kept> kept) {
        PatternPartition pattern = (PatternPartition) partitions.restore(destination);
        patterns.put(pattern, kept);
        inTurn(pattern, () -> {
            spanning.put(pattern, pattern.restore(kept));
            pattern.subscriptions().forEach(subscription -> {
                partitions.wildcards().register(pattern, subscription);
                subscriptions.restore(pattern, subscription);
            });
        });
    }

    private void restore(DestinationRecord kept, List<RestoredTaker.Kept> durables) {
        Partition partition = partitions.restore(kept);
        List<StoredMessage> messages = new ArrayList<>();
        store.loadMessages(kept.id(), messages::add);
        if (partition instanceof QueuePartition queue) {
            inTurn(queue, () -> queue.restore(messages, kept.mark()));
        } else if (partition instanceof TopicPartition topic) {
            List<RestoredTaker> matching = new ArrayList<>();
            spanning.forEach((pattern, takers) -> {
                if (pattern.matches(kept.name())) {
                    matching.addAll(takers);
                }
            });
            inTurn(topic, () -> {
                topic.restore(messages, durables, matching);
                topic.subscriptions().forEach(subscription -> subscriptions.restore(topic, subscription));
            });
        }
    }

    private RestoredTaker.Kept load(SubscriptionRecord kept) {
        SubscriptionSpec spec = new SubscriptionSpec(
                kept.clientId(),
                kept.name(),
                true,
                kept.shared(),
                kept.noLocal() ? Publisher.ofClient(kept.clientId()) : null,
                kept.selector());
        return new RestoredTaker.Kept(kept, spec, store.loadEntries(kept.id()));
    }
}
