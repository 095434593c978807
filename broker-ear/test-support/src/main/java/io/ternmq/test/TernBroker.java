package io.ternmq.test;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.client.TernConnectionFactory;
import io.ternmq.config.BrokerConfig;
import io.ternmq.management.QueueView;
import io.ternmq.store.MessageStore;
import io.ternmq.store.jpa.JpaMessageStore;
import io.ternmq.store.memory.MemoryMessageStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker inside the test's JVM, on a free port of 127.0.0.1, which lets everybody in. As a JUnit 5 extension it runs for a
 * class's tests:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TernBroker BROKER = TernBroker.inMemory();
 * }</pre>
 *
 * <p>Elsewhere {@link #start} and {@link #close} do the same. Not thread-safe, save {@link #url}, {@link #connectionFactory} and
 * {@link #depth}.
 */
public final class TernBroker implements BeforeAllCallback, AfterAllCallback, AutoCloseable {

    private final Path kept;
    private Path data;
    private int port; // free at the first start, then the same
    private volatile Broker broker;

    private TernBroker(Path kept) {
        this.kept = kept;
    }

    /** A broker that keeps its messages in memory: they end with it. */
    public static TernBroker inMemory() {
        return new TernBroker(null);
    }

    /**
     * A broker that keeps its messages in SQLite, as a real one does: what was sent is there after {@link #close} and {@link #start}.
     *
     * @param data the directory of all that it keeps; made if it is not there, never deleted
     */
    public static TernBroker onDisk(Path data) {
        return new TernBroker(data);
    }

    /**
     * Starts it; after a {@link #close} where it was, so that clients can come back to it.
     *
     * @throws IllegalStateException if it runs
     * @throws io.ternmq.store.StoreException with one line if the directory cannot be used
     */
    public TernBroker start() {
        if (broker != null) {
            throw new IllegalStateException("the broker runs already, at " + url());
        }
        try {
            data = kept == null ? Files.createTempDirectory("tern-test") : Files.createDirectories(kept);
            BrokerConfig config = BrokerConfig.of(data)
                    .withListener(BrokerConfig.Listener.DEFAULT.at(
                            InetAddress.getLoopbackAddress().getHostAddress(), port))
                    .withAnonymous(true);
            MessageStore store = kept == null ? new MemoryMessageStore() : JpaMessageStore.of(config);
            Broker started = Broker.start(config, BrokerParts.of(store));
            port = started.address().getPort();
            broker = started;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("the broker cannot start: " + e.getMessage(), e);
        }
    }

    /** Its URL, such as {@code dmqp://127.0.0.1:41235}; the same after each start. */
    public String url() {
        return "dmqp://" + running().address().getAddress().getHostAddress() + ":"
                + running().address().getPort();
    }

    /** A new factory of connections to it. */
    public TernConnectionFactory connectionFactory() {
        return new TernConnectionFactory(url());
    }

    /** How many messages wait in a queue or are held by its consumers; 0 if there is no such queue. */
    public long depth(String queue) {
        return running().management().queue(queue).map(QueueView::depth).orElse(0L);
    }

    private Broker running() {
        Broker now = broker;
        if (now == null) {
            throw new IllegalStateException("the broker does not run; call start first");
        }
        return now;
    }

    /** Stops it; does nothing if it does not run. */
    @Override
    public void close() {
        Broker running = broker;
        broker = null;
        if (running != null) {
            running.close();
            if (kept == null) {
                delete(data);
            }
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }
}
