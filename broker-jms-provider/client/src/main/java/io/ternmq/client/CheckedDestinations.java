package io.ternmq.client;

import io.ternmq.message.DestinationName;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The destinations that the broker has taken a message of this connection for, so that a non-persistent send there need not ask
 * again. Bounded, because replies go to ever new temporary queues.
 */
final class CheckedDestinations {

    private static final int MAX = 10_000;

    private final Set<DestinationName> checked = ConcurrentHashMap.newKeySet();

    boolean contains(DestinationName destination) {
        return checked.contains(destination);
    }

    void add(DestinationName destination) {
        if (checked.size() >= MAX) {
            checked.clear();
        }
        checked.add(destination);
    }

    /** A send there failed: the next one asks again. */
    void remove(DestinationName destination) {
        checked.remove(destination);
    }
}
