package io.ternmq.delivery;

import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage;

/** The way to a consumer's client. Called in a lane's turn, so it never blocks; keeps the order of the calls of each lane. */
public interface Outbound {

    /**
     * Sends a message to a consumer.
     *
     * @param delivery counts up from 1 for each consumer
     * @param deliveryCount 1 for the first time
     * @param sentTo where the message was sent, if that is not what the consumer consumes from, else null
     */
    void deliver(
            int session, int consumer, long delivery, int deliveryCount, DestinationName sentTo, BrokerMessage message);

    /**
     * Whether the client's connection takes more now. If it does not, {@link #deliver} is not called until whoever owns the connection
     * has said that it goes on: a client that does not read must not fill the broker's memory.
     */
    boolean isReady();

    /** Says that all that was ready for the consumer has been sent, and that its credit is 0. */
    void drained(int session, int consumer);
}
