package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.store.DestinationRecord;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Brings queues, topics and durable subscriptions to where the store left them; before the broker takes connections. */
public final class Recovery {

    private final MessageStore store;
    private final Partitions partitions;
    private final Subscriptions subscriptions;

    /** Of an open store. */
    public Recovery(MessageStore store, Partitions partitions, Subscriptions subscriptions) {
        this.store = store;
        this.partitions = partitions;
        this.subscriptions = subscriptions;
    }

    /** Does it; blocks until every lane has taken in what is its own. */
    public void run() {
        Map<Long, List<SubscriptionRecord>> byTopic =
                store.loadSubscriptions().stream().collect(Collectors.groupingBy(SubscriptionRecord::topicId));
        for (DestinationRecord kept : store.loadDestinations()) {
            Partition partition = partitions.restore(kept);
            List<StoredMessage> messages = new ArrayList<>();
            store.loadMessages(kept.id(), messages::add);
            partition
                    .lane()
                    .call(() -> {
                        restore(partition, kept, messages, byTopic.getOrDefault(kept.id(), List.of()));
                        return null;
                    })
                    .join();
        }
    }

    private void restore(
            Partition partition,
            DestinationRecord kept,
            List<StoredMessage> messages,
            List<SubscriptionRecord> durables) {
        if (partition instanceof QueuePartition queue) {
            queue.restore(messages, kept.mark());
        } else if (partition instanceof TopicPartition topic) {
            topic.restore(messages, durables.stream().map(this::load).toList());
            topic.subscriptions().forEach(subscription -> subscriptions.restore(topic, subscription));
        }
    }

    private TopicPartition.Kept load(SubscriptionRecord kept) {
        SubscriptionSpec spec = new SubscriptionSpec(
                kept.clientId(),
                kept.name(),
                true,
                kept.shared(),
                kept.noLocal() ? Publisher.ofClient(kept.clientId()) : null,
                kept.selector());
        return new TopicPartition.Kept(kept, spec, store.loadEntries(kept.id()));
    }
}
