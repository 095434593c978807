package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.boot.BrokerParts;
import io.ternmq.management.QueueView;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of a message: when it may be delivered (3.4.13, 7.9), and until when (3.4.9, 7.8). The broker's clock is put forward by hand. */
class DeliveryTimeTest {

    private static final long WAIT = 5_000;
    private static final long MINUTE = 60_000;

    private static final ShiftedClock CLOCK = new ShiftedClock();

    @RegisterExtension
    static final TestBroker BROKER = TestBroker.onDisk(
            config -> config,
            parts -> new BrokerParts(parts.store(), parts.destinations(), parts.router(), parts.authorizer(), CLOCK));

    private Connection connection;
    private Session session;
    private Queue queue;
    private MessageProducer producer;

    @BeforeEach
    void open() throws JMSException {
        connect();
        queue = session.createQueue(TestBroker.name("orders"));
        producer = session.createProducer(queue);
    }

    private void connect() throws JMSException {
        connection = BROKER.started();
        session = connection.createSession();
    }

    private void restart() throws IOException, JMSException {
        BROKER.restart();
        connect();
        producer = session.createProducer(queue);
    }

    private void send(MessageProducer by, String text, long delay, long timeToLive) throws JMSException {
        by.setDeliveryDelay(delay);
        by.setTimeToLive(timeToLive);
        by.send(session.createTextMessage(text));
    }

    private static void expect(MessageConsumer consumer, String... texts) throws JMSException {
        for (String text : texts) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo(text);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    private void awaitDepth(int depth) {
        Awaitility.await().until(() -> view().depth() == depth);
    }

    /** What was sent in a transaction has come to the broker, which does not say so before the commit. */
    private void awaitArrival() throws JMSException {
        connection.createSession().close();
    }

    private QueueView view() throws JMSException {
        return BROKER.broker().management().queue(queue.getQueueName()).orElseThrow();
    }

    @Test
    void shouldKeepTheDelayOverARestart() throws JMSException, IOException {
        send(producer, "later", 10 * MINUTE, 0);
        send(producer, "now", 0, 0);

        restart();
        MessageConsumer consumer = session.createConsumer(queue);
        expect(consumer, "now");
        awaitDepth(1);
        CLOCK.putForward(10 * MINUTE);
        restart();

        expect(session.createConsumer(queue), "later");
    }

    @Test
    void shouldKeepTheDelayOfADurableSubscriptionOverARestart() throws JMSException, IOException {
        Topic topic = session.createTopic(TestBroker.name("news"));
        String name = TestBroker.name("shared");
        session.createSharedDurableConsumer(topic, name).close();
        MessageProducer publisher = session.createProducer(topic);
        send(publisher, "later", 10 * MINUTE, 0);
        send(publisher, "now", 0, 0);

        restart();
        MessageConsumer consumer = session.createSharedDurableConsumer(topic, name);
        expect(consumer, "now");
        CLOCK.putForward(10 * MINUTE);
        restart();

        expect(session.createSharedDurableConsumer(topic, name), "later");
    }

    @Test
    void shouldReckonTheDelayFromTheSendAndNotFromTheCommit() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer inTransaction = transacted.createProducer(queue);
        send(inTransaction, "sent ten minutes before the commit", 10 * MINUTE, 0);
        awaitArrival();
        CLOCK.putForward(10 * MINUTE);
        send(inTransaction, "sent just before the commit", 10 * MINUTE, 0);

        transacted.commit();

        expect(session.createConsumer(queue), "sent ten minutes before the commit");
        awaitDepth(1);
    }

    @Test
    void shouldReckonTheTimeToLiveFromTheSendAndNotFromTheCommit() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageProducer inTransaction = transacted.createProducer(queue);
        send(inTransaction, "expired at the commit", 0, MINUTE);
        awaitArrival();
        CLOCK.putForward(2 * MINUTE);
        send(inTransaction, "alive at the commit", 0, MINUTE);

        transacted.commit();

