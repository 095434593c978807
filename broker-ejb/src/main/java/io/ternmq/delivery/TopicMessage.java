package io.ternmq.delivery;

/** What a topic knows of one message: how many durable subscriptions still need its row. Belongs to the topic's lane. */
final class TopicMessage {

    final boolean stored;
    int durableSubscriptions;

    TopicMessage(boolean stored) {
        this.stored = stored;
    }
}
