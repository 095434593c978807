package io.ternmq.store.jpa;

/** What tells a message, or an exception of a subscription, from all others: its owner's id and its sequence. */
record MessageKey(long ownerId, long sequence) implements Comparable<MessageKey> {

    /** In the order of the tables' keys. */
    @Override
    public int compareTo(MessageKey other) {
        int byOwner = Long.compare(ownerId, other.ownerId);
        return byOwner != 0 ? byOwner : Long.compare(sequence, other.sequence);
    }
}
