package io.ternmq.management;

import java.util.List;

/**
 * A topic as an administrator sees it.
 *
 * @param name its name
 * @param temporary whether it belongs to a connection
 * @param published since the start of the broker
 * @param subscriptions all, non-durable ones too
 */
public record TopicView(String name, boolean temporary, long published, List<SubscriptionView> subscriptions) {}
