package io.ternmq.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.test.TernBroker;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.messaginghub.pooled.jms.JmsPoolSession;

/** The pool of connections and sessions of messaginghub. */
class PooledJmsTest {

    private static final long MILLIS = 30_000;

    @RegisterExtension
    static final TernBroker BROKER = TernBroker.inMemory();

    private final CountingFactory counting = new CountingFactory(BROKER.connectionFactory());
    private JmsPoolConnectionFactory pool;
    private String name;

    @BeforeEach
    void setUp(TestInfo test) {
        pool = pool(counting);
        name = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void tearDown() {
        pool.stop();
    }

    private static JmsPoolConnectionFactory pool(Object factory) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        pool.setMaxConnections(1);
        return pool;
    }

    private static void send(jakarta.jms.ConnectionFactory factory, String queue, String text) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.send(session.createTextMessage(text));
        }
    }

    private static String receive(jakarta.jms.ConnectionFactory factory, String queue) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            Message message = consumer.receive(MILLIS);
            return message == null ? null : ((TextMessage) message).getText();
        }
    }

    @Test
    void shouldSendAndReceiveOverOneConnection() throws JMSException {
        for (int i = 0; i < 50; i++) {
            send(pool, name, "m" + i);
            assertThat(receive(pool, name)).isEqualTo("m" + i);
        }

        assertThat(counting.made()).isEqualTo(1);
        assertThat(pool.getNumConnections()).isEqualTo(1);
    }

    @Test
    void shouldTakeASessionAgain() throws JMSException {
        Session first;
        try (Connection connection = pool.createConnection();
                JmsPoolSession session = (JmsPoolSession) connection.createSession()) {
            first = session.getInternalSession();
        }

        try (Connection connection = pool.createConnection();
                JmsPoolSession session = (JmsPoolSession) connection.createSession()) {
            assertThat(session.getInternalSession()).isSameAs(first);
        }
    }

    @Test
    void shouldSpreadOverAsManyConnectionsAsItMay() throws JMSException {
        pool.setMaxConnections(3);

        for (int i = 0; i < 9; i++) {
            send(pool, name, "m" + i);
        }

        assertThat(counting.made()).isEqualTo(3);
        assertThat(BROKER.depth(name)).isEqualTo(9);
    }

    @Test
    void shouldGiveASessionBackWithoutWhatItsBorrowerLeftOpen() throws JMSException {
        pool.setMaxSessionsPerConnection(1);
        pool.setBlockIfSessionPoolIsFull(false);
        try (Connection connection = pool.createConnection()) {
            connection.start();
            for (int i = 0; i < 5; i++) {
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                Queue queue = session.createQueue(name);
                session.createConsumer(queue); // left open: it must not take the next borrower's messages
                session.createProducer(queue).send(session.createTextMessage("never committed"));
                session.close();
            }
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            Queue queue = session.createQueue(name);
            session.createProducer(queue).send(session.createTextMessage("committed"));
            session.commit();
            assertThat(((TextMessage) session.createConsumer(queue).receive(MILLIS)).getText())
                    .isEqualTo("committed");
            session.rollback();
        }

        assertThat(receive(pool, name)).isEqualTo("committed");
        assertThat(BROKER.depth(name)).isZero();
        assertThat(counting.made()).isEqualTo(1);
    }

    @Test
    void shouldSendToManyDestinationsByOneAnonymousProducer() throws JMSException {
        pool.setUseAnonymousProducers(true);
        pool.setExplicitProducerCacheSize(2);
        for (int i = 0; i < 10; i++) {
            send(pool, name + i, "m" + i);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(receive(pool, name + i)).isEqualTo("m" + i);
        }
    }

    @Test
    void shouldKeepTheClientIdentifierOfAPooledConnection() throws JMSException {
        TernConnectionFactory named = BROKER.connectionFactory();
        named.setClientId("pooled");
        JmsPoolConnectionFactory withId = pool(named);
        try {
            for (int round = 0; round < 3; round++) {
                try (Connection connection = withId.createConnection();
                        Session session = connection.createSession()) {
                    assertThat(connection.getClientID()).isEqualTo("pooled");
                    Topic topic = session.createTopic(name);
                    connection.start();
                    try (MessageConsumer subscriber = session.createDurableSubscriber(topic, "subscription")) {
                        session.createProducer(topic).send(session.createTextMessage("round " + round));
                        assertThat(((TextMessage) subscriber.receive(MILLIS)).getText())
                                .isEqualTo("round " + round);
                    }
                }
            }
            assertThatThrownBy(() -> named.createConnection()).isInstanceOf(InvalidClientIDException.class);
        } finally {
            withId.stop();
        }
        named.createConnection().close(); // it is free again
    }

    @Test
    void shouldSetTheClientIdentifierOfAPooledConnectionOnce() throws JMSException {
        try (Connection connection = pool.createConnection()) {
            connection.setClientID("set later");
            assertThat(connection.getClientID()).isEqualTo("set later");
        }
        assertThatThrownBy(() -> {
                    try (Connection same = pool.createConnection()) {
                        same.setClientID("another");
                    }
                })
                .isInstanceOf(jakarta.jms.IllegalStateException.class);
    }

    @Test
    void shouldAskAndGetTheReplyByATemporaryQueue() throws JMSException {
        try (JMSContext asking = pool.createContext();
                JMSContext answering = pool.createContext()) {
            TemporaryQueue replies = asking.createTemporaryQueue();
            Queue queue = asking.createQueue(name);
            asking.createProducer().setJMSReplyTo(replies).send(queue, "question");

            Message question = answering.createConsumer(queue).receive(MILLIS);
            answering.createProducer().send(question.getJMSReplyTo(), "answer");

            assertThat(asking.createConsumer(replies).receive(MILLIS).getBody(String.class))
                    .isEqualTo("answer");
        }
        assertThat(counting.made()).isEqualTo(1);
    }

    @Test
    void shouldReplaceAConnectionThatTheBrokersEndBroke(@TempDir Path data) throws JMSException {
        try (TernBroker broker = TernBroker.onDisk(data).start()) {
            CountingFactory toBroker = new CountingFactory(broker.connectionFactory());
            JmsPoolConnectionFactory restarted = pool(toBroker);
            try {
                send(restarted, name, "before");
                broker.close();
                broker.start();

                Awaitility.await()
                        .atMost(Duration.ofSeconds(30))
                        .ignoreExceptions()
                        .until(() -> {
                            send(restarted, name, "after");
                            return true;
                        });

                assertThat(receive(restarted, name)).isEqualTo("before");
                assertThat(receive(restarted, name)).isEqualTo("after");
                assertThat(toBroker.made()).isEqualTo(2);
            } finally {
                restarted.stop();
            }
        }
    }

    @Test
    void shouldRefuseALoginThatTheBrokerRefuses() {
        assertThatThrownBy(() -> pool.createConnection("nobody", "wrong"))
                .isInstanceOf(jakarta.jms.JMSSecurityException.class);
    }
}
