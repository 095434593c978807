package io.ternmq.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What a broker is told at its start.
 *
 * @param data the directory of all that it keeps
 * @param listener where it listens
 * @param store where messages are kept
 * @param limits what it takes at most
 * @param redelivery what becomes of messages that were delivered in vain
 * @param anonymous whether a client needs no login; refused on any address but loopback
 */
public record BrokerConfig(
        Path data, Listener listener, Store store, Limits limits, RedeliveryPolicy redelivery, boolean anonymous) {

    /** The port of {@code dmqp://}. */
    public static final int DEFAULT_PORT = 5700;

    public BrokerConfig {
        Objects.requireNonNull(data, "data");
        if (anonymous && !listener.isLoopback()) {
            throw new IllegalArgumentException("--anonymous lets everybody in, so it is refused on " + listener.bind()
                    + "; bind to 127.0.0.1 or leave it out");
        }
    }

    /** The defaults over a data directory. */
    public static BrokerConfig of(Path data) {
        return new BrokerConfig(
                data, Listener.DEFAULT, Store.EMBEDDED, Limits.DEFAULT, RedeliveryPolicy.DEFAULT, false);
    }

    /** The same with another listener. */
    public BrokerConfig withListener(Listener other) {
        return new BrokerConfig(data, other, store, limits, redelivery, anonymous);
    }

    /** The same with another store. */
    public BrokerConfig withStore(Store other) {
        return new BrokerConfig(data, listener, other, limits, redelivery, anonymous);
    }

    /** The same with other limits. */
    public BrokerConfig withLimits(Limits other) {
        return new BrokerConfig(data, listener, store, other, redelivery, anonymous);
    }

    /** The same with another policy of redelivery. */
    public BrokerConfig withRedelivery(RedeliveryPolicy other) {
        return new BrokerConfig(data, listener, store, limits, other, anonymous);
    }

    /** The same with or without login. */
    public BrokerConfig withAnonymous(boolean other) {
        return new BrokerConfig(data, listener, store, limits, redelivery, other);
    }

    /**
     * Where the broker listens.
     *
     * @param bind an address or a host's name
     * @param port 0 for a free one
     * @param threads event loops, at least 1
     * @param heartbeat the longest silence before a connection is given up is twice this; zero for none
     */
    public record Listener(String bind, int port, int threads, Duration heartbeat) {

        /** 127.0.0.1, the protocol's port, a loop a processor, 30 s. */
        public static final Listener DEFAULT = new Listener(
                "127.0.0.1", DEFAULT_PORT, Runtime.getRuntime().availableProcessors(), Duration.ofSeconds(30));

        public Listener {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
            }
            if (threads < 1) {
                throw new IllegalArgumentException("the listener needs at least 1 thread, not " + threads);
            }
        }

        /** The same on another address and port. */
        public Listener at(String otherBind, int otherPort) {
            return new Listener(otherBind, otherPort, threads, heartbeat);
        }

        /** Whether only this machine can reach it. */
        public boolean isLoopback() {
            return bind.equals("localhost") || bind.equals("::1") || bind.startsWith("127.");
        }
    }

    /**
     * Where messages are kept.
     *
     * @param url a JDBC URL, or null for SQLite in the data directory
     * @param user null for none
     * @param passwordFile a file whose first line is the password, or null for none
     */
    public record Store(String url, String user, Path passwordFile) {

        /** SQLite in the data directory. */
        public static final Store EMBEDDED = new Store(null, null, null);

        public Store {
            if (url != null && url.toLowerCase(Locale.ROOT).contains("password=")) {
                throw new IllegalArgumentException(
                        "a password does not belong in the store's URL; use --store-password-file");
            }
        }
    }

    /**
     * What the broker takes at most.
     *
     * @param frameBytes the largest frame, so the largest message with its header
     * @param connections open at once
     */
    public record Limits(int frameBytes, int connections) {

        /** 100 MiB and 10,000. */
        public static final Limits DEFAULT = new Limits(100 * 1024 * 1024, 10_000);
    }
}
