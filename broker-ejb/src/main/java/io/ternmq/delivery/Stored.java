package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.StoredMessage;

/** Messages as the store has them, and back. */
public final class Stored {

    private Stored() {}

    /** A message as it is kept with that place in that destination's order. */
    public static StoredMessage of(long destinationId, long sequence, BrokerMessage message) {
        return new StoredMessage(
                destinationId,
                sequence,
                message.priority(),
                message.expiresAt(),
                message.dueAt(),
                0,
                message.header(),
                message.body());
    }

    /** What was kept, as a message of nobody that noLocal could mean. */
    public static BrokerMessage toMessage(StoredMessage stored) {
        return new BrokerMessage(
                BrokerMessage.Publisher.NONE,
                true,
                stored.priority(),
                stored.expiresAt(),
                stored.dueAt(),
                stored.header(),
                stored.body());
    }
}
