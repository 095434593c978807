package io.ternmq.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A store whose n-th write from now fails: before anything is written, or after it was, so that what was kept is reported as lost. It
 * keeps the order of completions: the failure comes when the write before it is done.
 */
public final class FaultyStore implements MessageStore {

    /** When a write fails. */
    public enum Fault {
        /** Nothing of it is kept. */
        BEFORE_WRITE,
        /** All of it is kept, and the caller is told otherwise: an answer that was lost. */
        AFTER_COMMIT
    }

    private final MessageStore store;
    private final AtomicLong writesUntilFault = new AtomicLong();
    private volatile Fault fault;
    private volatile Predicate<Change> failing = change -> false;

    /** A store that works until it is told to fail. */
    public FaultyStore(MessageStore store) {
        this.store = store;
    }

    /** Makes the n-th write from now fail; 1 is the next. Those after it work again. */
    public void failWrite(long n, Fault kind) {
        fault = kind;
        writesUntilFault.set(n);
    }

    /** Makes every unit fail, before it is written, that has such a change. */
    public void failUnitsWith(Predicate<Change> change) {
        fault = Fault.BEFORE_WRITE;
        failing = change;
    }

    /** All works again. */
    public void heal() {
        failing = change -> false;
    }

    @Override
    public CompletableFuture<Void> write(List<Change> changes) {
        if (writesUntilFault.getAndDecrement() != 1 && changes.stream().noneMatch(failing)) {
            return store.write(changes);
        }
        // An empty unit takes the place in the order.
        List<Change> kept = fault == Fault.BEFORE_WRITE ? List.of() : changes;
        String text = "the fault that the test asked for: " + fault;
        return store.write(kept).thenCompose(done -> CompletableFuture.failedFuture(new StoreException(text)));
    }

    @Override
    public void open() {
        store.open();
    }

    @Override
    public List<DestinationRecord> loadDestinations() {
        return store.loadDestinations();
    }

    @Override
    public List<SubscriptionRecord> loadSubscriptions() {
        return store.loadSubscriptions();
    }

    @Override
    public List<UserRecord> loadUsers() {
        return store.loadUsers();
    }

    @Override
    public List<BranchRecord> loadBranches() {
        return store.loadBranches();
    }

    @Override
    public void loadMessages(long destinationId, Consumer<StoredMessage> each) {
        store.loadMessages(destinationId, each);
    }

    @Override
    public List<SubscriptionEntry> loadEntries(long subscriptionId) {
        return store.loadEntries(subscriptionId);
    }

    @Override
    public void close() {
        store.close();
    }
}
