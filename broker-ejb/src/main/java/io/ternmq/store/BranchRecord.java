package io.ternmq.store;

import io.ternmq.message.BranchId;
import java.util.List;

/**
 * A prepared branch of a distributed transaction as it is kept, or the memory of one that an administrator has ended. The messages
 * that it sends are kept as if the branch were a destination with the id of the branch: sequences from 1 up, in their order.
 *
 * @param id ours, from 1, never used again, in one space with the destinations' ids
 * @param branch what its transaction manager calls it
 * @param user whose connection began it
 * @param state what has become of it
 * @param since when it came to that state, ms since 1970
 * @param sends the destination of each of its messages, by id; empty once it is ended
 * @param acknowledged the kept messages that it acknowledges; empty once it is ended
 */
public record BranchRecord(
        long id,
        BranchId branch,
        String user,
        State state,
        long since,
        List<Long> sends,
        List<Acknowledged> acknowledged) {

    /** What has become of a branch. */
    public enum State {
        /** It can be committed and rolled back. */
        PREPARED,
        /** An administrator has committed it; its transaction manager has yet to know. */
        COMMITTED,
        /** An administrator has rolled it back; its transaction manager has yet to know. */
        ROLLED_BACK
    }

    /**
     * A message that the branch acknowledges.
     *
     * @param ownerId the queue, or the durable subscription
     * @param sequence the message's sequence in its queue or topic
     * @param deliveryCount how often it was delivered before the branch got it
     */
    public record Acknowledged(long ownerId, long sequence, int deliveryCount) {}

    /** Copies the lists. */
    public BranchRecord {
        sends = List.copyOf(sends);
        acknowledged = List.copyOf(acknowledged);
    }
}
