package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.boot.BrokerParts;
import io.ternmq.security.Permission;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionTest {

    private static final long WAIT = 5_000;
    private static final String FORBIDDEN = "forbidden";

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(
            config -> config,
            parts -> new BrokerParts(
                    parts.store(),
                    parts.destinations(),
                    parts.router(),
                    (who, what, where) ->
                            !(what == Permission.SEND && where.name().equals(FORBIDDEN)),
                    parts.clock()));

    private Connection connection;
    private Session session;
    private Queue queue;
    private MessageProducer producer;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        session = connection.createSession(Session.SESSION_TRANSACTED);
        queue = session.createQueue(TestBroker.name("orders"));
        producer = session.createProducer(queue);
    }

    private void send(int from, int to) throws JMSException {
        for (int i = from; i <= to; i++) {
            producer.send(session.createTextMessage("m" + i));
        }
    }

    private static void expect(MessageConsumer consumer, int from, int to, int count) throws JMSException {
        for (int i = from; i <= to; i++) {
            Message message = consumer.receive(WAIT);
            assertThat(AcknowledgementTest.describe(message)).isEqualTo("m" + i + "/" + count);
        }
    }

    private MessageConsumer otherConsumer() throws JMSException {
        return connection.createSession().createConsumer(queue);
    }

    @Test
    void shouldShowSendsOnlyOnceTheyAreCommitted() throws JMSException {
        MessageConsumer other = otherConsumer();
        send(1, 3);
        assertThat(other.receiveNoWait()).isNull();

        session.commit();

        expect(other, 1, 3, 1);
    }

    @Test
    void shouldDropSendsThatAreRolledBack() throws JMSException {
        send(1, 3);
        session.rollback();
        send(4, 4);
        session.commit();

        MessageConsumer other = otherConsumer();
        expect(other, 4, 4, 1);
        assertThat(other.receiveNoWait()).isNull();
    }

    @Test
    void shouldDropSendsOfASessionThatIsClosed() throws JMSException {
        send(1, 3);
        session.close();

        assertThat(otherConsumer().receiveNoWait()).isNull();
    }

    @Test
    void shouldTakeMessagesOnlyWithTheCommit() throws JMSException {
        send(1, 4);
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 2, 1);
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(4);

        session.commit();

        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(2);
    }

    @Test
    void shouldDeliverAgainInOrderAfterARollback() throws JMSException {
        send(1, 5);
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 3, 1);
        session.rollback();
        session.close();

        MessageConsumer other = otherConsumer();
        expect(other, 1, 3, 2);
        expect(other, 4, 5, 1);
    }

    @Test
    void shouldDeliverAgainToTheSameConsumerAfterARollback() throws JMSException {
        send(1, 5);
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 2, 1);

        session.rollback();

        expect(consumer, 1, 2, 2);
        expect(consumer, 3, 5, 1);
        session.commit();
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
    }

    @Test
    void shouldDeliverInOrderWhatAConsumerHeldWhoseSocketWasCut() throws Exception {
        send(1, 5);
        session.commit();
        try (Relay relay = new Relay(BROKER.port())) {
            Connection cut = BROKER.endingWithTest(
                    new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port()).createConnection());
            cut.start();
            expect(cut.createSession(true, 0).createConsumer(queue), 1, 1, 1);

            relay.cut();
            Awaitility.await()
                    .until(() -> BROKER.broker().management().connections().size() == 1); // the test's own

            MessageConsumer other = otherConsumer();
            Message first = other.receive(WAIT);
            assertThat(text(first)).isEqualTo("m1");
            assertThat(first.getJMSRedelivered()).isTrue();
            for (int i = 2; i <= 5; i++) {
                assertThat(text(other.receive(WAIT))).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void shouldForwardInOneTransaction() throws JMSException {
        Queue target = session.createQueue(TestBroker.name("target"));
        send(1, 1);
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer forward = session.createProducer(target);

        forward.send(consumer.receive(WAIT));
        session.rollback();
        assertThat(BROKER.depth(target.getQueueName())).isZero();
        forward.send(consumer.receive(WAIT));
        session.commit();

        assertThat(BROKER.depth(queue.getQueueName())).isZero();
        assertThat(BROKER.depth(target.getQueueName())).isEqualTo(1);
    }

    @Test
    void shouldRollBackTheWholeTransactionWhoseSendIsRefused() throws JMSException {
        send(1, 2);
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 1, 1);
        MessageProducer anonymous = session.createProducer(null);
        send(3, 3);
        anonymous.send(session.createQueue(FORBIDDEN), session.createMessage());

        assertThatThrownBy(session::commit)
                .isInstanceOf(TransactionRolledBackException.class)
                .hasMessageContaining(FORBIDDEN);

        expect(consumer, 1, 1, 2);
        expect(consumer, 2, 2, 1);
        assertThat(consumer.receiveNoWait()).isNull();
        session.commit();
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
    }

    @Test
    void shouldCommitAndRollBackInAListener() throws JMSException {
        send(1, 4);
        session.commit();
        List<String> seen = new CopyOnWriteArrayList<>();
        Session listening = connection.createSession(Session.SESSION_TRANSACTED);
        listening.createConsumer(queue).setMessageListener(message -> {
            seen.add(AcknowledgementTest.describe(message));
            end(listening, seen.size() != 2);
        });

        Awaitility.await().until(() -> seen.size() == 5);

        assertThat(seen).containsExactly("m1/1", "m2/1", "m2/2", "m3/1", "m4/1");
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 0);
    }

    private static void end(Session session, boolean commit) {
        try {
            if (commit) {
                session.commit();
            } else {
                session.rollback();
            }
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldCommitWhatAClosedConsumerGot() throws JMSException {
        send(1, 2);
        session.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, 1, 1, 1);
        consumer.close();

        session.commit();

        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(1);
    }

    @Test
    void shouldRefuseCommitOutsideATransaction() throws JMSException {
        Session plain = connection.createSession();

        assertThatThrownBy(plain::commit).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(plain::rollback).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTakeQueuesAndTopicsTogether() throws JMSException {
        Session other = connection.createSession();
        Topic topic = session.createTopic(TestBroker.name("news"));
        Queue target = session.createQueue(TestBroker.name("target"));
        MessageConsumer subscriber = session.createSharedDurableConsumer(topic, topic.getTopicName());
        MessageConsumer listening = other.createConsumer(topic);
        for (boolean commit : new boolean[] {false, true}) {
            other.createProducer(topic).send(other.createTextMessage("m1"));
            assertThat(text(listening.receive(WAIT))).isEqualTo("m1");
            assertThat(text(subscriber.receive(WAIT))).isEqualTo("m1");
            session.createProducer(target).send(session.createTextMessage("to a queue"));
            session.createProducer(topic).send(session.createTextMessage("to a topic"));
            assertThat(listening.receiveNoWait()).isNull();
            if (commit) {
                session.commit();
            } else {
                session.rollback();
                assertThat(AcknowledgementTest.describe(subscriber.receive(WAIT)))
                        .isEqualTo("m1/2");
                session.commit();
                assertThat(BROKER.depth(target.getQueueName())).isZero();
            }
        }

        assertThat(text(listening.receive(WAIT))).isEqualTo("to a topic");
        assertThat(listening.receiveNoWait()).isNull();
        assertThat(text(subscriber.receive(WAIT))).isEqualTo("to a topic");
        assertThat(BROKER.depth(target.getQueueName())).isOne();
    }
}
