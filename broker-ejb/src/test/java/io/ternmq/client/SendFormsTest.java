package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every form of the methods that send and that make receivers of one domain (7.1 to 7.5, 7.10, 8.2, 8.3). */
class SendFormsTest {

    private static final long WAIT = 5_000;
    private static final int PERSISTENT = DeliveryMode.PERSISTENT;
    private static final int NON_PERSISTENT = DeliveryMode.NON_PERSISTENT;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private QueueSession queues;
    private TopicSession topics;
    private Session session;
    private Queue queue;
    private Topic topic;
    private MessageConsumer consumer;
    private MessageConsumer subscriber;

    @BeforeEach
    void open() throws JMSException {
        QueueConnection queueConnection = BROKER.endingWithTest(BROKER.factory().createQueueConnection());
        queues = queueConnection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        queueConnection.start();
        TopicConnection topicConnection = BROKER.endingWithTest(BROKER.factory().createTopicConnection());
        topicConnection.setClientID(TestBroker.name("client"));
        topics = topicConnection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        topicConnection.start();
        session = BROKER.started().createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        topic = session.createTopic(TestBroker.name("news"));
        consumer = session.createConsumer(queue);
        subscriber = session.createConsumer(topic);
    }

    private Message message(String text) throws JMSException {
        return session.createTextMessage(text);
    }

    private static void expect(MessageConsumer from, String text, int mode, int priority, long timeToLive)
            throws JMSException {
        Message got = from.receive(WAIT);
        assertThat(text(got)).isEqualTo(text);
        assertThat(got.getJMSDeliveryMode()).isEqualTo(mode);
        assertThat(got.getJMSPriority()).isEqualTo(priority);
        assertThat(got.getJMSExpiration()).isEqualTo(timeToLive == 0 ? 0 : got.getJMSTimestamp() + timeToLive);
    }

    @Test
    void shouldSendByEachMethodOfAProducer() throws JMSException {
        MessageProducer own = session.createProducer(queue);
        MessageProducer anonymous = session.createProducer(null);

        own.send(message("1"));
        expect(consumer, "1", PERSISTENT, 4, 0);
        own.send(message("2"), NON_PERSISTENT, 7, 60_000);
        expect(consumer, "2", NON_PERSISTENT, 7, 60_000);
        anonymous.send(queue, message("3"));
        expect(consumer, "3", PERSISTENT, 4, 0);
        anonymous.send(topic, message("4"), NON_PERSISTENT, 1, 60_000);
        expect(subscriber, "4", NON_PERSISTENT, 1, 60_000);
    }

    @Test
    void shouldSendByEachMethodOfASender() throws JMSException {
        QueueSender own = queues.createSender(queue);
        QueueSender anonymous = queues.createSender(null);

        assertThat(own.getQueue()).isEqualTo(queue);
        assertThat(anonymous.getQueue()).isNull();
        own.send(message("1"));
        expect(consumer, "1", PERSISTENT, 4, 0);
        own.send(message("2"), NON_PERSISTENT, 7, 60_000);
        expect(consumer, "2", NON_PERSISTENT, 7, 60_000);
        anonymous.send(queue, message("3"));
        expect(consumer, "3", PERSISTENT, 4, 0);
        anonymous.send(queue, message("4"), NON_PERSISTENT, 1, 60_000);
        expect(consumer, "4", NON_PERSISTENT, 1, 60_000);
    }

    @Test
    void shouldPublishByEachMethodOfAPublisher() throws JMSException {
        TopicPublisher own = topics.createPublisher(topic);
        TopicPublisher anonymous = topics.createPublisher(null);

        assertThat(own.getTopic()).isEqualTo(topic);
        assertThat(anonymous.getTopic()).isNull();
        own.publish(message("1"));
        expect(subscriber, "1", PERSISTENT, 4, 0);
        own.publish(message("2"), NON_PERSISTENT, 7, 60_000);
        expect(subscriber, "2", NON_PERSISTENT, 7, 60_000);
        anonymous.publish(topic, message("3"));
        expect(subscriber, "3", PERSISTENT, 4, 0);
        anonymous.publish(topic, message("4"), NON_PERSISTENT, 1, 60_000);
        expect(subscriber, "4", NON_PERSISTENT, 1, 60_000);
    }

