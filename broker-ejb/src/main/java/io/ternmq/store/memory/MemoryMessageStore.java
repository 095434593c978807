package io.ternmq.store.memory;

import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.store.DestinationRecord;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoreException;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import io.ternmq.store.UserRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The store in memory. Its completions come in order on one thread of its own, as those of the real one do. What it kept is there again
 * when the same object is closed and opened, and gone with the process.
 */
public final class MemoryMessageStore implements MessageStore {

    private static final int PAGE_ROWS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryState state = new MemoryState();
    private volatile ExecutorService writer;

    @Override
    public void open() {
        lock.lock();
        try {
            if (writer != null) {
                throw new IllegalStateException("the store is open already");
            }
            writer = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "tern-store-memory");
                thread.setDaemon(true);
                return thread;
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<DestinationRecord> loadDestinations() {
        return read(MemoryState::destinations);
    }

    @Override
    public List<SubscriptionRecord> loadSubscriptions() {
        return read(MemoryState::subscriptions);
    }

    @Override
    public List<UserRecord> loadUsers() {
        return read(MemoryState::users);
    }

    @Override
    public List<BranchRecord> loadBranches() {
        return read(MemoryState::branches);
    }

    @Override
    public void loadMessages(long destinationId, Consumer<StoredMessage> each) {
        long after = Long.MIN_VALUE;
        List<StoredMessage> page;
        do {
            long from = after;
            page = read(kept -> kept.messages(destinationId, from, PAGE_ROWS));
            page.forEach(each);
            if (!page.isEmpty()) {
                after = page.get(page.size() - 1).sequence();
            }
        } while (!page.isEmpty());
    }

    @Override
    public List<SubscriptionEntry> loadEntries(long subscriptionId) {
        return read(kept -> kept.entries(subscriptionId));
    }

    @Override
    public CompletableFuture<Void> write(List<Change> changes) {
        ExecutorService open = writer;
        if (open == null) {
            return CompletableFuture.failedFuture(new StoreException("the store is not open: nothing can be written"));
        }
        List<Change> unit = List.copyOf(changes);
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            open.execute(() -> write(unit, done));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new StoreException("the store is closed: nothing can be written any more", e));
        }
        return done;
    }

    private void write(List<Change> unit, CompletableFuture<Void> done) {
        StoreException failure = apply(unit);
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }

    private StoreException apply(List<Change> unit) {
        lock.lock();
        try {
            state.apply(unit);
            return null;
        } catch (StoreException e) {
            return e;
        } catch (RuntimeException e) {
            return new StoreException("a change cannot be kept: " + e, e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        ExecutorService open = writer;
        if (open == null) {
            return;
        }
        open.shutdown();
        boolean interrupted = false;
        while (!open.isTerminated()) {
            try {
                open.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true; // what waits must be written all the same
            }
        }
        writer = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T read(Function<MemoryState, T> query) {
        if (writer == null) {
            throw new StoreException("the store is not open: nothing can be read");
        }
        lock.lock();
        try {
            return query.apply(state);
        } finally {
            lock.unlock();
        }
    }
}
