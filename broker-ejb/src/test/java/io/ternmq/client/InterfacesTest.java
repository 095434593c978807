package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.client.message.TernTextMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That the sets of interfaces are there and lead to the same messages (chapter 2, 3.12, 6.1). */
class InterfacesTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    @Test
    void shouldServeQueuesAndTopicsByTheSameMethods() throws JMSException {
        Session session = BROKER.started().createSession();
        for (Destination destination : List.of(
                session.createQueue(TestBroker.name("any")),
                session.createTopic(TestBroker.name("any")),
                session.createTemporaryQueue(),
                session.createTemporaryTopic())) {
            MessageConsumer consumer = session.createConsumer(destination);
            session.createProducer(destination).send(session.createTextMessage("a"));

            Message got = consumer.receive(WAIT);

            assertThat(text(got)).isEqualTo("a");
            assertThat(got.getJMSDestination()).isEqualTo(destination);
        }
    }

    @Test
    void shouldPassMessagesFromEachApiToEachOther() throws JMSException {
        Session classic = BROKER.started().createSession();
        QueueSession queues = queueSession();
        TopicSession topics = topicSession();
        Queue queue = classic.createQueue(TestBroker.name("orders"));
        Topic topic = classic.createTopic(TestBroker.name("news"));
        try (JMSContext context = BROKER.factory().createContext()) {
            classic.createProducer(queue).send(classic.createTextMessage("classic"));
            queues.createSender(queue).send(queues.createTextMessage("queues"));
            context.createProducer().send(queue, "context");
            MessageConsumer receiver = queues.createReceiver(queue);
            assertThat(text(receiver.receive(WAIT))).isEqualTo("classic");
            receiver.close();
            JMSConsumer consumer = context.createConsumer(queue);
            assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("queues");
            consumer.close();
            assertThat(text(classic.createConsumer(queue).receive(WAIT))).isEqualTo("context");

            MessageConsumer one = classic.createConsumer(topic);
            MessageConsumer two = topics.createSubscriber(topic);
            JMSConsumer three = context.createConsumer(topic);
            classic.createProducer(topic).send(classic.createTextMessage("classic"));
            topics.createPublisher(topic).publish(topics.createTextMessage("topics"));
            context.createProducer().send(topic, "context");
            for (String expected : List.of("classic", "topics", "context")) {
                assertThat(text(one.receive(WAIT))).isEqualTo(expected);
                assertThat(text(two.receive(WAIT))).isEqualTo(expected);
                assertThat(three.receiveBody(String.class, WAIT)).isEqualTo(expected);
            }
        }
    }

    private static QueueSession queueSession() throws JMSException {
        QueueConnection connection = BROKER.endingWithTest(BROKER.factory().createQueueConnection());
        connection.start();
        return connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    private static TopicSession topicSession() throws JMSException {
        TopicConnection connection = BROKER.endingWithTest(BROKER.factory().createTopicConnection());
        connection.start();
        return connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @Test
    void shouldConnectByEachMethodOfTheFactories() throws Exception {
        String user = "admin";
        String password =
                Files.readString(BROKER.data().resolve("admin-password")).strip();
        TernConnectionFactory factory = BROKER.factory();
        List<Connection> connections = List.of(
                factory.createConnection(),
                factory.createConnection(user, password),
                factory.createQueueConnection(),
                factory.createQueueConnection(user, password),
                factory.createTopicConnection(),
                factory.createTopicConnection(user, password));
        for (Connection each : connections) {
            each.createSession().createMessage();
            each.close();
        }
        List<JMSContext> contexts = List.of(
                factory.createContext(),
                factory.createContext(JMSContext.CLIENT_ACKNOWLEDGE),
                factory.createContext(user, password),
                factory.createContext(user, password, JMSContext.SESSION_TRANSACTED));
        assertThat(contexts)
                .extracting(JMSContext::getSessionMode)
                .containsExactly(
                        JMSContext.AUTO_ACKNOWLEDGE,
                        JMSContext.CLIENT_ACKNOWLEDGE,
                        JMSContext.AUTO_ACKNOWLEDGE,
                        JMSContext.SESSION_TRANSACTED);
        contexts.forEach(JMSContext::close);
    }

    @Test
    void shouldGiveMetaDataOfEachKindOfConnection() throws JMSException {
        TernConnectionFactory factory = BROKER.factory();
        for (Connection each :
                List.of(factory.createConnection(), factory.createQueueConnection(), factory.createTopicConnection())) {
            assertThat(each.getMetaData().getJMSVersion()).isEqualTo("3.1");
            each.close();
        }
        try (JMSContext context = factory.createContext()) {
            assertThat(context.getMetaData().getJMSVersion()).isEqualTo("3.1");
        }
    }

    @Test
    void shouldMakeEachTypeOfMessage() throws JMSException {
        Session session = BROKER.connect().createSession();
        assertThat(session.createMessage()).isNotInstanceOfAny(TextMessage.class, BytesMessage.class);
        assertThat(session.createTextMessage().getText()).isNull();
        assertThat(session.createTextMessage("a").getText()).isEqualTo("a");
        assertThat(session.createBytesMessage()).isInstanceOf(BytesMessage.class);
        assertThat(session.createMapMessage()).isInstanceOf(MapMessage.class);
        assertThat(session.createStreamMessage()).isInstanceOf(StreamMessage.class);
        assertThat(session.createObjectMessage().getObject()).isNull();
        assertThat(session.createObjectMessage(7).getObject()).isEqualTo(7);
        try (JMSContext context = BROKER.factory().createContext()) {
            assertThat(context.createMessage()).isNotInstanceOfAny(TextMessage.class, BytesMessage.class);
            assertThat(context.createTextMessage().getText()).isNull();
            assertThat(context.createTextMessage("a").getText()).isEqualTo("a");
            assertThat(context.createBytesMessage()).isInstanceOf(BytesMessage.class);
            assertThat(context.createMapMessage()).isInstanceOf(MapMessage.class);
            assertThat(context.createStreamMessage()).isInstanceOf(StreamMessage.class);
            assertThat(context.createObjectMessage()).isInstanceOf(ObjectMessage.class);
            assertThat(context.createObjectMessage(7).getObject()).isEqualTo(7);
        }
    }

    @Test
    void shouldBrowseByEachApi() throws JMSException {
        Session session = BROKER.started().createSession();
        Queue queue = session.createQueue(TestBroker.name("orders"));
        session.createProducer(queue).send(session.createTextMessage("a"));
        QueueSession queues = queueSession();
        try (JMSContext context = BROKER.factory().createContext()) {
            assertThat(Collections.list(session.createBrowser(queue).getEnumeration()))
                    .hasSize(1);
            assertThat(Collections.list(queues.createBrowser(queue).getEnumeration()))
                    .hasSize(1);
            assertThat(Collections.list(queues.createBrowser(queue, "n = 1").getEnumeration()))
                    .isEmpty();
            assertThat(Collections.list(context.createBrowser(queue).getEnumeration()))
                    .hasSize(1);
            assertThat(Collections.list(
                            context.createBrowser(queue, "JMSPriority = 4").getEnumeration()))
                    .hasSize(1);
        }
    }

    @Test
    void shouldSendTheMessagesOfAnotherSession() throws JMSException {
        Session making = BROKER.connect().createSession();
        Session sending = BROKER.started().createSession();
        Queue queue = making.createQueue(TestBroker.name("orders"));
        Message message = making.createTextMessage("a");
        making.close();

        sending.createProducer(queue).send(message);

        assertThat(text(sending.createConsumer(queue).receive(WAIT))).isEqualTo("a");
    }

    @Test
    void shouldSendAMessageOfAnotherProviderAndTellItWhatTheSendSet() throws JMSException {
        TextMessage behaviour = new TernTextMessage("a");
        TextMessage foreign = (TextMessage) Proxy.newProxyInstance(
                TextMessage.class.getClassLoader(), new Class<?>[] {TextMessage.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(behaviour, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        foreign.setIntProperty("n", 5);
        Session session = BROKER.started().createSession();
        Queue queue = session.createQueue(TestBroker.name("orders"));

        session.createProducer(queue).send(foreign);

        Message got = session.createConsumer(queue).receive(WAIT);
        assertThat(text(got)).isEqualTo("a");
        assertThat(got.getIntProperty("n")).isEqualTo(5);
        assertThat(foreign.getJMSMessageID()).isEqualTo(got.getJMSMessageID()).startsWith("ID:");
        assertThat(foreign.getJMSDestination()).isEqualTo(queue);
    }
}