    @Test
    void shouldSendAsynchronouslyByEachMethodOfAProducer() throws JMSException {
        MessageProducer own = session.createProducer(queue);
        MessageProducer anonymous = session.createProducer(null);
        AsyncSendTest.Recorder told = new AsyncSendTest.Recorder();

        own.send(message("1"), told);
        expect(consumer, "1", PERSISTENT, 4, 0);
        own.send(message("2"), NON_PERSISTENT, 7, 60_000, told);
        expect(consumer, "2", NON_PERSISTENT, 7, 60_000);
        anonymous.send(queue, message("3"), told);
        expect(consumer, "3", PERSISTENT, 4, 0);
        anonymous.send(topic, message("4"), NON_PERSISTENT, 1, 60_000, told);
        expect(subscriber, "4", NON_PERSISTENT, 1, 60_000);
        session.close();
        assertThat(told.ids).hasSize(4);
        assertThat(told.failures).isEmpty();
    }

    @Test
    void shouldSendAsynchronouslyByTheFormsOfEachDomain() throws JMSException {
        AsyncSendTest.Recorder told = new AsyncSendTest.Recorder();

        queues.createSender(queue).send(message("1"), told);
        queues.createSender(null).send(queue, message("2"), told);
        topics.createPublisher(topic).send(message("3"), told);
        topics.createPublisher(null).send(topic, message("4"), NON_PERSISTENT, 1, 60_000, told);
        queues.close();
        topics.close();

        assertThat(told.ids).hasSize(4);
        assertThat(told.failures).isEmpty();
        expect(consumer, "1", PERSISTENT, 4, 0);
        expect(consumer, "2", PERSISTENT, 4, 0);
        expect(subscriber, "3", PERSISTENT, 4, 0);
        expect(subscriber, "4", NON_PERSISTENT, 1, 60_000);
    }

    @Test
    void shouldApplyTheProducersSettingsToEachSend() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(NON_PERSISTENT);
        producer.setPriority(2);
        producer.setTimeToLive(60_000);

