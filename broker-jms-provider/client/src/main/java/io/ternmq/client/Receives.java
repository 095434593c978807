package io.ternmq.client;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The calls of receive that are under way in a session, so that who closes or stops it can wait for them (6.1.5, 6.1.8, 8.8). Each
 * {@link Inbox} has its own counts; all of it is guarded by the session's lock.
 */
final class Receives {

    private final ReentrantLock lock;
    private final Condition change;
    private int waiters;

    /** Those of one consumer. */
    static final class Counts {
        private int waiting;
        private int handing;

        private boolean any() {
            return waiting + handing > 0;
        }
    }

    Receives(ReentrantLock lock) {
        this.lock = lock;
        this.change = lock.newCondition();
    }

    /** A call begins to wait for a message. The lock is held. */
    void begin(Counts of) {
        of.waiting++;
    }

    /** It waits no longer; with {@code taken} it has a message, and {@link #handed} follows. The lock is held. */
    void end(Counts of, boolean taken) {
        of.waiting--;
        of.handing += taken ? 1 : 0;
        signal();
    }

    /** It returns with its message, or has put it back. The lock is held. */
    void handed(Counts of) {
        of.handing--;
        signal();
    }

    private void signal() {
        if (waiters > 0) {
            change.signalAll();
        }
    }

    /** Waits until none of them is under way. */
    void awaitNone(Iterable<Counts> all) {
        await(() -> anyOf(all, true));
    }

    /** Waits until none of them has a message to return with. */
    void awaitNoneHanding(Iterable<Counts> all) {
        await(() -> anyOf(all, false));
    }

    private static boolean anyOf(Iterable<Counts> all, boolean waitingToo) {
        for (Counts counts : all) {
            if (counts.handing > 0 || waitingToo && counts.any()) {
                return true;
            }
        }
        return false;
    }

    private void await(BooleanSupplier busy) {
        lock.lock();
        try {
            waiters++;
            while (busy.getAsBoolean()) {
                change.awaitUninterruptibly();
            }
            waiters--;
        } finally {
            lock.unlock();
        }
    }
}
