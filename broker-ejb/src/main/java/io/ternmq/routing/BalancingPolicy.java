package io.ternmq.routing;

/** Picks the partition of a destination that keeps a message. A deployer adds one as a CDI bean. Must not block. */
public interface BalancingPolicy {

    /** The name by which a destination asks for it. */
    String name();

    /**
     * Picks a partition.
     *
     * @return 0 to {@code destination.partitions() - 1}
     */
    int partition(Destination destination, BrokerMessage message);
}