        for (int i = 0; i < 2; i++) {
            producer.send(message("m" + i));
            expect(consumer, "m" + i, NON_PERSISTENT, 2, 60_000);
        }
        assertThat(producer.getDeliveryMode()).isEqualTo(NON_PERSISTENT);
        assertThat(producer.getPriority()).isEqualTo(2);
        assertThat(producer.getTimeToLive()).isEqualTo(60_000);
    }

    @Test
    void shouldPreferTheSettingsOfTheSend() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(NON_PERSISTENT);
        producer.setPriority(2);
        producer.setTimeToLive(60_000);

        producer.send(message("once"), PERSISTENT, 9, 0);
        expect(consumer, "once", PERSISTENT, 9, 0);
        producer.send(message("again"));
        expect(consumer, "again", NON_PERSISTENT, 2, 60_000);
    }

    @Test
    void shouldGiveTheProducerByEachSetter() {
        try (JMSContext context = BROKER.factory().createContext()) {
            JMSProducer producer = context.createProducer();
            CompletionListener none = null;

            assertThat(producer.setAsync(none)).isSameAs(producer);
            assertThat(producer.setDeliveryDelay(1)).isSameAs(producer);
            assertThat(producer.setDeliveryMode(NON_PERSISTENT)).isSameAs(producer);
            assertThat(producer.setDisableMessageID(true)).isSameAs(producer);
            assertThat(producer.setDisableMessageTimestamp(true)).isSameAs(producer);
            assertThat(producer.setJMSCorrelationID("c")).isSameAs(producer);
            assertThat(producer.setJMSCorrelationIDAsBytes(new byte[] {1})).isSameAs(producer);
            assertThat(producer.setJMSReplyTo(queue)).isSameAs(producer);
            assertThat(producer.setJMSType("t")).isSameAs(producer);
            assertThat(producer.setPriority(1)).isSameAs(producer);
            assertThat(producer.setTimeToLive(1)).isSameAs(producer);
            assertThat(setPropertiesOfEachType(producer)).isSameAs(producer);
            assertThat(producer.clearProperties()).isSameAs(producer);
            assertThat(producer.setDeliveryDelay(0).setTimeToLive(0).send(queue, "a"))
                    .isSameAs(producer);
        }
    }

    private static JMSProducer setPropertiesOfEachType(JMSProducer producer) {
        return producer.setProperty("boolean", true)
                .setProperty("byte", (byte) 1)
                .setProperty("short", (short) 2)
                .setProperty("int", 3)
                .setProperty("long", 4L)
                .setProperty("float", 5f)
                .setProperty("double", 6d)
                .setProperty("String", "seven")
                .setProperty("Object", (Object) Integer.valueOf(8));
    }

    @Test
    void shouldSetPropertiesOfEachTypeByTheProducer() throws JMSException {
        try (JMSContext context = BROKER.factory().createContext()) {
            setPropertiesOfEachType(context.createProducer()).send(queue, "a");
        }

        Message got = consumer.receive(WAIT);

        assertThat(got.getObjectProperty("boolean")).isEqualTo(true);
        assertThat(got.getObjectProperty("byte")).isEqualTo((byte) 1);
        assertThat(got.getObjectProperty("short")).isEqualTo((short) 2);
        assertThat(got.getObjectProperty("int")).isEqualTo(3);
        assertThat(got.getObjectProperty("long")).isEqualTo(4L);
        assertThat(got.getObjectProperty("float")).isEqualTo(5f);
        assertThat(got.getObjectProperty("double")).isEqualTo(6d);
        assertThat(got.getObjectProperty("String")).isEqualTo("seven");
        assertThat(got.getObjectProperty("Object")).isEqualTo(8);
    }

    @Test
    void shouldMakeManyProducersOfAContext() throws JMSException {
        try (JMSContext context = BROKER.factory().createContext()) {
            for (int i = 0; i < 1_000; i++) {
                context.createProducer().send(queue, "m" + i);
            }
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo("m" + i);
        }
    }

    @Test
    void shouldReceiveByTheFormsOfEachDomain() throws JMSException {
        consumer.close();
        QueueReceiver choosy = queues.createReceiver(queue, "n = 2");
        TopicSubscriber all = topics.createSubscriber(topic);
        TopicSubscriber some = topics.createSubscriber(topic, "n = 2", true);
        MessageConsumer inherited = topics.createConsumer(topic, "n = 1");
        TopicSubscriber durable = topics.createDurableSubscriber(topic, "a");
        TopicSubscriber choosyDurable = topics.createDurableSubscriber(topic, "b", "n = 2", true);
        for (int n = 1; n <= 2; n++) {
            Message message = message("m" + n);
            message.setIntProperty("n", n);
            session.createProducer(queue).send(message);
            session.createProducer(topic).send(message);
        }
        Message own = message("own");
        own.setIntProperty("n", 2);
        topics.createPublisher(topic).publish(own);

        expect(choosy, "m2");
        expect(queues.createReceiver(queue), "m1");
        expect(all, "m1", "m2", "own");
        expect(some, "m2");
        expect(inherited, "m1");
        expect(durable, "m1", "m2", "own");
        expect(choosyDurable, "m2");
        assertThat(some.getNoLocal()).isTrue();
        assertThat(some.getMessageSelector()).isEqualTo("n = 2");
    }

    private static void expect(MessageConsumer from, String... texts) throws JMSException {
        for (String text : texts) {
            assertThat(text(from.receive(WAIT))).isEqualTo(text);
        }
        assertThat(from.receiveNoWait()).isNull();
    }
}
