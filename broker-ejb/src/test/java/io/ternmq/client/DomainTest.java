package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionMetaData;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The interfaces for queues alone and for topics alone, and what a connection says of itself. */
class DomainTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private static void expectRefused(ThrowingCallable... calls) {
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldServeQueuesAlone() throws JMSException {
        QueueConnection connection = BROKER.endingWithTest(BROKER.factory().createQueueConnection());
        connection.start();
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue(TestBroker.name("q"));
        session.createSender(queue).send(session.createTextMessage("a"));
        session.createSender(null).send(queue, session.createTextMessage("b"));

        QueueReceiver receiver = session.createReceiver(queue);

        assertThat(receiver.getQueue()).isEqualTo(queue);
        assertThat(text(receiver.receive(WAIT))).isEqualTo("a");
        assertThat(text(receiver.receive(WAIT))).isEqualTo("b");
    }

    @Test
    void shouldRefuseTopicsInAQueueSession() throws JMSException {
        QueueConnection connection = BROKER.endingWithTest(BROKER.factory().createQueueConnection());
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = BROKER.connect().createSession().createTopic("t");

        expectRefused(
                () -> session.createTopic("t"),
                session::createTemporaryTopic,
                () -> session.createDurableSubscriber(topic, "n"),
                () -> session.createDurableConsumer(topic, "n"),
                () -> session.createSharedConsumer(topic, "n"),
                () -> session.createSharedDurableConsumer(topic, "n"),
                () -> session.unsubscribe("n"),
                () -> connection.createDurableConnectionConsumer(topic, "n", null, null, 1));
    }

    @Test
    void shouldServeTopicsAlone() throws JMSException {
        TopicConnection connection = BROKER.endingWithTest(BROKER.factory().createTopicConnection());
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = session.createTopic(TestBroker.name("t"));
        TopicSubscriber subscriber = session.createSubscriber(topic);

        session.createPublisher(topic).publish(session.createTextMessage("a"));
        session.createPublisher(null).publish(topic, session.createTextMessage("b"));

        assertThat(subscriber.getTopic()).isEqualTo(topic);
        assertThat(subscriber.getNoLocal()).isFalse();
        assertThat(text(subscriber.receive(WAIT))).isEqualTo("a");
        assertThat(text(subscriber.receive(WAIT))).isEqualTo("b");
    }

    @Test
    void shouldRefuseQueuesInATopicSession() throws JMSException {
        TopicConnection connection = BROKER.endingWithTest(BROKER.factory().createTopicConnection());
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = BROKER.connect().createSession().createQueue("q");

        expectRefused(
                () -> session.createQueue("q"), session::createTemporaryQueue, () -> session.createBrowser(queue));
    }

    @Test
    void shouldKnowItsModes() throws JMSException {
        var connection = BROKER.connect();

        assertThat(connection.createSession().getAcknowledgeMode()).isEqualTo(Session.AUTO_ACKNOWLEDGE);
        assertThat(connection.createSession(true, Session.CLIENT_ACKNOWLEDGE).getTransacted())
                .isTrue();
        assertThat(connection.createSession(true, 0).getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
        assertThat(connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE).getAcknowledgeMode())
                .isEqualTo(Session.DUPS_OK_ACKNOWLEDGE);
        assertThatThrownBy(() -> connection.createSession(false, 0)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createSession(99)).isInstanceOf(JMSException.class);
    }

    @Test
    void shouldSayWhatItIs() throws JMSException {
        ConnectionMetaData data = BROKER.connect().getMetaData();

        assertThat(data.getJMSVersion()).isEqualTo("3.1");
        assertThat(data.getJMSMajorVersion()).isEqualTo(3);
        assertThat(data.getJMSMinorVersion()).isEqualTo(1);
        assertThat(data.getJMSProviderName()).isEqualTo("Tern");
        assertThat(data.getProviderVersion())
                .startsWith(data.getProviderMajorVersion() + "." + data.getProviderMinorVersion());
        assertThat((List<?>) Collections.list(data.getJMSXPropertyNames()))
                .asList()
                .contains("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");
    }
}
