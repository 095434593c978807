package io.ternmq.boot;

import io.ternmq.config.BrokerConfig;
import io.ternmq.routing.Destinations;
import io.ternmq.routing.RoundRobin;
import io.ternmq.routing.Router;
import io.ternmq.security.Authorizer;
import io.ternmq.store.MessageStore;
import io.ternmq.store.jpa.JpaMessageStore;
import java.time.Clock;
import java.util.List;

/**
 * What a broker is put together from and does not make itself, so that a container or a test can choose.
 *
 * @param store closed; the broker opens and closes it
 * @param destinations empty
 * @param router says where messages go
 * @param authorizer says what users may do
 * @param clock the broker's time
 */
public record BrokerParts(
        MessageStore store, Destinations destinations, Router router, Authorizer authorizer, Clock clock) {

    /** What a broker without a container has, with that store. */
    public static BrokerParts of(MessageStore store) {
        return new BrokerParts(
                store,
                new Destinations(),
                new Router(List.of(new RoundRobin())),
                Authorizer.ADMINS_ONLY,
                Clock.systemUTC());
    }

    /** What a broker without a container has, with the store that the configuration names. */
    public static BrokerParts of(BrokerConfig config) {
        return of(JpaMessageStore.of(config));
    }
}
