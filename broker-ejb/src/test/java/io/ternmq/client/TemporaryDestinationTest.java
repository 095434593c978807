package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.management.QueueView;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TemporaryDestinationTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Session session;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        session = connection.createSession();
    }

    private static long temporaries() {
        return BROKER.broker().management().queues().stream()
                .filter(QueueView::temporary)
                .count();
    }

    @Test
    void shouldOutliveTheSessionThatMadeIt() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        session.close();

        queue.delete();

        assertThat(temporaries()).isZero();
    }

    @Test
    void shouldRefuseToBeDeletedWhileConsumed() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageConsumer consumer = session.createConsumer(queue);

        assertThatThrownBy(queue::delete).isInstanceOf(JMSException.class);

        consumer.close();
        queue.delete();
    }

    @Test
    void shouldEndWithItsConnection() throws JMSException {
        TemporaryQueue last = null;
        for (int i = 0; i < 1_000; i++) {
            last = session.createTemporaryQueue();
        }
        session.createConsumer(last);
        TemporaryTopic topic = session.createTemporaryTopic();
        session.createConsumer(topic);
        assertThat(temporaries()).isEqualTo(1_000);

        connection.close();

        Awaitility.await().until(() -> temporaries() == 0);
        assertThatThrownBy(last::delete).isInstanceOf(JMSException.class);
        assertThatThrownBy(topic::delete).isInstanceOf(JMSException.class);
    }

    @Test
    void shouldBeConsumedByItsOwnConnectionOnly() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        Session other = BROKER.started().createSession();

        assertThatThrownBy(() -> other.createConsumer(queue)).isInstanceOf(InvalidDestinationException.class);

        other.createProducer(queue).send(other.createTextMessage("a"));
        assertThat(text(session.createConsumer(queue).receive(WAIT))).isEqualTo("a");
    }

    @Test
    void shouldRefuseSendsOnceDeleted() throws JMSException {
        TemporaryQueue queue = session.createTemporaryQueue();
        MessageProducer producer = session.createProducer(queue);
        producer.send(session.createMessage());

        queue.delete();

        assertThatThrownBy(() -> producer.send(session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldCarryAnswersToRequests() throws JMSException {
        Queue requests = session.createQueue(TestBroker.name("requests"));
        Session serving = BROKER.started().createSession();
        MessageProducer answers = serving.createProducer(null);
        serving.createConsumer(requests).setMessageListener(request -> {
            try {
                Message answer = serving.createTextMessage("re: " + text(request));
                answer.setJMSCorrelationID(request.getJMSMessageID());
                answers.send(request.getJMSReplyTo(), answer);
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        TemporaryQueue mine = session.createTemporaryQueue();
        MessageConsumer replies = session.createConsumer(mine);
        MessageProducer producer = session.createProducer(requests);
        for (int i = 0; i < 50; i++) {
            Message request = session.createTextMessage("r" + i);
            request.setJMSReplyTo(mine);
            producer.send(request);

            Message answer = replies.receive(WAIT);

            assertThat(text(answer)).isEqualTo("re: r" + i);
            assertThat(answer.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
        }
    }

    @Test
    void shouldLetEachSessionOfTheConnectionConsume() throws JMSException {
        Session second = connection.createSession();
        TemporaryQueue queue = session.createTemporaryQueue();
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer ofQueue = second.createConsumer(queue);
        MessageConsumer ofTopic = second.createConsumer(topic);

        session.createProducer(queue).send(session.createTextMessage("a"));
        session.createProducer(topic).send(session.createTextMessage("b"));

        assertThat(text(ofQueue.receive(WAIT))).isEqualTo("a");
        assertThat(text(ofTopic.receive(WAIT))).isEqualTo("b");
    }

    @Test
    void shouldLetNobodyElseConsumeFromATemporaryTopic() throws JMSException {
        TemporaryTopic topic = session.createTemporaryTopic();
        MessageConsumer own = session.createConsumer(topic);
        Session other = BROKER.started().createSession();

        assertThatThrownBy(() -> other.createConsumer(topic)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> other.createSharedConsumer(topic, "s"))
                .isInstanceOf(InvalidDestinationException.class);

        other.createProducer(topic).send(other.createTextMessage("a"));
        assertThat(text(own.receive(WAIT))).isEqualTo("a");
    }

    @Test
    void shouldMakeEachOneUnique() throws JMSException {
        Session other = BROKER.connect().createSession();

        assertThat(List.of(
                        session.createTemporaryQueue().getQueueName(),
                        session.createTemporaryQueue().getQueueName(),
                        other.createTemporaryQueue().getQueueName(),
                        session.createTemporaryTopic().getTopicName(),
                        session.createTemporaryTopic().getTopicName(),
                        other.createTemporaryTopic().getTopicName()))
                .doesNotHaveDuplicates();
    }
}
