package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        Session session = connection.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        send(1, 5);
    }

    private void send(int from, int to) throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        for (int i = from; i <= to; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
        session.close();
    }

    private void awaitDepth(long depth) {
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == depth);
    }

    private void expect(MessageConsumer consumer, int from, int to, int count) throws JMSException {
        for (int i = from; i <= to; i++) {
            Message message = consumer.receive(WAIT);
            assertThat(text(message)).isEqualTo("m" + i);
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(count);
            assertThat(message.getJMSRedelivered()).isEqualTo(count > 1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldAcknowledgeByItself(int mode) throws JMSException {
        Session session = connection.createSession(false, mode);
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 5, 1);
        assertThat(consumer.receiveNoWait()).isNull();

        awaitDepth(0);
    }

    @Test
    void shouldGiveBackWhatWasNotTakenWhenAConsumerCloses() throws JMSException {
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 2, 1);
        consumer.close();

        expect(session.createConsumer(queue), 3, 5, 1);
    }

    @Test
    void shouldAcknowledgeAllThatAClientSessionHasSeen() throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 2, 1);
        Message third = consumer.receive(WAIT);
        expect(consumer, 4, 4, 1);
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(5);

        third.acknowledge();

        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(1);
        session.recover();
        expect(consumer, 5, 5, 1);
    }

    @Test
    void shouldAcknowledgeWhatAClosedConsumerOfAClientSessionGot() throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);
        Message first = consumer.receive(WAIT);
        consumer.close();

        first.acknowledge();

        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(4);
    }

    @Test
    void shouldDeliverAgainInOrderWhenAClientSessionRecovers() throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 3, 1);

        session.recover();

        expect(consumer, 1, 3, 2);
        expect(consumer, 4, 5, 1);
        session.recover();
        expect(consumer, 1, 3, 3);
        expect(consumer, 4, 5, 2);
    }

    @Test
    void shouldDeliverAgainWhatAClosedSessionDidNotAcknowledge() throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        expect(session.createConsumer(queue), 1, 2, 1);
        session.close();

        MessageConsumer other = connection.createSession().createConsumer(queue);
        expect(other, 1, 2, 2);
        expect(other, 3, 5, 1);
    }

    @Test
    void shouldRefuseAcknowledgeOfAClosedSession() throws JMSException {
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        Message message = session.createConsumer(queue).receive(WAIT);
        session.close();

        assertThatThrownBy(message::acknowledge).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldDeliverAgainAtOnceWhatAListenerFailedOn(int mode) throws JMSException {
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicInteger failures = new AtomicInteger(2);
        Session session = connection.createSession(false, mode);
        session.createConsumer(queue).setMessageListener(message -> {
            seen.add(describe(message));
            if (seen.size() > 1 && failures.getAndDecrement() > 0) {
                throw new java.lang.IllegalStateException("the listener fails on purpose");
            }
        });

        Awaitility.await().until(() -> seen.size() == 7);

        assertThat(seen).containsExactly("m1/1", "m2/1", "m2/2", "m2/3", "m3/1", "m4/1", "m5/1");
        awaitDepth(0);
    }

    @Test
    void shouldGoOnWhenAListenerOfAClientSessionFails() throws JMSException {
        List<String> seen = new CopyOnWriteArrayList<>();
        Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
        session.createConsumer(queue).setMessageListener(message -> {
            seen.add(describe(message));
            if (seen.size() == 1) {
                throw new java.lang.IllegalStateException("the listener fails on purpose");
            }
        });

        Awaitility.await().until(() -> seen.size() == 5);

        assertThat(seen).containsExactly("m1/1", "m2/1", "m3/1", "m4/1", "m5/1");
        session.close();
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(5);
    }

    @Test
    void shouldDeliverAgainWhatAListenerRecovers() throws JMSException {
        List<String> seen = new CopyOnWriteArrayList<>();
        Session session = connection.createSession();
        session.createConsumer(queue).setMessageListener(message -> {
            seen.add(describe(message));
            if (seen.size() == 2) {
                recover(session);
            }
        });

        Awaitility.await().until(() -> seen.size() == 6);

        assertThat(seen).containsExactly("m1/1", "m2/1", "m2/2", "m3/1", "m4/1", "m5/1");
        awaitDepth(0);
    }

    @Test
    void shouldAcknowledgeTheMessageWhoseListenerClosesItsConsumer() throws JMSException {
        List<String> seen = new CopyOnWriteArrayList<>();
        MessageConsumer consumer = connection.createSession().createConsumer(queue);
        consumer.setMessageListener(message -> {
            seen.add(describe(message));
            close(consumer);
        });

        awaitDepth(4);

        assertThat(seen).containsExactly("m1/1");
        expect(connection.createSession().createConsumer(queue), 2, 5, 1);
    }

    @Test
    void shouldRefuseToRecoverATransactedSession() throws JMSException {
        Session session = connection.createSession(true, 0);

        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
    }

    static String describe(Message message) {
        try {
            return text(message) + "/" + message.getIntProperty("JMSXDeliveryCount");
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static void recover(Session session) {
        try {
            session.recover();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    private static void close(MessageConsumer consumer) {
        try {
            consumer.close();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldIgnoreAcknowledgeWhereItIsNotUpToTheClient(int mode) throws JMSException {
        Session session = connection.createSession(mode);
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 1, 1);
        consumer.receive(WAIT).acknowledge();
        if (mode == Session.SESSION_TRANSACTED) {
            session.rollback();
            expect(consumer, 1, 2, 2);
        }
        expect(consumer, 3, 5, 1);
        assertThat(consumer.receiveNoWait()).isNull();
    }
}
