package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers of topics by patterns: {@code *} for one level, {@code #} for any number. */
class TopicPatternTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = TestBroker.onDisk(config -> config);

    private Connection connection;
    private Session session;
    private String clientId;
    private String root;

    @BeforeEach
    void open() throws JMSException {
        clientId = TestBroker.name("client");
        root = TestBroker.name("orders");
        connect();
    }

    private void connect() throws JMSException {
        connection = BROKER.connect();
        connection.setClientID(clientId);
        connection.start();
        session = connection.createSession();
    }

    private Topic topic(String rest) throws JMSException {
        return session.createTopic(root + rest);
    }

    private void publish(String rest, String... texts) throws JMSException {
        Topic topic = topic(rest);
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

    private void restart() throws IOException, JMSException {
        BROKER.restart();
        connect();
    }

    @Test
    void shouldReceiveWhatTopicsGetThatMatch() throws JMSException {
        publish(".eu", "before");
        MessageConsumer one = session.createConsumer(topic(".*"));
        MessageConsumer any = session.createConsumer(topic(".#"));

        publish(".eu", "a");
        publish("", "b");
        publish(".eu.paid", "c");
        publish(".us", "d");
        publish("-other", "nobody's");

        expect(one, "a", "d");
        expect(any, "a", "b", "c", "d");
    }

    @Test
    void shouldSayWhichTopicAMessageWasSentTo() throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic(".#"));
        publish(".eu", "a");
        publish(".us", "b");

        assertThat(consumer.receive(WAIT).getJMSDestination()).isEqualTo(topic(".eu"));
        assertThat(consumer.receive(WAIT).getJMSDestination()).isEqualTo(topic(".us"));
        assertThat(consumer.getMessageSelector()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    void shouldKeepTheOrderOfAPublisherOverTopics(int mode) throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic(".#"));
        Session publisher = connectAnother();
        MessageProducer producer = publisher.createProducer(null);
        producer.setDeliveryMode(mode);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            producer.send(topic("." + i * i % 7), publisher.createTextMessage("m" + i));
            sent.add("m" + i);
        }

        expect(consumer, sent.toArray(String[]::new));
    }

    private static Session connectAnother() throws JMSException {
        return BROKER.started().createSession();
    }

    @Test
    void shouldKeepForADurableSubscriberWhateverTopicsAppear() throws JMSException, IOException {
        publish(".old", "before");
        session.createDurableConsumer(topic(".#"), "n").close();
        publish(".old", "a");
        publish(".new", "b");
        restart();
        publish(".newer", "c");
        restart();

        MessageConsumer consumer = session.createDurableConsumer(topic(".#"), "n");

        expect(consumer, "a", "b", "c");
        publish(".newest", "d");
        expect(consumer, "d");
    }

    @Test
    void shouldKeepTheOrderOverTopicsAndARestart() throws JMSException, IOException {
        session.createDurableConsumer(topic(".*"), "n").close();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            publish("." + i % 5, "m" + i);
            sent.add("m" + i);
        }

        restart();

        expect(session.createDurableConsumer(topic(".*"), "n"), sent.toArray(String[]::new));
    }

    @Test
    void shouldNotComeAgainAfterARestartOnceAcknowledged() throws JMSException, IOException {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createDurableConsumer(topic(".*"), "n");
        publish(".a", "a1");
        publish(".b", "b1");
        Message second = null;
        for (int i = 0; i < 2; i++) {
            second = consumer.receive(WAIT);
        }
        second.acknowledge();
        publish(".a", "a2");
        assertThat(text(consumer.receive(WAIT))).isEqualTo("a2");

        restart();

        Message again = session.createDurableConsumer(topic(".*"), "n").receive(WAIT);
        assertThat(text(again)).isEqualTo("a2");
        assertThat(again.getJMSRedelivered()).isTrue();
    }

    @Test
    void shouldShareADurableSubscriptionOverARestart() throws JMSException, IOException {
        String name = TestBroker.name("shared");
        session.createSharedDurableConsumer(topic(".#"), name).close();
        for (int i = 0; i < 20; i++) {
            publish("." + i % 3, "m" + i);
        }
        restart();
        MessageConsumer one = session.createSharedDurableConsumer(topic(".#"), name);
        MessageConsumer two = connection.createSession().createSharedDurableConsumer(topic(".#"), name);

        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            Message message = i % 2 == 0 ? one.receive(200) : two.receive(200);
            if (message == null) {
                message = i % 2 == 0 ? two.receive(WAIT) : one.receive(WAIT);
            }
            assertThat(seen.add(text(message))).isTrue();
        }
        assertThat(seen).hasSize(20);
    }

    @Test
    void shouldSelectAndLeaveOutWhatItsOwnConnectionSends() throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic(".#"), "n > 1", true);
        Session other = connectAnother();
        for (Session from : List.of(session, other)) {
            for (int n = 1; n <= 2; n++) {
                Message message = from.createTextMessage((from == other ? "other" : "own") + n);
                message.setIntProperty("n", n);
                from.createProducer(topic(".x")).send(message);
            }
        }

        expect(consumer, "other2");
    }

    @Test
    void shouldTakePartInTransactions() throws JMSException {
        Session transacted = connectAnotherTransacted();
        MessageConsumer consumer = transacted.createConsumer(topic(".#"));
        publish(".a", "a");
        publish(".b", "b");
        assertThat(text(consumer.receive(WAIT))).isEqualTo("a");
        assertThat(text(consumer.receive(WAIT))).isEqualTo("b");

        transacted.rollback();

        assertThat(text(consumer.receive(WAIT))).isEqualTo("a");
        Message second = consumer.receive(WAIT);
        assertThat(text(second)).isEqualTo("b");
        assertThat(second.getJMSRedelivered()).isTrue();
        transacted.commit();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    private static Session connectAnotherTransacted() throws JMSException {
        return BROKER.started().createSession(Session.SESSION_TRANSACTED);
    }

    @Test
    void shouldKeepTheOrderOfATransactionOverTopics() throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic(".#"));
        Session transacted = connectAnotherTransacted();
        MessageProducer producer = transacted.createProducer(null);
        MessageProducer elsewhere = transacted.createProducer(transacted.createQueue(root));
        List<String> sent = new ArrayList<>();
        for (int commit = 0; commit < 5; commit++) {
            for (int i = 0; i < 50; i++) {
                String text = commit + "/" + i;
                producer.send(topic("." + i * i % 7), transacted.createTextMessage(text));
                elsewhere.send(transacted.createTextMessage(text));
                sent.add(text);
            }
            assertThat(consumer.receiveNoWait()).isNull();
            transacted.commit();
            expect(consumer, sent.toArray(String[]::new));
            sent.clear();
        }
        assertThat(BROKER.depth(root)).isEqualTo(250);
    }

    @Test
    void shouldKeepTheOrderOfATransactionOverARestart() throws JMSException, IOException {
        session.createDurableConsumer(topic(".#"), "n").close();
        Session transacted = connectAnotherTransacted();
        MessageProducer producer = transacted.createProducer(null);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            producer.send(topic("." + i * i % 7), transacted.createTextMessage("m" + i));
            sent.add("m" + i);
        }
        transacted.commit();
        restart();

        expect(session.createDurableConsumer(topic(".#"), "n"), sent.toArray(String[]::new));
    }

    @Test
    void shouldBeginAnewWhereATopicIsReplacedByAPattern() throws JMSException, IOException {
        session.createDurableConsumer(topic(".a"), "n").close();
        publish(".a", "old");
        session.createDurableConsumer(topic(".*"), "n").close();
        publish(".b", "new");
        restart();

        expect(session.createDurableConsumer(topic(".*"), "n"), "new");
    }

    @Test
    void shouldForgetAPatternThatIsUnsubscribed() throws JMSException, IOException {
        MessageConsumer consumer = session.createDurableConsumer(topic(".*"), "n");
        assertThatThrownBy(() -> session.unsubscribe("n")).isInstanceOf(JMSException.class);
        consumer.close();
        publish(".a", "a");

        session.unsubscribe("n");
        restart();

        assertThat(session.createDurableConsumer(topic(".*"), "n").receiveNoWait())
                .isNull();
        assertThatThrownBy(() -> session.unsubscribe("unknown")).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldNotSpanTemporaryTopics() throws JMSException {
        MessageConsumer consumer = session.createConsumer(session.createTopic("#"));
        TemporaryTopic temporary = session.createTemporaryTopic();

        session.createProducer(temporary).send(session.createTextMessage("mine"));
        publish("", "everybody's");

        expect(consumer, "everybody's");
    }

    private long subscriptions(String pattern) {
        return BROKER.broker().management().topics().stream()
                .filter(view -> view.name().equals(pattern))
                .mapToLong(view -> view.subscriptions().size())
                .sum();
    }

    @Test
    void shouldEndWithItsConsumer() throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic(".#"));
        publish(".a", "a");
        assertThat(subscriptions(root + ".#")).isOne();

        consumer.close();

        Awaitility.await().until(() -> subscriptions(root + ".#") == 0);
        publish(".a", "nobody's");
    }

    @ParameterizedTest
    @ValueSource(strings = {".*", ".#", ".*.x", "#.y"})
    void shouldRefuseToSendToAPattern(String rest) throws JMSException {
        Topic pattern = session.createTopic("#.y".equals(rest) ? rest : root + rest);
        MessageProducer anonymous = session.createProducer(null);
        Message message = session.createMessage();

        assertThatThrownBy(() -> session.createProducer(pattern))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining(pattern.getTopicName())
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> anonymous.send(pattern, message)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> anonymous.send(pattern, message, DeliveryMode.NON_PERSISTENT, 4, 0))
                .isInstanceOf(InvalidDestinationException.class);
        List<Object> told = new CopyOnWriteArrayList<>();
        assertThatThrownBy(() -> anonymous.send(pattern, message, new CompletionListener() {
                    @Override
                    public void onCompletion(Message sent) {
                        told.add(sent);
                    }

                    @Override
                    public void onException(Message failed, Exception reason) {
                        told.add(reason);
                    }
                }))
                .isInstanceOf(InvalidDestinationException.class);
        assertThat(told).isEmpty();
        try (JMSContext context = BROKER.factory().createContext()) {
            assertThatThrownBy(() -> context.createProducer().send(pattern, "a"))
                    .isInstanceOf(InvalidDestinationRuntimeException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".*", ".#", "a*b", "*", "#"})
    void shouldTakeSuchNamesOfQueuesAsTheyAre(String rest) throws JMSException {
        Queue queue = session.createQueue(root + rest);
        Queue other = session.createQueue(root + ".a");
        MessageConsumer consumer = session.createConsumer(queue);

        session.createProducer(other).send(session.createTextMessage("other"));
        session.createProducer(queue).send(session.createTextMessage("mine"));

        expect(consumer, "mine");
        expect(session.createConsumer(other), "other");
    }

    @ParameterizedTest
    @ValueSource(strings = {".a*b", ".C#", ".**"})
    void shouldTakeATopicWithSuchACharacterWithinALevelAsItIs(String rest) throws JMSException {
        MessageConsumer consumer = session.createConsumer(topic(rest));

        publish(".aXb", "other");
        publish(rest, "mine");

        expect(consumer, "mine");
    }
}
