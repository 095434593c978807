package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.Change;

/** Who gets what is published to a topic: a subscription of it, or the feed of one that spans topics. In the topic's turn. */
interface Taker {

    /** Whether stored messages are kept for it. */
    boolean durable();

    /** Whether its selector takes the message. */
    boolean selects(BrokerMessage message);

    /** Whether noLocal keeps the message from it. */
    boolean isLocal(BrokerMessage message);

    /** Notes a stored message that it will get, before the store has it, so that the cursor cannot pass it. */
    void expect(Entry entry);

    /** The message that it was to get is not kept. */
    void forget(Entry entry);

    /** Takes in a message that it was to get. */
    void arrive(Entry entry);

    /** Takes in a message that was there before the start; before anything is delivered. */
    void restore(Entry entry);

    /** Whether rows are kept for it: not while its own row is being removed. */
    boolean keepsRows();

    /** The row that keeps a message from it that it would get by its selector after a restart. */
    Change skip(long sequence);

    /** What {@link #skip} gave is durable. */
    void skipped();
}
