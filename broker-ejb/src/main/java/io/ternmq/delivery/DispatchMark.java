package io.ternmq.delivery;

import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import java.util.List;

/**
 * The sequence up to which messages may have been delivered. It is written ahead of delivery in strides: after an unclean end
 * everything below it counts as delivered once more, nothing above it does. The messages that wait for it cost one write a stride,
 * which grows where sequences have gaps, so that it always is of about so many messages.
 */
final class DispatchMark {

    private static final int STRIDE = 2048;
    private static final int FEW = STRIDE / 8; // looks between two writes that are worth no write
    private static final long MAX_STRIDE = 1L << 32;
    private static final int RETRY_MILLIS = 500;

    private final Lane lane;
    private final MessageStore store;
    private final Settlement settlement;
    private final Runnable moved;
    private long durable;
    private long requested;
    private long stride = STRIDE;
    private int looks;
    private boolean failed; // the last write: another try is no sign of gaps

    /** @param moved runs in a turn of the lane once the mark is further */
    DispatchMark(Lane lane, MessageStore store, Settlement settlement, Runnable moved) {
        this.lane = lane;
        this.store = store;
        this.settlement = settlement;
        this.moved = moved;
    }

    /** Whether a message with that sequence may be delivered now; if not, {@code moved} runs once it may. */
    boolean covers(long sequence) {
        looks++;
        if (sequence > requested - stride / 2) {
            if (requested > 0 && !failed && looks < FEW && stride < MAX_STRIDE) {
                stride *= 2;
            }
            looks = 0;
            request(Math.max(sequence, durable) + stride); // never back: what lies below may be delivered
        }
        return sequence <= durable;
    }

    private void request(long sequence) {
        requested = sequence;
        store.write(List.of(settlement.mark(sequence)))
                .whenComplete((done, failure) -> lane.execute(() -> written(sequence, failure)));
    }

    private void written(long sequence, Throwable failure) {
        failed = failure != null;
        if (failure == null) {
            durable = Math.max(durable, sequence);
            moved.run();
        } else {
            if (requested == sequence) {
                requested = durable;
            }
            lane.schedule(moved, RETRY_MILLIS); // the first message that needs it asks again
        }
    }

    /** Up to where it may be in the store. */
    long reached() {
        return Math.max(durable, requested);
    }

    /** The change that says that nothing is delivered, for a clean stop; null if there is nothing to say. */
    Change clean() {
        return requested == 0 ? null : settlement.mark(0);
    }
}
