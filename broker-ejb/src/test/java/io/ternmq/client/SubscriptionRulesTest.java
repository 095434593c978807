package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose subscriptions are whose, and when those that are not durable end (4.2, 8.3.1, 8.3.2). */
class SubscriptionRulesTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Session session;
    private Topic topic;

    @BeforeEach
    void open() throws JMSException {
        session = BROKER.started().createSession();
        topic = session.createTopic(TestBroker.name("news"));
    }

    static Session sessionOf(String clientId) throws JMSException {
        return sessionOf(BROKER, clientId);
    }

    /** A session of a started connection with that client identifier. */
    static Session sessionOf(TestBroker broker, String clientId) throws JMSException {
        Connection connection = broker.connect();
        connection.setClientID(clientId);
        connection.start();
        return connection.createSession();
    }

    private void publish(Topic to, String text, int n) throws JMSException {
        publish(session, to, text, n);
    }

    /** Publishes a text with a property n. */
    static void publish(Session by, Topic to, String text, int n) throws JMSException {
        Message message = by.createTextMessage(text);
        message.setIntProperty("n", n);
        by.createProducer(to).send(message);
    }

    /** Expects these texts and nothing more. */
    static void expect(MessageConsumer consumer, String... texts) throws JMSException {
        for (String text : texts) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo(text);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldEndAnUnsharedSubscriptionWithItsConsumer() throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic);
        publish(topic, "unread", 1);
        consumer.close();
        publish(topic, "missed", 1);

        MessageConsumer next = session.createConsumer(topic);
        publish(topic, "heard", 1);

        expect(next, "heard");
    }

    @Test
    void shouldEndASharedSubscriptionWithItsLastConsumer() throws JMSException {
        MessageConsumer one = session.createSharedConsumer(topic, "s");
        MessageConsumer two = session.createSharedConsumer(topic, "s");
        one.close();
        publish(topic, "kept for the other", 1);
        expect(two, "kept for the other");
        publish(topic, "unread", 1);
        two.close();
        publish(topic, "missed", 1);

        expect(session.createSharedConsumer(topic, "s"));
    }

    @Test
    void shouldAcknowledgeEachCopyByItself() throws JMSException {
        Session client = BROKER.started().createSession(Session.CLIENT_ACKNOWLEDGE);
        Session other = BROKER.started().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer one = client.createConsumer(topic);
        MessageConsumer two = other.createConsumer(topic);
        publish(topic, "a", 1);
        one.receive(WAIT).acknowledge();
        assertThat(text(two.receive(WAIT))).isEqualTo("a");

        client.recover();
        other.recover();

        assertThat(one.receiveNoWait()).isNull();
        assertThat(AcknowledgementTest.describe(two.receive(WAIT))).isEqualTo("a/2");
    }

    @Test
    void shouldRecoverInANonDurableSubscription() throws JMSException {
        Session client = BROKER.started().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(topic);
        publish(topic, "a", 1);
        publish(topic, "b", 1);
        assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("a/1");

        client.recover();

        assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("a/2");
        assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("b/1");
    }

    @Test
    void shouldTellSharedSubscriptionsApartByClientIdentifier() throws JMSException {
        Session named = sessionOf(TestBroker.name("client"));
        MessageConsumer ofNobody = session.createSharedConsumer(topic, "s");
        MessageConsumer ofNamed = named.createSharedConsumer(topic, "s");
        MessageConsumer durableOfNobody = session.createSharedDurableConsumer(topic, topic.getTopicName());
        MessageConsumer durableOfNamed = named.createSharedDurableConsumer(topic, topic.getTopicName());

        publish(topic, "a", 1);

        expect(ofNobody, "a");
        expect(ofNamed, "a");
        expect(durableOfNobody, "a");
        expect(durableOfNamed, "a");
    }

    @Test
    void shouldTellSharedNonDurableFromSharedDurableOfOneName() throws JMSException {
        String name = TestBroker.name("s");
        MessageConsumer passing = session.createSharedConsumer(topic, name);
        MessageConsumer lasting = session.createSharedDurableConsumer(topic, name);

        publish(topic, "a", 1);

        expect(passing, "a");
        expect(lasting, "a");
    }

    @Test
    void shouldRefuseAnotherTopicOrSelectorWhileSharedConsumersAreOpen() throws JMSException {
        Topic other = session.createTopic(TestBroker.name("news"));
        String passing = TestBroker.name("s");
        String lasting = TestBroker.name("s");
        MessageConsumer open = session.createSharedConsumer(topic, passing, "n = 1");
        MessageConsumer durable = session.createSharedDurableConsumer(topic, lasting, "n = 1");

        assertThatThrownBy(() -> session.createSharedConsumer(other, passing, "n = 1"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, passing, "n = 2"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, passing)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(other, lasting, "n = 1"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, lasting, "n = 2"))
                .isInstanceOf(JMSException.class);

        publish(topic, "a", 1);
        expect(open, "a");
        expect(durable, "a");
        open.close();
        MessageConsumer elsewhere = session.createSharedConsumer(other, passing, "n = 2");
        publish(other, "b", 2);
        expect(elsewhere, "b");
    }

    @Test
    void shouldSelectInSharedSubscriptions() throws JMSException {
        MessageConsumer passing = session.createSharedConsumer(topic, TestBroker.name("s"), "n = 2");
        MessageConsumer lasting = session.createSharedDurableConsumer(topic, TestBroker.name("s"), "n = 2");

        publish(topic, "one", 1);
        publish(topic, "two", 2);

        expect(passing, "two");
        expect(lasting, "two");
    }

    @Test
    void shouldTakeNamesOfAllCharactersThatAreAllowed() throws JMSException {
        Session named = sessionOf(TestBroker.name("client"));
        String name = "Az_09.-\u00e4\u540d\u0663" + "n".repeat(118);
        assertThat(name).hasSize(128);
        MessageConsumer passing = named.createSharedConsumer(topic, name);
        named.createDurableConsumer(topic, name).close();

        publish(topic, "a", 1);

        expect(passing, "a");
        MessageConsumer durable = named.createDurableConsumer(topic, name);
        expect(durable, "a");
        durable.close();
        named.unsubscribe(name);
        MessageConsumer shared = named.createSharedDurableConsumer(topic, name);
        publish(topic, "b", 1);
        expect(shared, "b");
    }

    @Test
    void shouldIgnoreNoLocalOfAQueue() throws JMSException {
        Queue queue = session.createQueue(TestBroker.name("orders"));
        MessageConsumer consumer = session.createConsumer(queue, null, true);

        session.createProducer(queue).send(session.createTextMessage("own"));

        expect(consumer, "own");
    }
}
