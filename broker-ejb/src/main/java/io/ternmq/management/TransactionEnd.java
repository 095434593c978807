package io.ternmq.management;

/** What an administrator can do with a transaction in place of its transaction manager. */
public enum TransactionEnd {
    /** Commits a prepared one. */
    COMMIT,
    /** Rolls a prepared one back. */
    ROLL_BACK,
    /** Forgets one that an administrator has ended. */
    FORGET
}
