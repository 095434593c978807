package io.ternmq.management;

/**
 * A subscription as an administrator sees it.
 *
 * @param clientId empty for none
 * @param name empty for an unnamed one
 * @param durable whether it outlives its consumers
 * @param shared whether several consumers may share it
 * @param selector empty for none
 * @param depth messages that wait or are held by consumers
 * @param inFlight of these, how many consumers hold
 * @param consumers how many there are
 */
public record SubscriptionView(
        String clientId,
        String name,
        boolean durable,
        boolean shared,
        String selector,
        long depth,
        long inFlight,
        int consumers) {}
