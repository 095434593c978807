package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ternmq.client.message.TernTextMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
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
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every call on what is closed is refused, but close (6.1.8, 6.2.15). */
@Timeout(30)
class ClosedObjectsTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    /** Calls all methods of the interface with valid arguments. */
    private static void expectRefused(Class<?> type, Object closed) throws Exception {
        for (Method method : type.getMethods()) {
            if (Modifier.isStatic(method.getModifiers()) || method.getName().equals("close")) {
                continue;
            }
            Object[] arguments = Stream.of(method.getParameterTypes())
                    .map(ClosedObjectsTest::argument)
                    .toArray();
            assertThat(failureOf(closed, method, arguments))
                    .as("%s", method)
                    .isInstanceOfAny(IllegalStateException.class, IllegalStateRuntimeException.class);
        }
        assertThatCode(() -> type.getMethod("close").invoke(closed)).doesNotThrowAnyException();
    }

    private static Throwable failureOf(Object closed, Method method, Object[] arguments) throws IllegalAccessException {
        try {
            method.setAccessible(true);
            method.invoke(closed, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static Object argument(Class<?> type) {
        if (type == boolean.class) {
            return false;
        } else if (type == byte.class) {
            return (byte) 1;
        } else if (type == short.class) {
            return (short) 1;
        } else if (type == int.class) {
            return 1;
        } else if (type == long.class) {
            return 1L;
        } else if (type == float.class) {
            return 1f;
        } else if (type == double.class) {
            return 1d;
        } else if (type == String.class || type == Object.class || type == java.io.Serializable.class) {
            return "name";
        } else if (type == byte[].class) {
            return new byte[1];
        } else if (type == Class.class) {
            return String.class;
        } else if (type == java.util.Map.class) {
            return java.util.Map.of();
        } else if (type == Destination.class || type == Queue.class) {
            return new io.ternmq.client.destination.TernQueue("q");
        } else if (type == Topic.class) {
            return new io.ternmq.client.destination.TernTopic("t");
        } else if (type == Message.class) {
            return new TernTextMessage();
        } else if (type.isInterface()) {
            return Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> null);
        }
        throw new AssertionError("no argument for " + type);
    }

    @Test
    void shouldRefuseAllCallsOnAClosedConnectionAndWhatItMade() throws Exception {
        Connection connection = BROKER.started();
        Session session = connection.createSession();
        Queue queue = session.createQueue(TestBroker.name("orders"));
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        QueueBrowser browser = session.createBrowser(queue);

        connection.close();

        expectRefused(Connection.class, connection);
        expectRefused(Session.class, session);
        expectRefused(MessageProducer.class, producer);
        expectRefused(MessageConsumer.class, consumer);
        expectRefused(QueueBrowser.class, browser);
    }

    @Test
    void shouldRefuseAllCallsOnAClosedSessionAndWhatItMade() throws Exception {
        Session session = BROKER.started().createSession(Session.SESSION_TRANSACTED);
        Queue queue = session.createQueue(TestBroker.name("orders"));
        MessageProducer producer = session.createProducer(null);
        MessageConsumer consumer = session.createConsumer(queue);
        QueueBrowser browser = session.createBrowser(queue);

        session.close();

        expectRefused(Session.class, session);
        expectRefused(MessageProducer.class, producer);
        expectRefused(MessageConsumer.class, consumer);
        expectRefused(QueueBrowser.class, browser);
    }

    @Test
    void shouldRefuseAllCallsOnWhatIsClosedByItself() throws Exception {
        Session session = BROKER.started().createSession();
        Queue queue = session.createQueue(TestBroker.name("orders"));
        MessageProducer producer = session.createProducer(queue);
        MessageConsumer consumer = session.createConsumer(queue);
        QueueBrowser browser = session.createBrowser(queue);
        producer.close();
        consumer.close();
        browser.close();

        expectRefused(MessageProducer.class, producer);
        expectRefused(MessageConsumer.class, consumer);
        expectRefused(QueueBrowser.class, browser);
    }

    @Test
    void shouldRefuseAllCallsOnTheClosedFormsForQueues() throws Exception {
        QueueConnection connection = BROKER.endingWithTest(BROKER.factory().createQueueConnection());
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(TestBroker.name("orders"));
        QueueSender sender = session.createSender(queue);
        QueueReceiver receiver = session.createReceiver(queue);

        connection.close();

        expectRefused(QueueConnection.class, connection);
        expectRefused(QueueSession.class, session);
        expectRefused(QueueSender.class, sender);
        expectRefused(QueueReceiver.class, receiver);
    }

    @Test
    void shouldRefuseAllCallsOnTheClosedFormsForTopics() throws Exception {
        TopicConnection connection = BROKER.endingWithTest(BROKER.factory().createTopicConnection());
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic(TestBroker.name("news"));
        TopicPublisher publisher = session.createPublisher(topic);
        TopicSubscriber subscriber = session.createSubscriber(topic);

        connection.close();

        expectRefused(TopicConnection.class, connection);
        expectRefused(TopicSession.class, session);
        expectRefused(TopicPublisher.class, publisher);
        expectRefused(TopicSubscriber.class, subscriber);
    }

    @Test
    void shouldRefuseAllCallsOnAClosedContextAndWhatItMade() throws Exception {
        JMSContext context = BROKER.factory().createContext();
        Queue queue = context.createQueue(TestBroker.name("orders"));
        JMSProducer producer = context.createProducer();
        JMSConsumer consumer = context.createConsumer(queue);

        context.close();

        expectRefused(JMSContext.class, context);
        expectRefused(JMSConsumer.class, consumer);
        for (Method method : JMSProducer.class.getMethods()) {
            Object[] arguments = Stream.of(method.getParameterTypes())
                    .map(ClosedObjectsTest::argument)
                    .toArray();
            assertThat(failureOf(producer, method, arguments))
                    .as("%s", method)
                    .isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    void shouldGoOnWithTheMessagesOfAClosedConnectionButTheirAcknowledgement() throws JMSException {
        Connection connection = BROKER.started();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue(TestBroker.name("orders"));
        session.createProducer(queue).send(session.createTextMessage("a"));
        Message message = session.createConsumer(queue).receive(5_000);

        connection.close();

        assertThat(SendAndReceiveTest.text(message)).isEqualTo("a");
        message.clearProperties();
        message.setStringProperty("p", "v");
        assertThat(failure(message)).isInstanceOf(IllegalStateException.class);
    }

    private static Throwable failure(Message message) {
        try {
            message.acknowledge();
            return null;
        } catch (JMSException e) {
            return e;
        }
    }
}
