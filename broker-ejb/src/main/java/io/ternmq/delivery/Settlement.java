package io.ternmq.delivery;

import io.ternmq.message.DestinationName;
import io.ternmq.store.Change;
import java.util.List;

/** How a queue or a subscription keeps what becomes of its messages. In the lane's turn. */
interface Settlement {

    /** Whose rows they are: the queue's id or the subscription's. */
    long ownerId();

    /** Whether the message is in the store, so that what becomes of it is kept too. */
    boolean isStored(Entry entry);

    /** Where the message was sent, if a consumer cannot know that by what it consumes from; else null. */
    default DestinationName sentTo(Entry entry) {
        return null;
    }

    /**
     * Makes messages done: acknowledged, expired or moved. Until that takes effect they count as not done, so that nothing that is
     * written meanwhile relies on it.
     */
    Reservation done(List<Entry> entries);

    /** The change that keeps the message's delivery count, and when it is delivered again. */
    Change delivered(Entry entry);

    /** The change that moves the dispatch mark. */
    Change mark(long sequence);
}
