package io.ternmq.session.tx;

import io.ternmq.delivery.HeldDeliveries;
import io.ternmq.delivery.Partition;
import io.ternmq.delivery.Stored;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.store.BranchRecord.Acknowledged;
import io.ternmq.store.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What a branch has done: messages that wait to be sent, deliveries that it holds. Not thread-safe. */
final class BranchWork {

    private final PendingSends sends = new PendingSends();
    private final List<CompletableFuture<HeldDeliveries>> holds = new ArrayList<>();

    PendingSends sends() {
        return sends;
    }

    void hold(Collection<CompletableFuture<HeldDeliveries>> more) {
        holds.addAll(more);
    }

    /** What it holds, once the lanes have said so. */
    CompletableFuture<List<HeldDeliveries>> held() {
        List<CompletableFuture<HeldDeliveries>> all = List.copyOf(holds);
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream()
                        .map(CompletableFuture::join)
                        .filter(h -> !h.isEmpty())
                        .toList());
    }

    /** Done if the store has every destination that messages are kept for. */
    CompletableFuture<Void> confirmKept() {
        Set<Partition> partitions = new LinkedHashSet<>();
        sends.forEach((partition, message) -> {
            if (partition.keeps(message)) {
                partitions.add(partition);
            }
        });
        return CompletableFuture.allOf(
                partitions.stream().map(Partition::confirmKept).toArray(CompletableFuture[]::new));
    }

    /** The changes that keep its messages beside the queues, under the branch's id; adds the destination of each. */
    List<Change> keep(long branchId, List<Long> destinations) {
        List<Change> changes = new ArrayList<>();
        sends.forEach((partition, message) -> {
            if (partition.keeps(message)) {
                destinations.add(partition.destination().id());
                changes.add(new Change.Append(Stored.of(branchId, destinations.size(), message)));
            }
        });
        return changes;
    }

    static List<Acknowledged> kept(List<HeldDeliveries> held) {
        return held.stream().flatMap(h -> h.kept().stream()).toList();
    }

    /** Makes all of it a part of a unit of work. */
    void addTo(UnitOfWork unit, List<HeldDeliveries> held) {
        sends.addTo(unit);
        held.forEach(h -> unit.add(h.acknowledging()));
    }

    /** Drops the sends and gives back what it holds; done once the lanes have it. */
    CompletableFuture<Void> release() {
        sends.clear();
        List<CompletableFuture<HeldDeliveries>> all = List.copyOf(holds);
        holds.clear();
        return release(all);
    }

    /** Gives back deliveries that came too late to belong to a branch. */
    static CompletableFuture<Void> release(Collection<CompletableFuture<HeldDeliveries>> holds) {
        return CompletableFuture.allOf(holds.stream()
                .map(hold -> hold.thenCompose(HeldDeliveries::release))
                .toArray(CompletableFuture[]::new));
    }
}
