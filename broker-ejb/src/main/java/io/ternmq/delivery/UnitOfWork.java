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
 * unit, and each lane then lets its part take effect, or abandons it. No lane waits for another.
 */
public final class UnitOfWork {

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
        private final Supplier<List<Reservation>> reserve;

        Part(Lane lane, Supplier<List<Reservation>> reserve) {
            this.lane = lane;
            this.reserve = reserve;
        }
    }

    private record Reserved(Lane lane, List<Reservation> reservations) {}

    /** Adds messages of one destination, in their order. */
    public void send(Partition partition, List<BrokerMessage> messages) {
        parts.add(new Part(partition.lane(), () -> {
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
        }));
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
        for (Part part : parts) {
            reserving.add(part.lane.call(() -> new Reserved(part.lane, part.reserve.get())));
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
        CompletableFuture<Void> written =
                changes.isEmpty() ? CompletableFuture.completedFuture(null) : store.write(changes);
        return written.whenComplete( // the lanes come first, so that a look that follows the commit finds its effect
                        (done, failure) -> end(reserved, failure == null))
                .thenCompose(done -> takenEffect(reserved));
    }

    private static CompletableFuture<Void> takenEffect(List<Reserved> reserved) {
        List<CompletableFuture<Void>> waiting = new ArrayList<>(0);
        for (Reserved r : reserved) {
            if (!r.reservations.isEmpty() && r.reservations.get(0).takesEffectFirst()) { // a part has one destination
                waiting.add(Partition.afterAllBefore(r.lane));
            }
        }
        return waiting.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> refuse(List<Reserved> reserved, Throwable failure) {
        end(reserved, false);
        return CompletableFuture.failedFuture(failure);
    }

    private static void end(List<Reserved> reserved, boolean durable) {
        for (Reserved r : reserved) {
            r.lane.execute(() -> r.reservations.forEach(durable ? Reservation::commit : Reservation::abandon));
        }
    }
}