        expect(session.createConsumer(queue), "alive at the commit");
    }

    @Test
    void shouldNeverDeliverWhatExpiresBeforeItIsDue() throws JMSException, IOException {
        send(producer, "never", 10 * MINUTE, 100);
        send(producer, "never either", 10 * MINUTE, 9 * MINUTE);
        send(producer, "due before it expires", 10 * MINUTE, 11 * MINUTE);

        Awaitility.await().until(() -> view().expired() == 1 && view().depth() == 2);
        CLOCK.putForward(10 * MINUTE);
        restart();

        expect(session.createConsumer(queue), "due before it expires");
        Awaitility.await().until(() -> view().depth() == 0);
    }

    @Test
    void shouldExpireInAQueueThatNobodyLooksAt() throws JMSException {
        for (int mode : List.of(DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT)) {
            producer.setDeliveryMode(mode);
            for (int i = 0; i < 20; i++) {
                send(producer, "short", 0, 50);
            }
        }

        Awaitility.await().until(() -> view().expired() == 40);
        assertThat(view().depth()).isZero();
        assertThat(view().enqueued()).isEqualTo(40);
    }

    @Test
    void shouldNotComeAgainIfItExpiredWhileItWasHeld() throws JMSException {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        send(producer, "short", 0, MINUTE);
        send(producer, "long", 0, 0);
        assertThat(text(consumer.receive(WAIT))).isEqualTo("short");
        assertThat(text(consumer.receive(WAIT))).isEqualTo("long");

        CLOCK.putForward(2 * MINUTE);
        client.recover();

        expect(consumer, "long");
        Awaitility.await().until(() -> view().expired() == 1);
    }

    @Test
    void shouldBeAcknowledgedAlthoughItExpiredWhileItWasHeld() throws JMSException {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        send(producer, "short", 0, MINUTE);
        Message message = consumer.receive(WAIT);
        CLOCK.putForward(2 * MINUTE);

        message.acknowledge();

        awaitDepth(0);
        assertThat(view().expired()).isZero();
    }

    @Test
    void shouldExpireOverARestart() throws JMSException, IOException {
        send(producer, "short", 0, MINUTE);
        send(producer, "long", 0, 10 * MINUTE);
        CLOCK.putForward(2 * MINUTE);

        restart();

        expect(session.createConsumer(queue), "long");
    }

    @Test
    void shouldNotBeShownToABrowserOnceExpiredOrBeforeItIsDue() throws JMSException {
        send(producer, "short", 0, MINUTE);
        send(producer, "delayed", MINUTE, 0);
        send(producer, "both", MINUTE, MINUTE);
        send(producer, "plain", 0, 0);
        CLOCK.putForward(2 * MINUTE);
        send(producer, "later", MINUTE, 0);

        List<?> shown = Collections.list(session.createBrowser(queue).getEnumeration());

        assertThat(shown).hasSize(1);
        assertThat(text((Message) shown.get(0))).isEqualTo("plain");
    }

    @ParameterizedTest
    @ValueSource(longs = {500, 3_000_000_000L, 400L * 365 * 24 * 3_600_000})
    void shouldExpireAtTheSendPlusTheTimeToLiveForBothSides(long timeToLive) throws JMSException {
        MessageProducer anonymous = session.createProducer(null);
        Message sent = session.createTextMessage("a");
        anonymous.send(queue, sent, DeliveryMode.NON_PERSISTENT, 0, timeToLive);

        assertThat(sent.getJMSExpiration()).isEqualTo(sent.getJMSTimestamp() + timeToLive);
        Message got = session.createConsumer(queue).receive(WAIT);
        assertThat(got.getJMSExpiration()).isEqualTo(sent.getJMSExpiration());
        assertThat(got.getJMSPriority()).isZero();
    }

    @Test
    void shouldNeverOverflow() throws JMSException, IOException {
        producer.setTimeToLive(Long.MAX_VALUE);
        Message forEver = session.createTextMessage("for ever");
        producer.send(forEver);
        producer.setDeliveryDelay(Long.MAX_VALUE);
        Message never = session.createTextMessage("never");
        producer.send(never);

        assertThat(forEver.getJMSExpiration()).isPositive();
        assertThat(never.getJMSDeliveryTime()).isPositive().isGreaterThan(never.getJMSTimestamp());
        restart();
        expect(session.createConsumer(queue), "for ever");
        awaitDepth(1);
    }

    @Test
    void shouldTellTheDeliveryTimeToBothSides() throws JMSException {
        Message plain = session.createTextMessage("plain");
        producer.send(plain);
        assertThat(plain.getJMSDeliveryTime()).isEqualTo(plain.getJMSTimestamp());
        producer.setDeliveryDelay(200);
        Message delayed = session.createTextMessage("delayed");
        producer.send(delayed);
        assertThat(delayed.getJMSDeliveryTime()).isEqualTo(delayed.getJMSTimestamp() + 200);

        MessageConsumer consumer = session.createConsumer(queue);
        for (Message sent : List.of(plain, delayed)) {
            Message got = consumer.receive(WAIT);
            assertThat(got.getJMSDeliveryTime()).isEqualTo(sent.getJMSDeliveryTime());
            assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(got.getJMSDeliveryTime());
        }
    }

    @Test
    void shouldTakeTheSameSettingsByTheSimplifiedApi() throws JMSException {
        try (JMSContext context = BROKER.factory().createContext()) {
            JMSProducer simple = context.createProducer();
            Message message = context.createTextMessage("a");
            simple.setDeliveryDelay(MINUTE).setTimeToLive(2 * MINUTE).send(queue, message);

            assertThat(message.getJMSDeliveryTime()).isEqualTo(message.getJMSTimestamp() + MINUTE);
            assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 2 * MINUTE);
            assertThat(context.createConsumer(queue).receiveNoWait()).isNull();
            assertThatThrownBy(() -> simple.setTimeToLive(-1)).isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> simple.setDeliveryDelay(-1)).isInstanceOf(JMSRuntimeException.class);
        }
    }

    @Test
    void shouldDeliverByPriorityAndThenInTheOrderOfTheSends() throws JMSException, IOException {
        for (int i = 0; i < 30; i++) {
            producer.send(session.createTextMessage((i % 10) + "/" + i), DeliveryMode.PERSISTENT, i % 10, 0);
        }
        restart();

        MessageConsumer consumer = session.createConsumer(queue);
        for (int priority = 9; priority >= 0; priority--) {
            for (int i = priority; i < 30; i += 10) {
                Message message = consumer.receive(WAIT);
                assertThat(text(message)).isEqualTo(priority + "/" + i);
                assertThat(message.getJMSPriority()).isEqualTo(priority);
            }
        }
    }
}
