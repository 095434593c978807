package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A transaction over lanes: each lane reserves its part in a turn of its own, the store writes the changes of all parts as one
 * unit, and each lane then lets its part take effect, or abandons it. No lane waits for another, and only topics that are consumed
 * by a pattern have their turns one after the other.
 */
public final class UnitOfWork {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final MessageStore store;
    private final List<Part> parts = new ArrayList<>();
    private final List<Change> others = new ArrayList<>();

    /** An empty transaction. */
    public UnitOfWork(MessageStore store) {
        this.store = store;
    }

    /** What one lane has to do. {@code reserve} runs in a turn of the lane. */
    public static final class Part {
        private final Lane lane;
        private final boolean inOrder;
        private final Supplier<List<Reservation>> reserve;

        Part(Lane lane, Supplier<List<Reservation>> reserve) {
            this(lane, false, reserve);
        }

        private Part(Lane lane, boolean inOrder, Supplier<List<Reservation>> reserve) {
            this.lane = lane;
            this.inOrder = inOrder;
            this.reserve = reserve;
        }

        private CompletableFuture<Reserved> reserve() {
            return lane.call(() -> new Reserved(lane, reserve.get()));
        }
    }

    private record Reserved(Lane lane, List<Reservation> reservations) {
        boolean takesEffectFirst() {
            return !reservations.isEmpty() && reservations.get(0).takesEffectFirst(); // a part has one destination
        }
    }

    /** Adds messages of one destination, in their order. */
    public void send(Partition partition, List<BrokerMessage> messages) {
        parts.add(sending(partition, messages, false));
    }

    /** As {@link #send}, behind what was added so before: for destinations that have an order in common. */
    public void sendInOrder(Partition partition, List<BrokerMessage> messages) {
        parts.add(sending(partition, messages, true));
    }

    private static Part sending(Partition partition, List<BrokerMessage> messages, boolean inOrder) {
        return new Part(partition.lane(), inOrder, () -> {
            List<Reservation> reserved = new ArrayList<>(messages.size());
            try {
                for (BrokerMessage message : messages) {
                    reserved.add(partition.reserve(message));
                }
            } catch (RuntimeException e) {
                reserved.forEach(Reservation::abandon);
                throw e;
            }
            return reserved;
        });
    }

    /** Adds a part, such as an acknowledgement. */
    public void add(Part part) {
        parts.add(part);
    }

    /** Adds changes of the store that no lane has to know of. */
    public void write(Change change) {
        others.add(change);
    }

    /** Commits; done once it is durable, failed if nothing of it is. */
    public CompletableFuture<Void> commit() {
        List<CompletableFuture<Reserved>> reserving = new ArrayList<>(parts.size());
        CompletableFuture<?> before = DONE;
        for (Part part : parts) {
            if (part.inOrder) {
                CompletableFuture<Reserved> behind = before.thenCompose(done -> part.reserve());
                reserving.add(behind);
                before = behind;
            } else {
                reserving.add(part.reserve());
            }
        }
        return CompletableFuture.allOf(reserving.toArray(CompletableFuture[]::new))
                .handle((done, failure) -> failure)
                .thenCompose(failure -> {
                    List<Reserved> reserved = reserving.stream()
                            .filter(r -> !r.isCompletedExceptionally())
                            .map(CompletableFuture::join)
                            .toList();
                    return failure == null ? write(reserved) : refuse(reserved, failure);
                });
    }

    private CompletableFuture<Void> write(List<Reserved> reserved) {
        List<Change> changes = new ArrayList<>();
        reserved.forEach(r -> r.reservations.forEach(reservation -> changes.addAll(reservation.changes())));
        changes.addAll(others);
        CompletableFuture<Void> written = changes.isEmpty() ? DONE : store.write(changes);
        return written.handle((done, failure) -> failure)
                .thenCompose(failure -> failure == null ? takeEffect(reserved) : refuse(reserved, failure));
    }

    /**
     * The lanes come before who waits is told, so that a look that follows the commit finds its effect. Parts that have an order in
     * common come one after the other, and are waited for.
     */
    private static CompletableFuture<Void> takeEffect(List<Reserved> reserved) {
        CompletableFuture<Void> inOrder = DONE;
        for (Reserved r : reserved) {
            if (r.takesEffectFirst()) {
                inOrder = inOrder.thenCompose(done -> r.lane.call(() -> {
                    r.reservations.forEach(Reservation::commit);
                    return null;
                }));
            } else {
                r.lane.execute(() -> r.reservations.forEach(Reservation::commit));
            }
        }
        return inOrder;
    }

    private static CompletableFuture<Void> refuse(List<Reserved> reserved, Throwable failure) {
        reserved.forEach(r -> r.lane.execute(() -> r.reservations.forEach(Reservation::abandon)));
        return CompletableFuture.failedFuture(failure);
    }
}
