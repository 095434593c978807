package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;

/** A message's place in a queue or subscription. Belongs to the lane. Links are the {@link Backlog}'s. */
final class Entry {

    final BrokerMessage message;
    final long sequence;
    /** The topic's record of the message, shared by its subscriptions; null in a queue. */
    final TopicMessage shared;

    int deliveryCount;
    boolean ready;
    Entry previous;
    Entry next;

    Entry(BrokerMessage message, long sequence, int deliveryCount, TopicMessage shared) {
        this.message = message;
        this.sequence = sequence;
        this.deliveryCount = deliveryCount;
        this.shared = shared;
    }

    boolean isExpired(long now) {
        return message.expiresAt() != 0 && message.expiresAt() <= now;
    }
}
