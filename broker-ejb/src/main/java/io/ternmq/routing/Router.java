package io.ternmq.routing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says where a message goes. Keeps no state of its own. */
@ApplicationScoped
public class Router {

    private final Map<String, BalancingPolicy> policies = new HashMap<>();

    /** For the container's proxy. */
    protected Router() {}

    /** With the policies that the container finds. */
    @Inject
    public Router(Instance<BalancingPolicy> policies) {
        policies.forEach(this::add);
    }

    /** With these policies, where there is no container. */
    public Router(List<BalancingPolicy> policies) {
        policies.forEach(this::add);
    }

    private void add(BalancingPolicy policy) {
        policies.put(policy.name(), policy);
    }

    /**
     * A place that keeps a message.
     *
     * @param destination the queue or topic
     * @param partition from 0
     */
    public record Target(Destination destination, int partition) {}

    /** Where a message for the destination goes. */
    public Target route(Destination destination, BrokerMessage message) {
        if (destination.partitions() == 1) {
            return new Target(destination, 0); // the common case needs no policy
        }
        return new Target(destination, policies.get(RoundRobin.NAME).partition(destination, message));
    }
}
