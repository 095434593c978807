package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That all that can be closed is closed at the end of its block (6.1.8, 6.2.15, 8.8). */
class TryWithResourcesTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private static void awaitNoConnection() {
        Awaitility.await()
                .until(() -> BROKER.broker().management().connections().isEmpty());
    }

    @Test
    void shouldCloseConnectionsOfEachKind() throws JMSException {
        List<Connection> used = new ArrayList<>();
        try (Connection any = BROKER.factory().createConnection();
                QueueConnection queues = BROKER.factory().createQueueConnection();
                TopicConnection topics = BROKER.factory().createTopicConnection()) {
            used.addAll(List.of(any, queues, topics));
        }

        for (Connection each : used) {
            assertThatThrownBy(each::createSession).isInstanceOf(IllegalStateException.class);
        }
        awaitNoConnection();
    }

    @Test
    void shouldCloseContexts() {
        JMSContext used;
        JMSConsumer consumer;
        try (JMSContext context = BROKER.factory().createContext();
                JMSConsumer own = context.createConsumer(context.createQueue("q"))) {
            used = context;
            consumer = own;
        }

        assertThatThrownBy(used::createMessage).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(consumer::receiveNoWait).isInstanceOf(IllegalStateRuntimeException.class);
        awaitNoConnection();
    }

    @Test
    void shouldCloseSessionsOfEachKind() throws JMSException {
        List<Session> used = new ArrayList<>();
        QueueConnection queueConnection = BROKER.endingWithTest(BROKER.factory().createQueueConnection());
        TopicConnection topicConnection = BROKER.endingWithTest(BROKER.factory().createTopicConnection());
        try (Session any = BROKER.connect().createSession();
                QueueSession queues = queueConnection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
                TopicSession topics = topicConnection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE)) {
            used.addAll(List.of(any, queues, topics));
        }

        for (Session each : used) {
            assertThatThrownBy(each::createMessage).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldCloseProducersConsumersAndBrowsers() throws JMSException {
        Session session = BROKER.started().createSession();
        Queue queue = session.createQueue(TestBroker.name("q"));
        MessageProducer sent;
        MessageConsumer received;
        QueueBrowser browsed;
        try (MessageProducer producer = session.createProducer(queue);
                MessageConsumer consumer = session.createConsumer(queue);
                QueueBrowser browser = session.createBrowser(queue)) {
            sent = producer;
            received = consumer;
            browsed = browser;
        }

        assertThatThrownBy(sent::getDestination).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(received::receiveNoWait).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(browsed::getEnumeration).isInstanceOf(IllegalStateException.class);
        assertThat(session.createConsumer(queue).receiveNoWait()).isNull();
    }
}
