package io.ternmq.store.jpa;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the writer. Any thread adds, the writer alone takes. It has no bound of its own: who sends is held back by credit,
 * and a bound here would block the thread of a lane.
 */
final class WriteQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Unit> waiting = new ArrayDeque<>();
    private final int maxChanges;
    private final long maxBytes;
    private boolean closed;

    /**
     * @param maxChanges what one batch holds at most; a larger unit is a batch of its own
     * @param maxBytes likewise
     */
    WriteQueue(int maxChanges, long maxBytes) {
        this.maxChanges = maxChanges;
        this.maxBytes = maxBytes;
    }

    /** Adds a unit, unless the queue is closed. */
    boolean offer(Unit unit) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.add(unit);
            if (waiting.size() == 1) {
                filled.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for units and takes them, up to the bounds of a batch; null if the queue is closed and empty. */
    List<Unit> take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return null;
                }
                filled.await();
            }
            return takeBatch();
        } finally {
            lock.unlock();
        }
    }

    /** Everything that waits, at once. */
    List<Unit> takeAll() {
        lock.lock();
        try {
            List<Unit> all = new ArrayList<>(waiting);
            waiting.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until the queue is closed. */
    void pause(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!closed && left > 0) {
                left = filled.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private List<Unit> takeBatch() {
        List<Unit> batch = new ArrayList<>();
        long bytes = 0;
        int changes = 0;
        do {
            Unit unit = waiting.poll();
            batch.add(unit);
            bytes += unit.bytes();
            changes += unit.changes().size();
        } while (!waiting.isEmpty()
                && changes + waiting.peek().changes().size() <= maxChanges
                && bytes + waiting.peek().bytes() <= maxBytes);
        return batch;
    }
}
