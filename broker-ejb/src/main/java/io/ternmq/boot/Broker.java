package io.ternmq.boot;

import io.ternmq.config.BrokerConfig;
import io.ternmq.delivery.Partitions;
import io.ternmq.delivery.Recovery;
import io.ternmq.delivery.Subscriptions;
import io.ternmq.management.BrokerManagement;
import io.ternmq.management.BrokerManagement.NodeIdentity;
import io.ternmq.management.Management;
import io.ternmq.management.RateSampler;
import io.ternmq.net.EventLoops;
import io.ternmq.net.Listener;
import io.ternmq.security.Authenticator;
import io.ternmq.session.ClientConnection;
import io.ternmq.session.ConnectionRegistry;
import io.ternmq.session.SessionServices;
import io.ternmq.session.tx.XaBranches;
import io.ternmq.store.MessageStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that runs, in a container or in a bare JVM. Parts start in order: store, users, lanes, recovery, and last the listener, so
 * that nobody gets in before all is there; they stop in reverse.
 */
public final class Broker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final int STOP_SECONDS = 10;

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Partitions partitions;
    private final ConnectionRegistry connections =
            new ConnectionRegistry(UUID.randomUUID().toString().substring(0, 8));
    private final Authenticator authenticator;
    private final Management management;
    private final Listener listener;
    private volatile boolean ready;

    /**
     * Starts a broker without a container.
     *
     * @throws IOException with one line if it cannot listen
     * @throws io.ternmq.store.StoreException with one line if its store cannot be had
     */
    public static Broker start(BrokerConfig config) throws IOException {
        return start(config, BrokerParts.of(config));
    }

    /** As {@link #start(BrokerConfig)}, of the given parts. */
    public static Broker start(BrokerConfig config, BrokerParts parts) throws IOException {
        return new Broker(config, parts);
    }

    private Broker(BrokerConfig config, BrokerParts parts) throws IOException {
        try {
            long since = parts.clock().millis();
            MessageStore store = start(parts.store());
            store.open();
            Users users = start(Users.of(config, store));
            authenticator = users.authenticator();
            EventLoops loops = start(new EventLoops(config.listener().threads()));
            partitions = new Partitions(
                    parts.destinations(), loops, store, parts.clock(), destination -> config.redelivery());
            Subscriptions subscriptions = start(new Subscriptions(partitions, parts.destinations(), store));
            new Recovery(store, partitions, subscriptions).run();
            XaBranches branches = new XaBranches(parts.destinations(), partitions, loops, store, parts.clock());
            branches.restore();
            SessionServices services = new SessionServices(
                    node(),
                    parts.clock(),
                    config.listener().heartbeat(),
                    config.limits(),
                    parts.destinations(),
                    parts.router(),
                    partitions,
                    subscriptions,
                    branches,
                    store,
                    authenticator,
                    parts.authorizer(),
                    users.logins(),
                    connections);
            RateSampler rates = start(new RateSampler(partitions));
            rates.start();
            listener = Listener.open(config.listener(), loops, services);
            NodeIdentity identity =
                    new NodeIdentity(node(), text(listener.address()), Version.text(), storeText(config), since);
            management = new BrokerManagement(
                    identity, () -> ready, parts.destinations(), partitions, connections, branches, rates);
            ready = true;
        } catch (IOException | RuntimeException e) {
            stopParts();
            throw e;
        }
    }

    private <T extends AutoCloseable> T start(T part) {
        started.push(part);
        return part;
    }

    private static String node() {
        return "node-1"; // clusters give nodes names of their own
    }

    private static String storeText(BrokerConfig config) {
        return config.store().url() == null
                ? "SQLite in " + config.data()
                : config.store().url();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return listener.address();
    }

    /** What an administrator can see and do. */
    public Management management() {
        return management;
    }

    /** Who may in. */
    public Authenticator authenticator() {
        return authenticator;
    }

    /** Stops: takes nobody in, ends all connections, keeps what there is to keep. Waits a bounded time for each. */
    @Override
    public void close() {
        if (!ready) {
            return;
        }
        ready = false;
        listener.close();
        connections.close();
        connections.all().forEach(ClientConnection::stop);
        try {
            awaitNoConnections();
            partitions.stopCleanly().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "the broker did not end cleanly; after the next start messages may be marked as redelivered without need: {}",
                    e.getMessage());
        }
        stopParts();
    }

    private void awaitNoConnections() throws InterruptedException {
        try {
            CompletableFuture.allOf(connections.all().stream()
                            .map(ClientConnection::ended)
                            .toArray(CompletableFuture[]::new))
                    .get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} connections did not end within {} s", connections.size(), STOP_SECONDS);
        }
    }

    private void stopParts() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
