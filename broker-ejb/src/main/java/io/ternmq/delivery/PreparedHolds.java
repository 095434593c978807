package io.ternmq.delivery;

import io.ternmq.store.BranchRecord.Acknowledged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** After a restart: takes what prepared branches acknowledge out of the queues again, before anybody can have it. */
public final class PreparedHolds {

    private record Owner(Partition partition, DeliveryQueue queue) {}

    private final Map<Long, Owner> owners = new HashMap<>();

    /** Of partitions that have taken in what the store kept and that nobody uses yet. */
    public PreparedHolds(Partitions partitions) {
        for (Partition partition : partitions.all()) {
            if (partition instanceof QueuePartition queue) {
                owners.put(queue.destination().id(), new Owner(queue, queue.queue()));
            } else if (partition instanceof SubscribedPartition topic) {
                topic.subscriptions().forEach(s -> owners.put(s.id, new Owner(topic, s.queue)));
            }
        }
    }

    /** Takes them out; blocks until the lanes have. What has gone meanwhile, expired or with its subscription, is passed over. */
    public List<HeldDeliveries> take(List<Acknowledged> acknowledged) {
        Map<Long, Map<Long, Integer>> byOwner = new HashMap<>();
        acknowledged.forEach(
                a -> byOwner.computeIfAbsent(a.ownerId(), id -> new HashMap<>()).put(a.sequence(), a.deliveryCount()));
        List<HeldDeliveries> held = new ArrayList<>();
        byOwner.forEach((id, counts) -> {
            Owner owner = owners.get(id);
            if (owner != null) {
                held.add(owner.partition
                        .lane()
                        .call(() -> new HeldDeliveries(owner.partition, owner.queue, owner.queue.takeOut(counts)))
                        .join());
            }
        });
        return held;
    }
}
