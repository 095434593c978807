package io.ternmq.store;

/** One change of the store; {@link MessageStore#write} takes a list of them as one unit. */
public sealed interface Change {

    /** Keeps a message: one row, whatever the number of subscriptions. */
    record Append(StoredMessage message) implements Change {}

    /** Removes a message; none there is no error. */
    record Remove(long destinationId, long sequence) implements Change {}

    /** Removes all messages of a destination up to that sequence, it included. */
    record RemoveUpTo(long destinationId, long sequence) implements Change {}

    /** Notes how often a queue's message was delivered, and before when it is not delivered again (ms since 1970, 0 for at once). */
    record Delivered(long destinationId, long sequence, int deliveryCount, long dueAt) implements Change {}

    /** Notes that messages of a queue up to that sequence may have been delivered (the dispatch mark); 0 after a clean stop. */
    record Mark(long destinationId, long sequence) implements Change {}

    /** Adds a destination or replaces what is kept of it. */
    record PutDestination(DestinationRecord destination) implements Change {}

    /** Removes a destination with its messages, subscriptions and their entries. */
    record DropDestination(long destinationId) implements Change {}

    /** Adds a subscription or replaces what is kept of it, its cursor and mark included. */
    record PutSubscription(SubscriptionRecord subscription) implements Change {}

    /** Removes a subscription and its entries. */
    record DropSubscription(long subscriptionId) implements Change {}

    /** Moves a subscription's cursor: every message up to it is done. Its entries up to there go. */
    record Cursor(long subscriptionId, long sequence) implements Change {}

    /** As {@link Mark}, of a subscription. */
    record SubscriptionMark(long subscriptionId, long sequence) implements Change {}

    /** Adds or replaces an exception above a subscription's cursor. */
    record PutEntry(SubscriptionEntry entry) implements Change {}

    /** Keeps a branch of a distributed transaction or replaces what is kept of it; its messages are appended beside it. */
    record PutBranch(BranchRecord branch) implements Change {}

    /** Removes a branch with the messages that are kept for it; none there is no error. */
    record DropBranch(long branchId) implements Change {}

    /** Adds a user or replaces what is kept of it. */
    record PutUser(UserRecord user) implements Change {}

    /** Removes a user; none there is no error. */
    record DropUser(String name) implements Change {}
}
