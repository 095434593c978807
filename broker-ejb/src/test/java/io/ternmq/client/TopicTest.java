package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Session session;
    private Topic topic;
    private String clientId;

    @BeforeEach
    void open() throws JMSException {
        clientId = TestBroker.name("client");
        connection = connected(clientId);
        session = connection.createSession();
        topic = session.createTopic(TestBroker.name("news"));
    }

    private static Connection connected(String id) throws JMSException {
        Connection made = BROKER.connect();
        if (id != null) {
            made.setClientID(id);
        }
        made.start();
        return made;
    }

    private void publish(String... texts) throws JMSException {
        for (String text : texts) {
            session.createProducer(topic).send(session.createTextMessage(text));
        }
    }

    private static void expect(MessageConsumer consumer, String... texts) throws JMSException {
        for (String text : texts) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo(text);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldGiveEachSubscriberACopy() throws JMSException {
        MessageConsumer one = session.createConsumer(topic);
        MessageConsumer two = session.createConsumer(topic);

        publish("a", "b");

        expect(one, "a", "b");
        expect(two, "a", "b");
    }

    @Test
    void shouldGiveNothingThatWasPublishedBefore() throws JMSException {
        publish("early");
        MessageConsumer consumer = session.createConsumer(topic);

        publish("late");

        expect(consumer, "late");
    }

    @Test
    void shouldNotHearItsOwnConnectionWithNoLocal() throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic, null, true);
        Session other = connected(null).createSession();

        publish("own");
        other.createProducer(topic).send(other.createTextMessage("other"));

        expect(consumer, "other");
    }

    @Test
    void shouldFilterBySelector() throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic, "n > 1");
        for (int n = 1; n <= 3; n++) {
            Message message = session.createTextMessage("n" + n);
            message.setIntProperty("n", n);
            session.createProducer(topic).send(message);
        }

        expect(consumer, "n2", "n3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = b c AND d = 'x'", "a = 'x", "(a = 1", "a IN ()", "a BETWEEN 1", "1 ="})
    void shouldRefuseABadSelectorAndGoOn(String selector) throws JMSException {
        MessageConsumer healthy = session.createConsumer(topic);

        assertThatThrownBy(() -> session.createConsumer(topic, selector)).isInstanceOf(InvalidSelectorException.class);

        publish("a");
        expect(healthy, "a");
    }

    @Test
    void shouldKeepForADurableSubscriberWhatItMissed() throws JMSException {
        session.createDurableConsumer(topic, "n").close();
        publish("a", "b");
        connection.close();

        Connection again = connected(clientId);
        MessageConsumer consumer = again.createSession().createDurableConsumer(topic, "n");

        expect(consumer, "a", "b");
    }

    @Test
    void shouldRefuseASecondConsumerOfAnUnsharedSubscription() throws JMSException {
        session.createDurableConsumer(topic, "n");

        assertThatThrownBy(() -> session.createDurableConsumer(topic, "n")).isInstanceOf(JMSException.class);
    }

    @Test
    void shouldForgetASubscriptionThatIsUnsubscribed() throws JMSException {
        session.createDurableConsumer(topic, "n").close();
        publish("a");

        session.unsubscribe("n");

        assertThat(session.createDurableConsumer(topic, "n").receiveNoWait()).isNull();
    }

    @Test
    void shouldRefuseToUnsubscribeWhatIsInUseOrUnknown() throws JMSException {
        MessageConsumer consumer = session.createDurableConsumer(topic, "n");

        assertThatThrownBy(() -> session.unsubscribe("n")).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.unsubscribe("unknown")).isInstanceOf(InvalidDestinationException.class);

        publish("a");
        expect(consumer, "a");
    }

    @Test
    void shouldStartAnewWhereTheSelectorChanges() throws JMSException {
        session.createDurableConsumer(topic, "n", "a = 1", false).close();
        send("old", 1);
        session.createDurableConsumer(topic, "n", "a = 2", false).close();
        send("one", 1);
        send("two", 2);

        expect(session.createDurableConsumer(topic, "n", "a = 2", false), "two");
    }

    private void send(String text, int a) throws JMSException {
        Message message = session.createTextMessage(text);
        message.setIntProperty("a", a);
        session.createProducer(topic).send(message);
    }

    @Test
    void shouldTakeAnEmptySelectorForNone() throws JMSException {
        session.createDurableConsumer(topic, "n", "", false).close();
        publish("m1");
        MessageConsumer reopened = session.createDurableConsumer(topic, "n", "", false);
        expect(reopened, "m1");
        reopened.close();
        publish("m2");
        expect(session.createDurableConsumer(topic, "n", null, false), "m2");

        session.createSharedDurableConsumer(topic, "s", "").close();
        publish("m3");
        expect(session.createSharedDurableConsumer(topic, "s", null), "m3");
    }

    @Test
    void shouldShareASubscriptionAmongConnections() throws JMSException {
        Connection two = connected(null);
        Connection three = connected(null);
        MessageConsumer one = two.createSession().createSharedConsumer(topic, "s");
        MessageConsumer other = three.createSession().createSharedConsumer(topic, "s");
        for (int i = 0; i < 20; i++) {
            publish("m" + i);
        }

        Set<String> seen = new HashSet<>();
        for (Message m = one.receive(500); m != null; m = one.receive(500)) {
            assertThat(seen.add(text(m))).isTrue();
        }
        for (Message m = other.receive(500); m != null; m = other.receive(500)) {
            assertThat(seen.add(text(m))).isTrue();
        }

        assertThat(seen).hasSize(20);
    }

    @Test
    void shouldKeepASharedDurableSubscriptionWithoutConsumers() throws JMSException {
        Connection plain = connected(null);
        Session sharing = plain.createSession();
        sharing.createSharedDurableConsumer(topic, TestBroker.name("s")).close();
        String name = TestBroker.name("kept");
        sharing.createSharedDurableConsumer(topic, name).close();
        publish("a");

        expect(connected(null).createSession().createSharedDurableConsumer(topic, name), "a");
    }

    @Test
    void shouldRefuseToMixSharedAndUnsharedDurableSubscriptions() throws JMSException {
        session.createDurableConsumer(topic, "n").close();
        session.createSharedDurableConsumer(topic, "n2").close();

        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "n"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "n2")).isInstanceOf(JMSException.class);
    }

    @Test
    void shouldTellNonDurableFromDurableSubscriptionsOfOneName() throws JMSException {
        MessageConsumer shared = session.createSharedConsumer(topic, "n3");
        MessageConsumer durable = session.createDurableConsumer(topic, "n3");

        publish("a");

        expect(shared, "a");
        expect(durable, "a");
    }

    @Test
    void shouldRefuseAnotherSelectorWhileASharedSubscriptionIsInUse() throws JMSException {
        session.createSharedDurableConsumer(topic, "n", "a = 1");

        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "n", "a = 2"))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void shouldRefuseSubscriptionsWithoutTopicOrName() throws JMSException {
        assertThatThrownBy(() -> session.createDurableConsumer(null, "n"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, " ")).isInstanceOf(JMSException.class);
        Topic temporary = session.createTemporaryTopic();
        assertThatThrownBy(() -> session.createDurableConsumer(temporary, "n"))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(null)).isInstanceOf(InvalidDestinationException.class);
    }
}
