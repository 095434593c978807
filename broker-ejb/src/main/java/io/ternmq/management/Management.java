package io.ternmq.management;

import java.util.List;
import java.util.Optional;

/** What an administrator can see and do. Every method may block for a lane's turn; none may be called on an event loop. */
public interface Management {

    /** Whether the broker takes connections. */
    boolean isReady();

    /** All queues, empty ones too, by name. */
    List<QueueView> queues();

    /**
     * A queue by its name.
     *
     * @throws IllegalArgumentException with one line if no queue can have that name
     */
    Optional<QueueView> queue(String name);

    /**
     * The first waiting messages of a queue, in the order of delivery; nothing if there is no such queue.
     *
     * @throws IllegalArgumentException with one line if no queue can have that name
     */
    Optional<List<MessageView>> messages(String queue, int limit);

    /** All topics by name, with their subscriptions. */
    List<TopicView> topics();

    /** All clients' connections, oldest first. */
    List<ConnectionView> connections();

    /** The distributed transactions that wait for their transaction managers, the oldest first. */
    List<TransactionView> transactions();

    /**
     * Ends a transaction in place of its transaction manager, which learns of it when it next asks.
     *
     * @param id the broker's number for it
     * @return false if there is no such transaction
     * @throws ManagementException if its state does not allow that
     */
    boolean endTransaction(long id, TransactionEnd end);

    /** Nodes and partitions. */
    StatusView status();
}
