package io.ternmq.session.tx;

import io.ternmq.delivery.Partition;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.ProtocolException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sends of a transacted session since its last commit or rollback (6.2.7). Belongs to the connection's thread. */
public final class LocalTransaction {

    /** The most bytes of messages in one transaction. */
    static final long MAX_BYTES = 256L * 1024 * 1024;

    private final Map<Partition, List<BrokerMessage>> sends = new LinkedHashMap<>();
    private RuntimeException failure;
    private long bytes;

    /** Adds a message, in order. */
    public void add(Partition partition, BrokerMessage message) {
        bytes += message.header().length + (long) message.body().length;
        if (bytes > MAX_BYTES) {
            fail(new ProtocolException(
                    ErrorCode.RESOURCE_LIMIT, "a transaction holds at most " + MAX_BYTES + " bytes of messages"));
        }
        if (failure == null) {
            sends.computeIfAbsent(partition, p -> new ArrayList<>()).add(message);
        }
    }

    /** Notes that a send failed: so will the commit, with the first failure. */
    public void fail(RuntimeException e) {
        if (failure == null) {
            failure = e;
        }
        sends.clear();
    }

    /**
     * Moves the sends into a unit of work and begins anew.
     *
     * @return why there is nothing to commit since a send failed, or null
     */
    public RuntimeException moveTo(UnitOfWork unit) {
        RuntimeException failed = failure;
        if (failed == null) {
            sends.forEach((partition, messages) -> unit.send(partition, List.copyOf(messages)));
        }
        clear();
        return failed;
    }

    /** Drops everything. */
    public void clear() {
        sends.clear();
        failure = null;
        bytes = 0;
    }
}
