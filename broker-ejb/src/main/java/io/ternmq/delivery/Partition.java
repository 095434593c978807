package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.Destination;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoreException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A queue, a topic or a topic pattern on its lane. */
public abstract sealed class Partition permits QueuePartition, SubscribedPartition {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final Lane lane;
    private final MessageStore store;
    private boolean ended;
    private boolean unkept; // known to be; while the first write is under way all that follows comes behind it

    Partition(Lane lane, MessageStore store) {
        this.lane = lane;
        this.store = store;
    }

    /** The lane that all of it belongs to. */
    public Lane lane() {
        return lane;
    }

    /** What it is. */
    public abstract Destination destination();

    /** Whether a message outlives the broker here. */
    public boolean keeps(BrokerMessage message) {
        return message.persistent() && !destination().name().isTemporary();
    }

    /** Done if the store has the destination, so that what is prepared for it can be kept; else it fails with a {@link StoreException}. */
    public CompletableFuture<Void> confirmKept() {
        return lane.call(() -> {
            requireKept();
            return null;
        });
    }

    MessageStore store() {
        return store;
    }

    /** Whether the store has the destination; until it has, nothing can be kept for it. In the lane's turn. */
    void kept(boolean now) {
        unkept = !now;
    }

    /** @throws StoreException if the store could not take the destination itself, and has not since */
    void requireKept() {
        if (unkept) {
            throw new StoreException(
                    "the destination cannot be kept yet, so nothing can be kept for it; try again later");
        }
    }

    /** @throws DeliveryException if the destination was deleted while somebody was on the way to it */
    void requireThere() {
        if (ended) {
            throw new DeliveryException(
                    DeliveryException.Reason.INVALID_DESTINATION, "the destination was deleted just now");
        }
    }

    /** The destination is no more. In the lane's turn. */
    void end() {
        ended = true;
        drop();
    }

    /** Up to where the store's dispatch mark of the destination may be. */
    abstract long markReached();

    /** Lets go of what waits. In the lane's turn. */
    abstract void drop();

    /** Whether what is sent here has an order in common with what is sent to other topics. From any thread. */
    public boolean isOrderedWithOthers() {
        return false;
    }

    /** Gives the message its place in the order. In the lane's turn. */
    abstract Reservation reserve(BrokerMessage message);

    /**
     * Takes in a message. From any thread; messages of one thread stay in order.
     *
     * @return done once it is durable, or at once if it need not be; fails with the store's exception if it was not kept
     */
    public CompletableFuture<Void> send(BrokerMessage message) {
        if (lane.inLane()) {
            return sendInLane(message);
        }
        CompletableFuture<Void> sent = new CompletableFuture<>();
        lane.execute(() -> sendInLane(message).whenComplete((done, failure) -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        }));
        return sent;
    }

    private CompletableFuture<Void> sendInLane(BrokerMessage message) {
        Reservation reservation;
        try {
            reservation = reserve(message);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return settle(reservation);
    }

    /** Has the reservation's changes written, and then lets it take effect. In the lane's turn. */
    CompletableFuture<Void> settle(Reservation reservation) {
        List<Change> changes = reservation.changes();
        if (changes.isEmpty()) {
            reservation.commit();
            return DONE;
        }
        CompletableFuture<Void> written = store.write(changes)
                .whenComplete( // it takes effect before whoever waits is told, so that a look that follows finds it
                        (done, failure) -> lane.execute(failure == null ? reservation::commit : reservation::abandon));
        return reservation.takesEffectFirst() ? written.thenCompose(done -> afterAllBefore(lane)) : written;
    }

    /** Done once the lane has done what it was given before. */
    static CompletableFuture<Void> afterAllBefore(Lane lane) {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        lane.execute(() -> passed.complete(null));
        return passed;
    }
}
