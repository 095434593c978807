package io.ternmq.boot;

/** Where a transaction over two resources can be between its work and its end. */
enum CommitPoint {
    /** All work is done, neither resource is prepared. */
    ENDED,
    /** The first resource is prepared. */
    FIRST_PREPARED,
    /** Both are prepared, and the transaction manager has not decided. */
    BOTH_PREPARED,
    /** The transaction manager has decided, in its log. */
    DECIDED,
    /** The first resource is committed. */
    FIRST_COMMITTED,
    /** Both are. */
    BOTH_COMMITTED
}
