package io.ternmq.delivery;

import io.ternmq.store.BranchRecord.Acknowledged;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Messages that a branch of a distributed transaction holds in place of the consumer that got them, so that the consumer and its
 * connection may go. Either acknowledged or released, once. Thread-safe: its work is done in turns of the lane.
 */
public final class HeldDeliveries {

    private final Partition partition;
    private final DeliveryQueue queue;
    private final List<Entry> entries;
    private final List<Acknowledged> kept;

    /** In the lane's turn. */
    HeldDeliveries(Partition partition, DeliveryQueue queue, List<Entry> entries) {
        this.partition = partition;
        this.queue = queue;
        this.entries = entries;
        this.kept = queue.holdings().kept(entries);
    }

    /** Whether there is nothing to acknowledge or to release. */
    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Those of them that the store has. */
    public List<Acknowledged> kept() {
        return kept;
    }

    /** The acknowledgement as a part of a transaction; if that fails they are held as before. */
    public UnitOfWork.Part acknowledging() {
        return new UnitOfWork.Part(
                partition.lane(), () -> List.of(queue.holdings().settle(entries, () -> {})));
    }

    /** Gives them back: they were delivered in vain. Done once the lane has them all. */
    public CompletableFuture<Void> release() {
        return partition.lane().call(() -> {
            queue.giveBack(entries);
            return null;
        });
    }
}
