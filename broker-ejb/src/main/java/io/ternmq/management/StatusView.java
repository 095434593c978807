package io.ternmq.management;

import java.util.List;

/**
 * The cluster at a glance.
 *
 * @param nodes all of them
 * @param partitions of all destinations that are not temporary
 */
public record StatusView(List<NodeView> nodes, List<PartitionView> partitions) {}
