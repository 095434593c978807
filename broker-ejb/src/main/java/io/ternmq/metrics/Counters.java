package io.ternmq.metrics;

/**
 * What happened at one queue or subscription since the broker began. One thread writes (the lane), any thread reads: a reader sees
 * whole numbers, perhaps slightly old ones.
 */
public final class Counters {

    private volatile long enqueued;
    private volatile long dequeued;
    private volatile long expired;

    /** Counts messages that came in. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    public void enqueued(int messages) {
        enqueued += messages;
    }

    /** Counts messages that were acknowledged, moved or deleted. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    public void dequeued(int messages) {
        dequeued += messages;
    }

    /** Counts messages that expired. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    public void expired(int messages) {
        expired += messages;
    }

    /** How many came in. */
    public long enqueued() {
        return enqueued;
    }

    /** How many were acknowledged, moved or deleted. */
    public long dequeued() {
        return dequeued;
    }

    /** How many expired. */
    public long expired() {
        return expired;
    }
}
