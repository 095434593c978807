package io.ternmq.store.jpa;

import io.ternmq.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's one writer: a thread that takes whatever waits, writes it in one transaction and completes the futures in order. There
 * is no timer: the batch grows by itself while the transaction before it is being made durable.
 *
 * <p>A database that cannot write now is tried again for {@link #PATIENCE}; then what waits fails, and each later batch is one try,
 * so that senders hear the reason and the store heals with the first try that succeeds. A batch whose COMMIT is in doubt waits
 * until the database has told its outcome, however long that takes.
 */
final class GroupCommit implements AutoCloseable {

    /** How long a batch is tried again before what waits fails. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    // Larger batches gain nothing measurable, and make the first unit wait for the last.
    private static final int MAX_CHANGES = 4_096;
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final WriteQueue queue = new WriteQueue(MAX_CHANGES, MAX_BYTES);
    private final BatchWriter writer;
    private final Duration patience;
    private final Thread thread;

    private boolean troubled;
    private long troubledSinceNanos;

    GroupCommit(BatchWriter writer, String name, Duration patience) {
        this.writer = writer;
        this.patience = patience;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> submit(Unit unit) {
        if (!queue.offer(unit)) {
            unit.done()
                    .completeExceptionally(new StoreException("the store is closed: nothing can be written any more"));
        }
        return unit.done();
    }

    /** Writes what waits, then ends the thread; called from a completion on that thread, it ends after the current batch. */
    @Override
    public void close() {
        queue.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // what waits must be written all the same
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            List<Unit> batch;
            while ((batch = queue.take()) != null) {
                write(batch);
            }
        } catch (InterruptedException e) {
            LOG.error("The store's writer was interrupted: nothing can be written until the broker is started again.");
        } finally {
            queue.close();
            fail(queue.takeAll(), new StoreException("the store has ended: start the broker again"));
            writer.close();
        }
    }

    private void write(List<Unit> units) throws InterruptedException {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            try {
                writer.write(units);
                complete(units);
                return;
            } catch (WriteFailure failure) {
                switch (failure.kind()) {
                    case RECORD -> {
                        split(units, failure);
                        return;
                    }
                    case REPLACED -> {
                        LOG.error(failure.getMessage());
                        fail(units, failure);
                        return;
                    }
                    case IN_DOUBT -> {
                        if (outcome(units, failure)) {
                            return;
                        }
                    }
                    case UNAVAILABLE -> {
                        if (isBeyondPatience(failure)) {
                            // Before anyone is told: who hears of it and tries again gets a try.
                            List<Unit> behind = queue.takeAll();
                            fail(units, failure);
                            fail(behind, failure);
                            return;
                        }
                    }
                }
            }
            queue.pause(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    private void split(List<Unit> units, WriteFailure failure) throws InterruptedException {
        if (units.size() == 1) {
            fail(units, failure);
            return;
        }
        int half = units.size() / 2;
        write(units.subList(0, half));
        write(units.subList(half, units.size()));
    }

    /** Asks until the outcome is known; true if the units are done with, false if they have to be written again. */
    private boolean outcome(List<Unit> units, WriteFailure failure) throws InterruptedException {
        LOG.warn("{}; the outcome of a commit is unknown, asking for it.", failure.getMessage());
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            try {
                if (writer.wasKept()) {
                    complete(units);
                    return true;
                }
                return false;
            } catch (WriteFailure again) {
                if (again.kind() == WriteFailure.Kind.REPLACED || queue.isClosed()) {
                    fail(units, new StoreException("the outcome of a commit is unknown: " + again.getMessage(), again));
                    return true;
                }
            }
            queue.pause(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
        }
    }

    private boolean isBeyondPatience(WriteFailure failure) {
        if (!troubled) {
            troubled = true;
            troubledSinceNanos = System.nanoTime();
            LOG.warn("{}; trying again.", failure.getMessage());
        }
        return queue.isClosed() || System.nanoTime() - troubledSinceNanos >= patience.toNanos();
    }

    private void complete(List<Unit> units) {
        if (troubled) {
            troubled = false;
            LOG.info("The store can be written again.");
        }
        for (Unit unit : units) {
            unit.done().complete(null);
        }
    }

    private static void fail(List<Unit> units, WriteFailure failure) {
        fail(units, new StoreException(failure.getMessage(), failure));
    }

    private static void fail(List<Unit> units, StoreException why) {
        for (Unit unit : units) {
            unit.done().completeExceptionally(why);
        }
    }
}
