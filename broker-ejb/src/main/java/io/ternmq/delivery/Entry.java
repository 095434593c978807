package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;

/** A message's place in a queue or subscription. Belongs to the lane. Links are the {@link Backlog}'s. */
final class Entry {

    final BrokerMessage message;
    final long sequence;
    /** The topic's record of the message, shared by its subscriptions; null in a queue. */
    final TopicMessage shared;

    int deliveryCount;
    /** Before when it is not delivered, ms since 1970, 0 for at once: as it was sent, or as its redelivery is put off. */
    long dueAt;
    /** Whether it waits in the backlog. */
    boolean ready;
    /** Whether it waits for its time in the timetable. */
    boolean delayed;

    Entry previous;
    Entry next;

    /** One that is new. */
    Entry(BrokerMessage message, long sequence, TopicMessage shared) {
        this(message, sequence, 0, message.dueAt(), shared);
    }

    /** One that may have been delivered before. */
    Entry(BrokerMessage message, long sequence, int deliveryCount, long dueAt, TopicMessage shared) {
        this.message = message;
        this.sequence = sequence;
        this.deliveryCount = deliveryCount;
        this.dueAt = dueAt;
        this.shared = shared;
    }

    boolean isExpired(long now) {
        return message.expiresAt() != 0 && message.expiresAt() <= now;
    }
}
