package io.ternmq.management;

/**
 * A branch of a distributed transaction that waits for its transaction manager.
 *
 * @param id the broker's number for it
 * @param branch what its transaction manager calls it: format, global identifier and qualifier in hex
 * @param user whose connection began it
 * @param state PREPARED, or COMMITTED or ROLLED_BACK by an administrator
 * @param since when it came to that state, ms since 1970
 * @param sends how many kept messages it sends
 * @param acknowledged how many kept messages it acknowledges
 */
public record TransactionView(
        long id, String branch, String user, String state, long since, int sends, int acknowledged) {}
