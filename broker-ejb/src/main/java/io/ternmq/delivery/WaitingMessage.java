package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;

/**
 * A message of a queue at one moment.
 *
 * @param sequence its place in the queue
 * @param deliveryCount how often it was delivered
 * @param held whether a consumer holds it
 */
public record WaitingMessage(long sequence, int deliveryCount, boolean held, BrokerMessage message) {

    static WaitingMessage of(Entry entry) {
        return new WaitingMessage(entry.sequence, entry.deliveryCount, !entry.ready, entry.message);
    }
}
