package io.ternmq.delivery;

import io.ternmq.config.RedeliveryPolicy;
import io.ternmq.message.DestinationName;

/** Gives each destination its policy of redelivery. Asked when the destination is made known; thread-safe. */
@FunctionalInterface
public interface RedeliveryPolicies {

    /** The policy of a queue, a topic or a topic pattern that is neither temporary nor a dead-letter queue. */
    RedeliveryPolicy of(DestinationName destination);
}
