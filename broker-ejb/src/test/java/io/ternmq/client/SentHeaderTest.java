package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a send puts into the header, at the sender and at the receiver (3.4). */
class SentHeaderTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Session session;
    private Queue queue;
    private MessageConsumer consumer;

    @BeforeEach
    void open() throws JMSException {
        session = BROKER.started().createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        consumer = session.createConsumer(queue);
    }

    @Test
    void shouldHoldWhatTheSendSaidOnTheSendersObject() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        Message sent = session.createTextMessage("a");

        long before = System.currentTimeMillis();
        producer.send(sent, DeliveryMode.NON_PERSISTENT, 8, 60_000);
        long after = System.currentTimeMillis();

        assertThat(sent.getJMSTimestamp()).isBetween(before, after);
        for (Message each : List.of(sent, consumer.receive(WAIT))) {
            assertThat(each.getJMSDestination()).isEqualTo(queue);
            assertThat(each.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(each.getJMSPriority()).isEqualTo(8);
            assertThat(each.getJMSMessageID()).startsWith("ID:").isEqualTo(sent.getJMSMessageID());
            assertThat(each.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp());
            assertThat(each.getJMSDeliveryTime()).isEqualTo(sent.getJMSTimestamp());
            assertThat(each.getJMSExpiration()).isEqualTo(sent.getJMSTimestamp() + 60_000);
        }
    }

    @Test
    void shouldOverwriteWhatTheProgramSet() throws JMSException {
        Message sent = session.createTextMessage("a");
        sent.setJMSDestination(session.createTopic("elsewhere"));
        sent.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        sent.setJMSPriority(9);
        sent.setJMSMessageID("ID:mine");
        sent.setJMSTimestamp(1);
        sent.setJMSExpiration(2);
        sent.setJMSDeliveryTime(Long.MAX_VALUE);
        sent.setJMSRedelivered(true);
        session.createProducer(queue).send(sent);

        Message got = consumer.receive(WAIT);

        for (Message each : List.of(sent, got)) {
            assertThat(each.getJMSDestination()).isEqualTo(queue);
            assertThat(each.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            assertThat(each.getJMSPriority()).isEqualTo(4);
            assertThat(each.getJMSMessageID()).startsWith("ID:").isNotEqualTo("ID:mine");
            assertThat(each.getJMSTimestamp()).isGreaterThan(1);
            assertThat(each.getJMSExpiration()).isZero();
            assertThat(each.getJMSDeliveryTime()).isEqualTo(each.getJMSTimestamp());
        }
        assertThat(got.getJMSRedelivered()).isFalse();
    }

    @Test
    void shouldHaveNoExpirationWithoutATimeToLive() throws JMSException {
        Message sent = session.createMessage();
        session.createProducer(queue).send(sent);

        assertThat(sent.getJMSExpiration()).isZero();
        assertThat(consumer.receive(WAIT).getJMSExpiration()).isZero();
    }

    @Test
    void shouldLeaveWhatTheClientSets() throws JMSException {
        Message sent = session.createMessage();
        sent.setJMSCorrelationID("c-1");
        sent.setJMSReplyTo(session.createTopic("answers"));
        sent.setJMSType("two words, \u00fc");
        session.createProducer(queue).send(sent);

        for (Message each : List.of(sent, consumer.receive(WAIT))) {
            assertThat(each.getJMSCorrelationID()).isEqualTo("c-1");
            assertThat(each.getJMSReplyTo()).isEqualTo(session.createTopic("answers"));
            assertThat(each.getJMSType()).isEqualTo("two words, \u00fc");
        }
    }

    @Test
    void shouldHoldTheTimesOfTheSendInATransaction() throws JMSException {
        Session transacted = BROKER.started().createSession(Session.SESSION_TRANSACTED);
        MessageProducer producer = transacted.createProducer(queue);
        producer.setTimeToLive(60_000);
        Message sent = transacted.createTextMessage("a");
        producer.send(sent);
        long after = System.currentTimeMillis();
        Awaitility.await().until(() -> System.currentTimeMillis() > after);

        transacted.commit();

        for (Message each : List.of(sent, consumer.receive(WAIT))) {
            assertThat(each.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp()).isLessThanOrEqualTo(after);
            assertThat(each.getJMSDeliveryTime()).isEqualTo(sent.getJMSTimestamp());
            assertThat(each.getJMSExpiration()).isEqualTo(sent.getJMSTimestamp() + 60_000);
        }
    }
}
