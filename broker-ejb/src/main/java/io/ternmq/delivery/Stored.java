package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.StoredMessage;

/** Messages as the store has them, and back. */
final class Stored {

    private Stored() {}

    static StoredMessage of(long destinationId, long sequence, BrokerMessage message) {
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

    static BrokerMessage toMessage(StoredMessage stored) {
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
