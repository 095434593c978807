package io.ternmq.management;

/**
 * A partition of a destination.
 *
 * @param destination its name
 * @param number from 0
 * @param owner the owner node's DMQP address
 * @param epoch the owner's
 */
public record PartitionView(String destination, int number, String owner, long epoch) {}
