package io.ternmq.delivery;

/**
 * A queue or subscription at one moment.
 *
 * @param depth messages that wait, delayed ones included, or are held
 * @param held of these, how many consumers hold
 * @param consumers how many there are
 */
public record QueueSnapshot(int depth, int held, int consumers) {

    static QueueSnapshot of(DeliveryQueue queue) {
        return new QueueSnapshot(queue.depth(), queue.holdings().held(), queue.consumerCount());
    }
}
