package io.ternmq.delivery;

/** What a topic knows of one message: how many durable subscriptions still need its row. Belongs to the topic's lane. */
final class TopicMessage {

    final TopicPartition topic;
    final boolean stored;
    int durableSubscriptions;
    /** Whether a unit of the store that is under way removes the row. */
    boolean removing;

    TopicMessage(TopicPartition topic, boolean stored) {
        this.topic = topic;
        this.stored = stored;
    }
}
