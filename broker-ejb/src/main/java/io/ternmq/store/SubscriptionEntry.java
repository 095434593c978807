package io.ternmq.store;

/**
 * An exception above a subscription's cursor: a message that is done out of order, or one that was delivered before.
 *
 * @param subscriptionId the subscription
 * @param sequence the message
 * @param done whether it is acknowledged
 * @param deliveryCount how often it was delivered, if it is not done
 * @param dueAt before when it is not delivered again, ms since 1970, 0 for at once
 */
public record SubscriptionEntry(long subscriptionId, long sequence, boolean done, int deliveryCount, long dueAt) {}
