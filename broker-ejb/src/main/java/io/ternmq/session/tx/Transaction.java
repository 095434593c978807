package io.ternmq.session.tx;

import io.ternmq.delivery.Partition;
import io.ternmq.routing.BrokerMessage;

/** What a session's sends become part of while it has a transaction. */
public interface Transaction {

    /** Adds a message, in order. */
    void add(Partition partition, BrokerMessage message);

    /** Notes that a send failed, so that the transaction can only be rolled back. */
    void fail(RuntimeException reason);
}
