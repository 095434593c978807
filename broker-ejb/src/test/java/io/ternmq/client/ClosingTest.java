package io.ternmq.client;

import static io.ternmq.client.AcknowledgementTest.describe;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of messages when that is closed which sent or received them (6.1.8, 6.2.15, 8.8). */
class ClosingTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Queue queue;
    private Queue target;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        Session session = connection.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        target = session.createQueue(TestBroker.name("target"));
        session.createProducer(queue).send(session.createTextMessage("a"));
        session.createProducer(queue).send(session.createTextMessage("b"));
    }

    private static void expectBoth(MessageConsumer consumer, int countOfTheFirst) throws JMSException {
        assertThat(describe(consumer.receive(WAIT))).isEqualTo("a/" + countOfTheFirst);
        assertThat(describe(consumer.receive(WAIT))).isEqualTo("b/1");
    }

    private MessageConsumer elsewhere() throws JMSException {
        return BROKER.started().createSession().createConsumer(queue);
    }

    @Test
    void shouldRollBackTheTransactionOfAClosedConnection() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        assertThat(describe(transacted.createConsumer(queue).receive(WAIT))).isEqualTo("a/1");
        transacted.createProducer(target).send(transacted.createMessage());

        connection.close();

        expectBoth(elsewhere(), 2);
        assertThat(BROKER.depth(target.getQueueName())).isZero();
    }

    @Test
    void shouldNotAcknowledgeByClosingTheConnection() throws JMSException {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        assertThat(describe(client.createConsumer(queue).receive(WAIT))).isEqualTo("a/1");

        connection.close();

        expectBoth(elsewhere(), 2);
    }

    @Test
    void shouldRollBackWhatAClosedSessionReceived() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        assertThat(describe(transacted.createConsumer(queue).receive(WAIT))).isEqualTo("a/1");

        transacted.close();

        expectBoth(elsewhere(), 2);
    }

    @Test
    void shouldRollBackWhatAClosedConsumerGot() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        assertThat(describe(consumer.receive(WAIT))).isEqualTo("a/1");
        consumer.close();

        transacted.rollback();

        expectBoth(elsewhere(), 2);
    }
}
