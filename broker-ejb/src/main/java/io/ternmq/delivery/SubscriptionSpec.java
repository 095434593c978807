package io.ternmq.delivery;

import io.ternmq.routing.BrokerMessage.Publisher;

/**
 * What a client asks of a subscription (8.3).
 *
 * @param clientId empty for none
 * @param name empty for an unnamed one
 * @param durable whether it outlives its consumers
 * @param shared whether several consumers may share it
 * @param noLocalOf whose messages are left out; null if nobody's are
 * @param selector empty for none
 */
public record SubscriptionSpec(
        String clientId, String name, boolean durable, boolean shared, Publisher noLocalOf, String selector) {

    /** Whether it is told apart by its name, so that it can be found again. */
    boolean isNamed() {
        return !name.isEmpty();
    }

    boolean noLocal() {
        return noLocalOf != null;
    }
}
