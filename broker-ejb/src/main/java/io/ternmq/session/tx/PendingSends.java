package io.ternmq.session.tx;

import io.ternmq.delivery.Partition;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.ProtocolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The sends of a transaction that has not ended (6.2.7), in their order. Not thread-safe. */
public final class PendingSends implements Transaction {

    /** The most bytes of messages in one transaction. */
    static final long MAX_BYTES = 256L * 1024 * 1024;

    private final List<Send> sends = new ArrayList<>();
    private RuntimeException failure;
    private long bytes;

    private record Send(Partition partition, BrokerMessage message) {}

    @Override
    public void add(Partition partition, BrokerMessage message) {
        bytes += message.header().length + (long) message.body().length;
        if (bytes > MAX_BYTES) {
            fail(new ProtocolException(
                    ErrorCode.RESOURCE_LIMIT, "a transaction holds at most " + MAX_BYTES + " bytes of messages"));
        }
        if (failure == null) {
            sends.add(new Send(partition, message));
        }
    }

    /** Notes that a send failed: so will the transaction, with the first failure. */
    @Override
    public void fail(RuntimeException e) {
        if (failure == null) {
            failure = e;
        }
        sends.clear();
    }

    /** Why the transaction can only be rolled back, or null. */
    public RuntimeException failure() {
        return failure;
    }

    boolean isEmpty() {
        return sends.isEmpty();
    }

    /** Makes the sends a part of a unit of work; they stay here. */
    public void addTo(UnitOfWork unit) {
        Map<Partition, List<BrokerMessage>> alone = new LinkedHashMap<>();
        Set<Partition> ordered = new LinkedHashSet<>();
        for (Send send : sends) {
            if (!ordered.contains(send.partition) && !alone.containsKey(send.partition)) { // asked once: it may change
                if (send.partition.isOrderedWithOthers()) {
                    ordered.add(send.partition);
                } else {
                    alone.put(send.partition, new ArrayList<>());
                }
            }
            if (!ordered.contains(send.partition)) {
                alone.get(send.partition).add(send.message);
            }
        }
        alone.forEach(unit::send);
        if (!ordered.isEmpty()) {
            addInOrder(unit, ordered);
        }
    }

    /** Adds the messages of topics that have an order in common: a part for each run of messages to the same topic. */
    private void addInOrder(UnitOfWork unit, Set<Partition> ordered) {
        List<BrokerMessage> run = new ArrayList<>();
        Partition to = null;
        for (Send send : sends) {
            if (!ordered.contains(send.partition)) {
                continue;
            }
            if (send.partition != to && !run.isEmpty()) {
                unit.sendInOrder(to, run);
                run = new ArrayList<>();
            }
            to = send.partition;
            run.add(send.message);
        }
        unit.sendInOrder(to, run);
    }

    /** Shows them in their order. */
    void forEach(BiConsumer<Partition, BrokerMessage> each) {
        sends.forEach(send -> each.accept(send.partition, send.message));
    }

    /** Drops everything: a new transaction begins. */
    public void clear() {
        sends.clear();
        failure = null;
        bytes = 0;
    }
}
