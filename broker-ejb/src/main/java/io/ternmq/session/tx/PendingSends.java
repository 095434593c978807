package io.ternmq.session.tx;

import io.ternmq.delivery.Partition;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.ProtocolException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The sends of a transaction that has not ended (6.2.7), by where they go and in their order. Not thread-safe. */
public final class PendingSends implements Transaction {

    /** The most bytes of messages in one transaction. */
    static final long MAX_BYTES = 256L * 1024 * 1024;

    private final Map<Partition, List<BrokerMessage>> sends = new LinkedHashMap<>();
    private final List<Partition> order = new ArrayList<>(); // that of each message
    private RuntimeException failure;
    private long bytes;

    @Override
    public void add(Partition partition, BrokerMessage message) {
        bytes += message.header().length + (long) message.body().length;
        if (bytes > MAX_BYTES) {
            fail(new ProtocolException(
                    ErrorCode.RESOURCE_LIMIT, "a transaction holds at most " + MAX_BYTES + " bytes of messages"));
        }
        if (failure == null) {
            sends.computeIfAbsent(partition, p -> new ArrayList<>()).add(message);
            order.add(partition);
        }
    }

    /** Notes that a send failed: so will the transaction, with the first failure. */
    @Override
    public void fail(RuntimeException e) {
        if (failure == null) {
            failure = e;
        }
        sends.clear();
        order.clear();
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
        Map<Partition, Iterator<BrokerMessage>> inOrder = new HashMap<>();
        sends.forEach((partition, messages) -> {
            if (partition.isOrderedWithOthers()) {
                inOrder.put(partition, List.copyOf(messages).iterator());
            } else {
                unit.send(partition, List.copyOf(messages));
            }
        });
        if (!inOrder.isEmpty()) {
            addInOrder(unit, inOrder);
        }
    }

    /** Adds the messages of topics that have an order in common: a part for each run of messages to the same topic. */
    private void addInOrder(UnitOfWork unit, Map<Partition, Iterator<BrokerMessage>> messages) {
        List<BrokerMessage> run = new ArrayList<>();
        Partition to = null;
        for (Partition next : order) {
            if (!messages.containsKey(next)) {
                continue;
            }
            if (next != to && !run.isEmpty()) {
                unit.sendInOrder(to, List.copyOf(run));
                run.clear();
            }
            to = next;
            run.add(messages.get(next).next());
        }
        unit.sendInOrder(to, List.copyOf(run));
    }

    void forEach(BiConsumer<Partition, List<BrokerMessage>> each) {
        sends.forEach(each);
    }

    /** Drops everything: a new transaction begins. */
    public void clear() {
        sends.clear();
        order.clear();
        failure = null;
        bytes = 0;
    }
}
