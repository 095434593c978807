package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No thread and no socket of the client outlives its connection, however that ends. */
class LeftoversTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<String> THREADS =
            List.of("tern-session-", "tern-client-io", "tern-callback-", "tern-connection-consumer-");

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private final String queue = TestBroker.name("left");

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> THREADS.stream().anyMatch(thread.getName()::startsWith))
                .count();
    }

    private static long sockets() {
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.filter(LeftoversTest::isSocket).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) { // it was closed just now
            return false;
        }
    }

    private static void expectNothingLeft(long socketsBefore) {
        Awaitility.await().until(() -> threads() == 0);
        Awaitility.await().until(() -> sockets() <= socketsBefore);
    }

    private long before() {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "this system does not show its open sockets");
        Awaitility.await().until(() -> threads() == 0);
        return sockets();
    }

    @Test
    void shouldLeaveNothingOfConnectionsThatAreClosed() throws Exception {
        long sockets = before();

        for (int i = 0; i < 100; i++) {
            try (Connection connection = BROKER.factory().createConnection()) {
                Session session = connection.createSession();
                session.createConsumer(session.createQueue(queue)).setMessageListener(message -> {});
                connection.start();
                MessageProducer producer = session.createProducer(session.createQueue(queue));
                producer.send(session.createTextMessage("a"), new Completion());
                session.createConsumer(session.createTopic("left"));
            }
        }

        expectNothingLeft(sockets);
    }

    /** Needs nothing of what a send tells. */
    private static final class Completion implements jakarta.jms.CompletionListener {
        @Override
        public void onCompletion(jakarta.jms.Message message) {
            // it is sent
        }

        @Override
        public void onException(jakarta.jms.Message message, Exception exception) {
            throw new AssertionError(exception);
        }
    }

    @Test
    void shouldLeaveNothingOfLoginsThatAreRefused() {
        long sockets = before();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> BROKER.factory().createConnection("nobody", "wrong"))
                    .isInstanceOf(JMSSecurityException.class);
        }

        expectNothingLeft(sockets);
    }

    @Test
    void shouldLeaveNothingWhereNobodyListens() throws IOException {
        long sockets = before();
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> new TernConnectionFactory("dmqp://127.0.0.1:" + port).createConnection())
                    .isInstanceOf(JMSException.class);
        }

        expectNothingLeft(sockets);
    }

    @Test
    void shouldLeaveNothingOfAConnectionThatItsExceptionListenerCloses() throws Exception {
        long sockets = before();
        CountDownLatch closed = new CountDownLatch(1);
        try (Relay relay = new Relay(BROKER.port())) {
            Connection connection = new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port()).createConnection();
            connection.setExceptionListener(failure -> RuntimeErrors.run(() -> {
                connection.close();
                closed.countDown();
            }));
            Session session = connection.createSession();
            session.createConsumer(session.createQueue(queue)).setMessageListener(message -> {});
            connection.start();

            relay.cut();

            closed.await(10, TimeUnit.SECONDS);
        }

        expectNothingLeft(sockets);
    }
}
