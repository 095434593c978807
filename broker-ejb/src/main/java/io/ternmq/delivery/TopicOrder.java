package io.ternmq.delivery;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * The one count of sequences for all topics of the node that feed a subscription which spans topics, so that one cursor can say how
 * far such a subscription has come. Thread-safe; why there is a lock: docs/adr/0008-wildcard-subscriptions.md.
 */
final class TopicOrder {

    private final ReentrantLock lock = new ReentrantLock();
    private long last;

    /**
     * Gives out the next sequence.
     *
     * @param use announces the message to the homes of its subscriptions; no other sequence is given out meanwhile, so that they
     *     hear of all in their order. If it throws, the sequence stays unused
     */
    <T> T next(LongFunction<T> use) {
        lock.lock();
        try {
            return use.apply(++last);
        } finally {
            lock.unlock();
        }
    }

    /** What is given out from now on is above that. */
    void raise(long sequence) {
        lock.lock();
        try {
            last = Math.max(last, sequence);
        } finally {
            lock.unlock();
        }
    }

    /** The sequence that was given out last. */
    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }
}
