package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.config.RedeliveryPolicy;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is delivered in vain, as applications see it, on a broker that delivers four times with short delays. */
class DeadLetterTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = TestBroker.onDisk(
            config -> config.withRedelivery(new RedeliveryPolicy(4, Duration.ofMillis(20), 2, Duration.ofSeconds(1))));

    private Connection connection;
    private Session session;

    @BeforeEach
    void connect() throws JMSException {
        connection = BROKER.started();
        session = connection.createSession();
    }

    private void send(Destination to, String... texts) throws JMSException {
        MessageProducer producer = session.createProducer(to);
        for (String text : texts) {
            Message message = session.createTextMessage(text);
            message.setJMSCorrelationID("c-1");
            message.setIntProperty("n", 7);
            producer.send(message, DeliveryMode.PERSISTENT, 6, 3_600_000);
        }
    }

    /** Receives and rolls back what is poison until it comes no more; gives what was seen, each with its delivery count. */
    private static List<String> work(Session transacted, MessageConsumer consumer, int deliveries) throws JMSException {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < deliveries; i++) {
            Message message = consumer.receive(WAIT);
            seen.add(AcknowledgementTest.describe(message));
            if (text(message).startsWith("poison")) {
                transacted.rollback();
            } else {
                transacted.commit();
            }
        }
        return seen;
    }

    private Message deadLetterOf(String name) throws JMSException {
        return session.createConsumer(session.createQueue("DLQ." + name)).receive(WAIT);
    }

    private void assertDead(Message letter, String text, String origin) throws JMSException {
        assertThat(text(letter)).isEqualTo(text);
        assertThat(letter.getStringProperty("JMS_ternmq_originalDestination")).isEqualTo(origin);
        assertThat(letter.getIntProperty("JMS_ternmq_deliveryCount")).isEqualTo(4);
        assertThat(letter.getStringProperty("JMS_ternmq_reason")).contains("4");
        assertThat(letter.getLongProperty("JMS_ternmq_deadAt")).isPositive();
        assertThat(letter.getJMSExpiration()).isZero();
        assertThat(letter.getJMSPriority()).isEqualTo(6);
        assertThat(letter.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(letter.getJMSCorrelationID()).isEqualTo("c-1");
        assertThat(letter.getIntProperty("n")).isEqualTo(7);
        assertThat(letter.getJMSRedelivered()).isFalse();
    }

    @Test
    void shouldLetTheMessagesBehindPassAndEndWithTheDeadLetters() throws JMSException, IOException {
        Queue queue = session.createQueue(TestBroker.name("orders"));
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        send(queue, "poison", "good 1", "good 2");

        List<String> seen = work(transacted, consumer, 6);

        assertThat(seen).startsWith("poison/1", "good 1/1", "good 2/1").endsWith("poison/2", "poison/3", "poison/4");
        assertThat(consumer.receive(100)).isNull();
        BROKER.restart();
        connect();
        assertDead(deadLetterOf(queue.getQueueName()), "poison", queue.getQueueName());
        assertThat(session.createConsumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void shouldGoOnCountingAfterARestart() throws JMSException, IOException {
        Queue queue = session.createQueue(TestBroker.name("orders"));
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        send(queue, "poison");
        assertThat(work(transacted, transacted.createConsumer(queue), 3))
                .containsExactly("poison/1", "poison/2", "poison/3");

        BROKER.restart();
        connect();
        transacted = connection.createSession(Session.SESSION_TRANSACTED);
        assertThat(work(transacted, transacted.createConsumer(queue), 1)).containsExactly("poison/4");

        assertDead(deadLetterOf(queue.getQueueName()), "poison", queue.getQueueName());
    }

    @ParameterizedTest
    @ValueSource(strings = {".eu", ".*", ".#"})
    void shouldEndWithTheDeadLettersOfTheTopicThatItWasSentTo(String subscribed) throws JMSException {
        String root = TestBroker.name("news");
        Topic topic = session.createTopic(root + ".eu");
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createSharedDurableConsumer(
                session.createTopic(root + subscribed), TestBroker.name("shared"));
        MessageConsumer other = session.createSharedDurableConsumer(topic, TestBroker.name("other"));
        send(topic, "poison", "good");

        assertThat(work(transacted, consumer, 5))
                .startsWith("poison/1", "good/1")
                .endsWith("poison/4");

        assertDead(deadLetterOf(topic.getTopicName()), "poison", topic.getTopicName());
        assertThat(text(other.receive(WAIT))).isEqualTo("poison");
        assertThat(text(other.receive(WAIT))).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.CLIENT_ACKNOWLEDGE, Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldCountWhatIsRecovered(int mode) throws JMSException {
        Queue queue = session.createQueue(TestBroker.name("orders"));
        Session recovering = connection.createSession(mode);
        List<String> seen = new ArrayList<>();
        recovering.createConsumer(queue).setMessageListener(message -> {
            try {
                seen.add(AcknowledgementTest.describe(message));
                recovering.recover();
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        });
        send(queue, "poison");

        assertDead(deadLetterOf(queue.getQueueName()), "poison", queue.getQueueName());
        recovering.close();
        assertThat(seen).containsExactly("poison/1", "poison/2", "poison/3", "poison/4");
    }

    @Test
    void shouldHaveRoomForTheDeadLettersOfTheLongestName() throws JMSException {
        Queue queue = session.createQueue(TestBroker.name("x".repeat(990)));
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        send(queue, "poison");
        work(transacted, transacted.createConsumer(queue), 4);

        assertDead(deadLetterOf(queue.getQueueName()), "poison", queue.getQueueName());
    }

    @Test
    void shouldLeaveDeadLettersWhereTheyAre() throws JMSException {
        Queue queue = session.createQueue("DLQ." + TestBroker.name("orders"));
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        send(queue, "poison");

        assertThat(work(transacted, transacted.createConsumer(queue), 6)).endsWith("poison/6");
    }
}
