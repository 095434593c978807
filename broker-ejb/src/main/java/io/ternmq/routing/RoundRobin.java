package io.ternmq.routing;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** Gives each partition its turn. */
@ApplicationScoped
public class RoundRobin implements BalancingPolicy {

    /** Its name. */
    public static final String NAME = "round-robin";

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int partition(Destination destination, BrokerMessage message) {
        return Math.floorMod(turn.getAndIncrement(), destination.partitions());
    }
}
