package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.destination.TernQueue;
import io.ternmq.client.destination.TernTopic;
import io.ternmq.management.QueueView;
import jakarta.jms.CompletionListener;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicRequestor;
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
    void shouldServeTheRequestorForQueues() throws Exception {
        QueueConnection connection = BROKER.endingWithTest(BROKER.factory().createQueueConnection());
        connection.start();
        Queue queue = new TernQueue(TestBroker.name("requests"));
        answer(queue);
        QueueSession session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueRequestor requestor = new QueueRequestor(session, queue);

        assertThat(text(requestor.request(session.createTextMessage("a")))).isEqualTo("re: a");
        assertThat(text(requestor.request(session.createTextMessage("b")))).isEqualTo("re: b");
        requestor.close();

        expectRefused(session::createTextMessage, () -> new QueueRequestor(session, queue));
        assertThatThrownBy(() -> new QueueRequestor(session, null)).isInstanceOf(InvalidDestinationException.class);
        assertThat(BROKER.broker().management().queues()).noneMatch(QueueView::temporary);
    }

    @Test
    void shouldServeTheRequestorForTopics() throws Exception {
        TopicConnection connection = BROKER.endingWithTest(BROKER.factory().createTopicConnection());
        connection.start();
        Topic topic = new TernTopic(TestBroker.name("requests"));
        answer(topic);
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicRequestor requestor = new TopicRequestor(session, topic);

        assertThat(text(requestor.request(session.createTextMessage("a")))).isEqualTo("re: a");
        assertThat(text(requestor.request(session.createTextMessage("b")))).isEqualTo("re: b");
        requestor.close();

        expectRefused(session::createTextMessage, () -> new TopicRequestor(session, topic));
        assertThatThrownBy(() -> new TopicRequestor(session, null)).isInstanceOf(InvalidDestinationException.class);
    }

    private static void answer(Destination requests) throws JMSException {
        Session serving = BROKER.started().createSession();
        MessageProducer answers = serving.createProducer(null);
        serving.createConsumer(requests)
                .setMessageListener(request -> RuntimeErrors.run(() ->
                        answers.send(request.getJMSReplyTo(), serving.createTextMessage("re: " + text(request)))));
    }

    @Test
    void shouldRefuseToSendElsewhereThanItsDestinationOrNowhere() throws JMSException {
        Session session = BROKER.connect().createSession();
        Queue queue = session.createQueue(TestBroker.name("q"));
        Destination foreign = new Destination() {};
        var own = session.createProducer(queue);
        var anonymous = session.createProducer(null);
        var message = session.createMessage();
        CompletionListener listener = new AsyncSendTest.Recorder();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> own.send(queue, message),
                () -> own.send(queue, message, 2, 4, 0),
                () -> own.send(queue, message, listener),
                () -> own.send(queue, message, 2, 4, 0, listener),
                () -> anonymous.send(message),
                () -> anonymous.send(message, 2, 4, 0),
                () -> anonymous.send(message, listener),
                () -> anonymous.send(message, 2, 4, 0, listener))) {
            assertThatThrownBy(call).isInstanceOf(UnsupportedOperationException.class);
        }
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> anonymous.send(null, message),
                () -> anonymous.send(foreign, message),
                () -> anonymous.send(foreign, message, listener),
                () -> session.createProducer(foreign),
                () -> session.createConsumer(null),
                () -> session.createConsumer(foreign),
                () -> session.createBrowser(null))) {
            assertThatThrownBy(call).isInstanceOf(InvalidDestinationException.class);
        }
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> own.send(null), () -> own.send(null, listener), () -> anonymous.send(queue, null))) {
            assertThatThrownBy(call).isInstanceOf(MessageFormatException.class);
        }
        assertThat(anonymous.getDestination()).isNull();
        assertThat(own.getDestination()).isEqualTo(queue);
    }

    @Test
    void shouldRefuseAProducersSettingsOutOfRange() throws JMSException {
        Session session = BROKER.connect().createSession();
        var producer = session.createProducer(session.createQueue(TestBroker.name("q")));
        var message = session.createMessage();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> producer.setPriority(-1),
                () -> producer.setPriority(10),
                () -> producer.setDeliveryMode(0),
                () -> producer.setDeliveryMode(3),
                () -> producer.setTimeToLive(-1),
                () -> producer.setDeliveryDelay(-1),
                () -> producer.send(message, 0, 4, 0),
                () -> producer.send(message, 2, 10, 0),
                () -> producer.send(message, 2, 4, -1))) {
            assertThatThrownBy(call).isInstanceOf(JMSException.class);
        }
        assertThat(producer.getPriority()).isEqualTo(4);
        assertThat(producer.getDeliveryMode()).isEqualTo(2);
        assertThat(producer.getTimeToLive()).isZero();
        assertThat(producer.getDeliveryDelay()).isZero();
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
