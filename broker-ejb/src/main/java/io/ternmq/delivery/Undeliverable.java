package io.ternmq.delivery;

/** What becomes of a message that was delivered in vain: when it comes again, and where it goes when that is enough. In the lane's turn. */
interface Undeliverable {

    /** Nothing is, and all comes again at once: for temporary destinations, whose messages end with them, and for dead-letter queues. */
    Undeliverable NEVER = new Undeliverable() {
        @Override
        public boolean isUndeliverable(Entry entry) {
            return false;
        }

        @Override
        public long delayMillis(Entry entry) {
            return 0;
        }

        @Override
        public void bury(Entry entry, Reservation done, Runnable moved, Runnable failed) {
            throw new IllegalStateException("it is never undeliverable");
        }
    };

    /** Whether the message has reached its limit of deliveries. */
    boolean isUndeliverable(Entry entry);

    /** How long it waits before it is delivered again, ms; 0 for at once. */
    long delayMillis(Entry entry);

    /**
     * Moves the message to its dead-letter queue, in one unit of the store. One of the tasks runs in a turn of the lane.
     *
     * @param done makes the message done here
     * @param moved runs once that is durable
     * @param failed runs after a while if that could not be: the message stays
     */
    void bury(Entry entry, Reservation done, Runnable moved, Runnable failed);
}
