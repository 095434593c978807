package io.ternmq.store.jpa;

import java.util.List;

/** Writes batches, each in one transaction. Only the thread of {@link GroupCommit} calls it. */
interface BatchWriter extends AutoCloseable {

    /**
     * Writes all units in one transaction.
     *
     * @throws WriteFailure if not; nothing of them was kept then, unless the outcome is in doubt
     */
    void write(List<Unit> units) throws WriteFailure;

    /**
     * Tells the outcome of the batch whose COMMIT was in doubt.
     *
     * @return whether it was kept
     * @throws WriteFailure if the database cannot be asked now
     */
    boolean wasKept() throws WriteFailure;

    @Override
    void close();
}
