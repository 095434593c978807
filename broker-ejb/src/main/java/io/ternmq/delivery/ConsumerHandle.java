package io.ternmq.delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A consumer for its session: every call is done in a turn of the lane, in the order of the calls. Thread-safe. */
public final class ConsumerHandle {

    private final Partition partition;
    private final DeliveryQueue queue;
    private final LaneConsumer consumer;
    private final Runnable detached;

    ConsumerHandle(Partition partition, DeliveryQueue queue, LaneConsumer consumer) {
        this(partition, queue, consumer, () -> {});
    }

    /** @param detached runs in the lane's turn once the consumer is closed */
    ConsumerHandle(Partition partition, DeliveryQueue queue, LaneConsumer consumer, Runnable detached) {
        this.partition = partition;
        this.queue = queue;
        this.consumer = consumer;
        this.detached = detached;
    }

    /** Grants so many more messages; with drain see {@link io.ternmq.wire.Frame.Credit}. */
    public void credit(int more, boolean drain) {
        partition.lane().run(() -> queue.credit(consumer, more, drain));
    }

    /** The connection takes more again. */
    public void resume() {
        partition.lane().run(() -> queue.resume(consumer));
    }

    /** Whether it holds nothing that could still be acknowledged or released. */
    public CompletableFuture<Boolean> isEmpty() {
        return partition.lane().call(() -> consumer.inFlight.size() == 0);
    }

    /** Acknowledges deliveries; done once that is durable. */
    public CompletableFuture<Void> acknowledge(Ranges ranges) {
        return partition
                .lane()
                .call(() -> partition.settle(queue.settle(consumer, ranges)))
                .thenCompose(durable -> durable);
    }

    /** Takes back all that it holds and its credit; what was seen counts as delivered. Done once the lane has it all. */
    public CompletableFuture<Void> release(Ranges seen) {
        return partition.lane().call(() -> {
            queue.release(consumer, seen);
            return null;
        });
    }

    /** Ends it; what it holds and is not seen goes back, the rest can still be acknowledged or released. */
    public CompletableFuture<Void> close(Ranges seen) {
        return partition.lane().call(() -> {
            queue.detach(consumer, seen);
            detached.run();
            return null;
        });
    }

    /** Ends it because its connection is lost: it may have seen all that it holds, and all of it goes back. */
    public CompletableFuture<Void> lost() {
        return partition.lane().call(() -> {
            queue.lost(consumer);
            detached.run();
            return null;
        });
    }

    /** A holder for another session of the connection: it gets only what {@link #assign} hands over to it. */
    public ConsumerHandle holder(int session, int number) {
        return new ConsumerHandle(partition, queue, new LaneConsumer(consumer.out, session, number, null));
    }

    /** Hands deliveries over to a holder that was made by {@link #holder}; see {@link io.ternmq.wire.Frame.Assign}. */
    public void assign(long first, int count, ConsumerHandle holder, long number) {
        partition.lane().run(() -> queue.assign(consumer, first, count, holder.consumer, number));
    }

    /** Whether the other is a consumer of the same queue or subscription. */
    public boolean isOfSameQueue(ConsumerHandle other) {
        return queue == other.queue;
    }

    /** Takes deliveries from it on behalf of a branch of a distributed transaction. Done once the lane has. */
    public CompletableFuture<HeldDeliveries> hold(Ranges ranges) {
        return partition.lane().call(() -> new HeldDeliveries(partition, queue, consumer.inFlight.take(ranges)));
    }

    /** The acknowledgement as a part of a transaction. */
    public UnitOfWork.Part acknowledging(Ranges ranges) {
        return new UnitOfWork.Part(partition.lane(), () -> List.of(queue.settle(consumer, ranges)));
    }
}
