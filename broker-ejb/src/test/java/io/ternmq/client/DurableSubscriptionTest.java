package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Durable subscriptions (8.3.3, 8.3.4): what belongs to a name, and what becomes of it when it is used otherwise. */
class DurableSubscriptionTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = TestBroker.onDisk(config -> config);

    private String clientId;
    private Connection connection;
    private Session session;
    private Topic topic;

    @BeforeEach
    void open() throws JMSException {
        clientId = TestBroker.name("client");
        topic = connect(clientId).createTopic(TestBroker.name("news"));
    }

    private Session connect(String id) throws JMSException {
        connection = BROKER.connect();
        if (id != null) {
            connection.setClientID(id);
        }
        connection.start();
        session = connection.createSession();
        return session;
    }

    private void restart() throws IOException, JMSException {
        BROKER.restart();
        connect(clientId);
    }

    private void reconnect() throws JMSException {
        connection.close();
        connect(clientId);
    }

    private void publish(Session by, String text, int a) throws JMSException {
        publish(by, topic, text, a);
    }

    private static void publish(Session by, Topic to, String text, int a) throws JMSException {
        Message message = by.createTextMessage(text);
        message.setIntProperty("a", a);
        by.createProducer(to).send(message);
    }

    private void publish(String text) throws JMSException {
        publish(session, text, 0);
    }

    private static void expect(MessageConsumer consumer, String... texts) throws JMSException {
        for (String text : texts) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo(text);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    private MessageConsumer durable(String selector, boolean noLocal) throws JMSException {
        return session.createDurableConsumer(topic, "n", selector, noLocal);
    }

    @Test
    void shouldKeepItsBacklogOverConnectionsAndRestarts() throws JMSException, IOException {
        durable("a = 1", false).close();
        publish(session, "m1", 1);
        reconnect();
        publish(session, "m2", 1);
        restart();
        publish(session, "m3", 1);
        publish(session, "not mine", 2);

        expect(durable("a = 1", false), "m1", "m2", "m3");
        restart();
        expect(durable("a = 1", false));
    }

    @Test
    void shouldBeginAnewWithAnotherSelector() throws JMSException, IOException {
        durable("a = 1", false).close();
        publish(session, "old", 1);

        durable("a = 2", false).close();
        publish(session, "one", 1);
        publish(session, "two", 2);
        restart();

        expect(durable("a = 2", false), "two");
    }

    @Test
    void shouldBeginAnewWithAnotherNoLocal() throws JMSException, IOException {
        Session other = BROKER.connect().createSession();
        durable(null, false).close();
        publish(session, "old", 1);

        durable(null, true).close();
        publish(session, "own", 1);
        publish(other, "foreign", 1);
        restart();
        expect(durable(null, true), "foreign");

        session.close();
        session = connection.createSession();
        durable(null, false).close();
        publish(session, "own again", 1);
        restart();
        expect(durable(null, false), "own again");
    }

    @Test
    void shouldBeginAnewWithAnotherTopic() throws JMSException, IOException {
        Topic other = session.createTopic(TestBroker.name("other"));
        durable(null, false).close();
        publish("old");

        session.createDurableConsumer(other, "n").close();
        publish("old topic");
        publish(session, other, "new topic", 1);
        restart();

        expect(session.createDurableConsumer(other, "n"), "new topic");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldChangeNothingWhileItIsInUse(boolean shared) throws JMSException, IOException {
        MessageConsumer consumer =
                shared ? session.createSharedDurableConsumer(topic, "n", "a = 1") : durable("a = 1", false);
        publish(session, "m1", 1);
        Topic other = session.createTopic(TestBroker.name("other"));
        Session second = connection.createSession();

        if (shared) {
            assertThatThrownBy(() -> second.createSharedDurableConsumer(topic, "n", "a = 2"))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> second.createSharedDurableConsumer(other, "n", "a = 1"))
                    .isInstanceOf(JMSException.class);
        } else {
            assertThatThrownBy(() -> second.createDurableConsumer(topic, "n", "a = 2", false))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> second.createDurableConsumer(topic, "n", "a = 1", true))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> second.createDurableConsumer(other, "n", "a = 1", false))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> second.createDurableConsumer(topic, "n", "a = 1", false))
                    .isInstanceOf(JMSException.class);
        }
        assertThatThrownBy(() -> second.unsubscribe("n")).isInstanceOf(JMSException.class);

        publish(session, "m2", 1);
        expect(consumer, "m1", "m2");
        consumer.close();
        publish(session, "m3", 1);
        restart();
        expect(shared ? session.createSharedDurableConsumer(topic, "n", "a = 1") : durable("a = 1", false), "m3");
    }

    @Test
    void shouldRefuseToUnsubscribeWhatIsUnknown() throws JMSException {
        durable(null, false).close();
        connect(TestBroker.name("another client"));

        assertThatThrownBy(() -> session.unsubscribe("n")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.unsubscribe("unknown")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.unsubscribe(null)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldBeGoneForGoodOnceUnsubscribed() throws JMSException, IOException {
        durable(null, false).close();
        publish("a");
        session.unsubscribe("n");
        restart();

        assertThatThrownBy(() -> session.unsubscribe("n")).isInstanceOf(InvalidDestinationException.class);
        expect(durable(null, false));
    }

    @Test
    void shouldNotBeSharedAndUnsharedUnderOneName() throws JMSException, IOException {
        durable(null, false).close();
        session.createSharedDurableConsumer(topic, "n2").close();
        restart();

        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "n"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("n");
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "n2"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("n2");
        publish("a");
        expect(durable(null, false), "a");
        expect(session.createSharedDurableConsumer(topic, "n2"), "a");
    }

    @Test
    void shouldHaveANameSpaceForEachClientIdentifierAndOneWithout() throws JMSException, IOException {
        String name = TestBroker.name("shared");
        session.createSharedDurableConsumer(topic, name).close();
        connect(null).createSharedDurableConsumer(topic, name).close();
        connect(TestBroker.name("another client"))
                .createDurableConsumer(topic, name)
                .close();
        publish("a");
        connection.close();

        restart();
        expect(session.createSharedDurableConsumer(topic, name), "a");
        expect(connect(null).createSharedDurableConsumer(topic, name), "a");
    }

    @Test
    void shouldNotMeetANonDurableSubscriptionOfItsName() throws JMSException {
        MessageConsumer shared = session.createSharedConsumer(topic, "n", "a = 1");
        MessageConsumer durable = durable(null, false);

        publish(session, "a", 1);
        publish(session, "b", 2);

        expect(shared, "a");
        expect(durable, "a", "b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldTakeAnEmptySelectorForNone(boolean shared) throws JMSException {
        Queue queue = session.createQueue(TestBroker.name("queue"));
        open(shared, "").close();
        publish("m1");
        MessageConsumer reopened = open(shared, "");
        expect(reopened, "m1");
        reopened.close();
        publish("m2");
        expect(open(shared, null), "m2");

        session.createProducer(queue).send(session.createTextMessage("q"));
        assertThat(session.createBrowser(queue, "").getEnumeration().hasMoreElements())
                .isTrue();
        MessageConsumer consumer = session.createConsumer(queue, "");
        assertThat(consumer.getMessageSelector()).isNull();
        expect(consumer, "q");
    }

    private MessageConsumer open(boolean shared, String selector) throws JMSException {
        return shared ? session.createSharedDurableConsumer(topic, "n", selector) : durable(selector, false);
    }

    @Test
    void shouldShareAcrossConnectionsWithAndWithoutClientIdentifier() throws JMSException {
        String name = TestBroker.name("shared");
        MessageConsumer one = connect(null).createSharedDurableConsumer(topic, name);
        MessageConsumer two = connect(null).createSharedDurableConsumer(topic, name);
        for (int i = 0; i < 10; i++) {
            publish("m" + i);
        }

        int got = 0;
        for (Message m = one.receive(WAIT); m != null; m = one.receive(200)) {
            got++;
        }
        for (Message m = two.receive(200); m != null; m = two.receive(200)) {
            got++;
        }
        assertThat(got).isEqualTo(10);
    }

    @Test
    void shouldNotBeOfATemporaryTopic() throws JMSException {
        Topic temporary = session.createTemporaryTopic();

        assertThatThrownBy(() -> session.createDurableConsumer(temporary, "n"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(temporary, "n"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(temporary, "n"))
                .isInstanceOf(InvalidDestinationException.class);
        MessageConsumer plain = session.createConsumer(temporary);
        MessageConsumer shared = session.createSharedConsumer(temporary, "n");
        publish(session, temporary, "a", 1);
        expect(plain, "a");
        expect(shared, "a");
    }

    @Test
    void shouldNeedAClientIdentifierIfItIsNotShared() throws JMSException {
        connect(null);

        assertThatThrownBy(() -> session.createDurableConsumer(topic, "n")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(topic, "n")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "n", "a = 1", true))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldLeaveOutWhatItsClientIdentifierSendsOverAllConnections() throws JMSException, IOException {
        durable(null, true).close();
        reconnect();
        publish("own, by another connection");
        Session stranger = BROKER.connect().createSession();
        publish(stranger, "foreign", 1);
        restart();

        expect(durable(null, true), "foreign");
    }

    @Test
    void shouldBeTheSameByEveryFormOfTheApi() throws JMSException {
        durable(null, false).close();
        publish("a");
        connection.close();
        TernConnectionFactory factory = BROKER.factory();
        factory.setClientId(clientId);
        TopicConnection topics = BROKER.endingWithTest(factory.createTopicConnection());
        topics.start();
        TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicSubscriber subscriber = topicSession.createDurableSubscriber(topic, "n");
        expect(subscriber, "a");
        assertThat(subscriber.getTopic()).isEqualTo(topic);
        assertThat(subscriber.getNoLocal()).isFalse();
        topics.close();

        try (JMSContext context = factory.createContext()) {
            context.createProducer().send(topic, "b");
            assertThat(context.createDurableConsumer(topic, "n").receiveBody(String.class, WAIT))
                    .isEqualTo("b");
        }
        try (JMSContext context = factory.createContext()) {
            context.unsubscribe("n");
        }
    }
}
