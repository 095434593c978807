package io.ternmq.client;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import io.ternmq.store.MessageStore;
import io.ternmq.store.memory.MemoryMessageStore;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real broker in this JVM, one for a test class, and the connections to it that a test opens. */
final class TestBroker implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final UnaryOperator<BrokerConfig> config;
    private final UnaryOperator<BrokerParts> parts;
    private final MessageStore memory = new MemoryMessageStore();
    private final boolean onDisk;
    private final List<Connection> connections = new ArrayList<>();
    private Path data;
    private int port;
    private Broker broker;

    TestBroker() {
        this(UnaryOperator.identity(), UnaryOperator.identity());
    }

    TestBroker(UnaryOperator<BrokerConfig> config, UnaryOperator<BrokerParts> parts) {
        this(config, parts, false);
    }

    private TestBroker(UnaryOperator<BrokerConfig> config, UnaryOperator<BrokerParts> parts, boolean onDisk) {
        this.config = config;
        this.parts = parts;
        this.onDisk = onDisk;
    }

    /** One that keeps its messages in SQLite, as a broker does that is told nothing else. */
    static TestBroker onDisk(UnaryOperator<BrokerConfig> config) {
        return onDisk(config, UnaryOperator.identity());
    }

    /** As {@link #onDisk(UnaryOperator)}, with other parts. */
    static TestBroker onDisk(UnaryOperator<BrokerConfig> config, UnaryOperator<BrokerParts> parts) {
        return new TestBroker(config, parts, true);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start();
    }

    @Override
    public void afterEach(ExtensionContext context) throws JMSException {
        for (Connection connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The directory that it keeps its data in. */
    Path data() {
        return data;
    }

    /** Starts it, on the port that it had before. */
    void start() throws IOException {
        data = data == null ? Files.createTempDirectory("tern-client-test") : data;
        BrokerConfig plain = BrokerConfig.of(data)
                .withAnonymous(true)
                .withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", port));
        BrokerConfig whole = config.apply(plain);
        broker = Broker.start(whole, parts.apply(onDisk ? BrokerParts.of(whole) : BrokerParts.of(memory)));
        port = broker.address().getPort();
    }

    void stop() {
        broker.close();
    }

    /** Stops and starts it: connections are lost, what is kept is there again. */
    void restart() throws IOException {
        stop();
        start();
    }

    Broker broker() {
        return broker;
    }

    String url() {
        return "dmqp://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    TernConnectionFactory factory() {
        return new TernConnectionFactory(url());
    }

    /** A connection that ends with the test, not started. */
    Connection connect() throws JMSException {
        return endingWithTest(factory().createConnection());
    }

    /** A started connection that ends with the test. */
    Connection started() throws JMSException {
        Connection connection = connect();
        connection.start();
        return connection;
    }

    <C extends Connection> C endingWithTest(C connection) {
        connections.add(connection);
        return connection;
    }

    /** A name that no other test uses. */
    static String name(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet();
    }

    /** How many messages wait in the queue or are held. */
    long depth(String queue) {
        return broker.management().queues().stream()
                .filter(view -> view.name().equals(queue))
                .mapToLong(view -> view.depth())
                .sum();
    }
}
