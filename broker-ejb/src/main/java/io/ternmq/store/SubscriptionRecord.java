package io.ternmq.store;

/**
 * A durable subscription as it is kept (8.3.3, 8.3.4).
 *
 * @param id ours, from 1, never used again, in one space with the destinations' ids
 * @param topicId the topic's id
 * @param clientId the client identifier it belongs to, empty if it was made without one (shared only)
 * @param name its name
 * @param shared whether several consumers may use it at once
 * @param noLocal whether messages of its own client identifier are left out
 * @param selector empty for none
 * @param cursor every message of the topic up to this sequence is done for it
 * @param mark its dispatch mark, see {@link Change.Mark}
 */
public record SubscriptionRecord(
        long id,
        long topicId,
        String clientId,
        String name,
        boolean shared,
        boolean noLocal,
        String selector,
        long cursor,
        long mark) {

    /** The same with another cursor and mark. */
    public SubscriptionRecord at(long newCursor, long newMark) {
        return new SubscriptionRecord(id, topicId, clientId, name, shared, noLocal, selector, newCursor, newMark);
    }
}
