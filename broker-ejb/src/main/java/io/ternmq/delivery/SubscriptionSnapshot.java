package io.ternmq.delivery;

/**
 * A subscription at one moment.
 *
 * @param spec what it is
 * @param queue what waits for it
 */
public record SubscriptionSnapshot(SubscriptionSpec spec, QueueSnapshot queue) {}
