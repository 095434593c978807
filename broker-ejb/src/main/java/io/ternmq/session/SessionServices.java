package io.ternmq.session;

import io.ternmq.config.BrokerConfig.Limits;
import io.ternmq.delivery.Partitions;
import io.ternmq.delivery.Subscriptions;
import io.ternmq.routing.Destinations;
import io.ternmq.routing.Router;
import io.ternmq.security.Authenticator;
import io.ternmq.security.Authorizer;
import io.ternmq.session.tx.XaBranches;
import io.ternmq.store.MessageStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What connections and their sessions work with; the same for all of them.
 *
 * @param node the node's name
 * @param clock the broker's time
 * @param heartbeat the longest silence that this side promises, zero for none
 * @param limits what is taken at most
 * @param logins runs password checks, which take milliseconds by design; may reject when it is full
 */
public record SessionServices(
        String node,
        Clock clock,
        Duration heartbeat,
        Limits limits,
        Destinations destinations,
        Router router,
        Partitions partitions,
        Subscriptions subscriptions,
        XaBranches branches,
        MessageStore store,
        Authenticator authenticator,
        Authorizer authorizer,
        Executor logins,
        ConnectionRegistry connections) {}
