package io.ternmq.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Keeps destinations, subscriptions, messages, users and the branches of distributed transactions. Every method may be called from any thread and none blocks, save those of
 * the start ({@link #open} and the {@code load…} methods).
 *
 * <p>What is handed over is written by one writer in the order it came, many units in one transaction of the database (group
 * commit). A unit is written whole or not at all; one that cannot be written fails alone. Futures complete in the order of the
 * calls, on the store's own thread: hop to your own before you work.
 */
public interface MessageStore extends AutoCloseable {

    /**
     * Opens the store, migrates its schema, and begins to write.
     *
     * @throws StoreException with one line for the operator, if the store cannot be had, is in use, or is of a newer version
     */
    void open();

    /** All destinations that were put and not dropped. */
    List<DestinationRecord> loadDestinations();

    /** All durable subscriptions that were put and not dropped. */
    List<SubscriptionRecord> loadSubscriptions();

    /** All users. */
    List<UserRecord> loadUsers();

    /**
     * All branches of distributed transactions that were put and not dropped, in the order of {@link BranchRecord#since}, then of their
     * ids. {@link #loadMessages} hands over the messages of one.
     */
    List<BranchRecord> loadBranches();

    /** Hands over a destination's, or a branch's, messages in the order of their sequence, a page at a time in memory. */
    void loadMessages(long destinationId, Consumer<StoredMessage> each);

    /** All exceptions above a subscription's cursor, by sequence. */
    List<SubscriptionEntry> loadEntries(long subscriptionId);

    /**
     * Writes the changes, all or none, after everything that was handed over before.
     *
     * @return done when they are durable; fails with a {@link StoreException} if nothing of them was kept
     */
    CompletableFuture<Void> write(List<Change> changes);

    /** Writes one message; the short way for what most units are. */
    default CompletableFuture<Void> append(StoredMessage message) {
        return write(List.of(new Change.Append(message)));
    }

    /** Removes one message; the short way for what most acknowledgements are. */
    default CompletableFuture<Void> remove(long destinationId, long sequence) {
        return write(List.of(new Change.Remove(destinationId, sequence)));
    }

    /** Writes what waits, then ends. What is handed over later fails. */
    @Override
    void close();
}
