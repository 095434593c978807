package io.ternmq.delivery;

import io.ternmq.store.Change;
import java.util.List;

/**
 * Something that a lane has prepared and that takes effect once the store has it: a send that has its sequence, or acknowledged
 * messages that nobody else gets. Exactly one of {@link #commit} and {@link #abandon} follows, in a turn of the lane.
 */
interface Reservation {

    /** What the store has to keep for it, nothing if it needs no store. */
    List<Change> changes();

    /** Whether who waits for it is told only once it has taken effect, not before that as soon as it is durable. */
    default boolean takesEffectFirst() {
        return false;
    }

    /** It is durable: let it take effect. */
    void commit();

    /** The store refused it: as if it had never been. */
    void abandon();

    /** One that is only its changes. */
    record Plain(List<Change> changes) implements Reservation {
        @Override
        public void commit() {
            // the rows are all there is
        }

        @Override
        public void abandon() {
            // the rows are as they were
        }
    }
}
