package io.ternmq.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class ConnectionLossTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Relay relay;
    private Connection connection;
    private Session session;
    private Queue queue;
    private final List<JMSException> told = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        relay = new Relay(BROKER.port());
        connection = BROKER.endingWithTest(factory("").createConnection());
        connection.setExceptionListener(told::add);
        connection.start();
        session = connection.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
    }

    @AfterEach
    void close() throws IOException {
        relay.close();
    }

    private TernConnectionFactory factory(String query) {
        return new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port() + query);
    }

    @Test
    void shouldTellTheExceptionListenerOnce() throws Exception {
        session.createConsumer(queue);

        relay.cut();

        Awaitility.await().until(() -> told.size() == 1);
        assertThat(told.get(0).getMessage())
                .contains("127.0.0.1:" + relay.port())
                .contains("lost");
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(JMSException.class);
        connection.close();
        assertThat(told).hasSize(1);
    }

    @Test
    void shouldLetTheExceptionListenerCloseTheConnection() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        connection.setExceptionListener(e -> {
            try {
                connection.close();
                closed.complete(null);
            } catch (JMSException failure) {
                closed.completeExceptionally(failure);
            }
        });

        relay.cut();

        closed.get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldFailAReceiveThatWaits() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<Message> receive = CompletableFuture.supplyAsync(() -> {
            try {
                return consumer.receive();
            } catch (JMSException e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        });
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !receive.isDone());

        relay.cut();

        assertThat(receive)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("lost");
    }

    @Test
    void shouldFailSendsAndCommitsByNamingTheBroker() throws Exception {
        Session transacted = connection.createSession(true, 0);
        MessageProducer producer = session.createProducer(queue);
        transacted.createProducer(queue).send(transacted.createMessage());

        relay.cut();
        Awaitility.await().until(() -> told.size() == 1);

        assertThatThrownBy(() -> producer.send(session.createMessage()))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("127.0.0.1:" + relay.port());
        assertThatThrownBy(transacted::commit).isInstanceOf(JMSException.class);
    }

    @Test
    void shouldFailASendThatWaitsForItsReceipt() throws Exception {
        MessageProducer producer = session.createProducer(queue);
        relay.freeze();
        CompletableFuture<Void> send = CompletableFuture.runAsync(() -> {
            try {
                producer.send(session.createMessage());
            } catch (JMSException e) {
                throw new java.util.concurrent.CompletionException(e);
            }
        });
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !send.isDone());

        relay.cut();

        assertThat(send).failsWithin(Duration.ofSeconds(5)).withThrowableThat().withMessageContaining("lost");
    }

    @Test
    void shouldFailARequestThatIsNotAnsweredInTime() throws Exception {
        Connection impatient = factory("?requestTimeout=300").createConnection();
        Session other = impatient.createSession();
        relay.freeze();

        assertThatThrownBy(() -> other.createProducer(queue).send(other.createMessage()))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("300 ms");

        relay.cut();
        impatient.close();
    }

    @Test
    void shouldNoticeASilentNetworkByItsHeartbeats() throws Exception {
        List<JMSException> silent = new CopyOnWriteArrayList<>();
        Connection quick = factory("?heartbeat=200").createConnection();
        quick.setExceptionListener(silent::add);
        Awaitility.await().during(Duration.ofMillis(1_000)).until(silent::isEmpty);

        relay.freeze();

        Awaitility.await().atMost(Duration.ofSeconds(2)).until(() -> silent.size() == 1);
        assertThat(silent.get(0)).hasMessageContaining("is lost"); // either side may be the first to notice
        quick.close();
    }

    @Test
    void shouldCloseSilentlyAfterTheLoss() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        relay.cut();
        Awaitility.await().until(() -> told.size() == 1);

        consumer.close();
        session.close();
        connection.close();
    }

    @Test
    void shouldSayWhereNoBrokerAnswers() throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        TernConnectionFactory nobody = new TernConnectionFactory("dmqp://127.0.0.1:" + unused);

        assertThatThrownBy(nobody::createConnection)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("127.0.0.1:" + unused);

        assertThatThrownBy(() ->
                        new TernConnectionFactory("dmqp://127.0.0.1:" + unused + ",127.0.0.1:1").createConnection())
                .hasMessageContaining("127.0.0.1:" + unused)
                .hasMessageContaining("127.0.0.1:1");

        TernConnectionFactory second = new TernConnectionFactory(
                "dmqp://127.0.0.1:" + unused + ",127.0.0.1:" + BROKER.port() + "?connectTimeout=2000");
        assertThat(second).satisfies(factory -> factory.createConnection().close());
    }

    @Test
    void shouldSayInOneLineThatAPeerIsNoBroker() throws Exception {
        try (ServerSocket web = new ServerSocket(0)) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> {
                try (var socket = web.accept()) {
                    socket.getInputStream().read(new byte[100]);
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            TernConnectionFactory factory = new TernConnectionFactory("dmqp://127.0.0.1:" + web.getLocalPort());

            assertThatThrownBy(factory::createConnection)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("127.0.0.1:" + web.getLocalPort())
                    .message()
                    .doesNotContain("Exception")
                    .doesNotContain("\n");
            answered.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldNotWaitForEverForAPeerThatIsNoBroker() throws IOException {
        try (ServerSocket mute = new ServerSocket(0)) {
            TernConnectionFactory factory =
                    new TernConnectionFactory("dmqp://127.0.0.1:" + mute.getLocalPort() + "?connectTimeout=300");

            assertThatThrownBy(factory::createConnection)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("300 ms");
        }
    }
}
