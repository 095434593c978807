package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.config.BrokerConfig.Limits;
import io.ternmq.management.ConnectionView;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SizeLimitTest {

    private static final int LIMIT = 1024 * 1024;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(
            config -> config.withLimits(new Limits(LIMIT, Limits.DEFAULT.connections())), UnaryOperator.identity());

    private Connection connection;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        queue = connection.createSession().createQueue(TestBroker.name("orders"));
    }

    private static BytesMessage bytes(Session session, int size) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(new byte[size]);
        return message;
    }

    @Test
    void shouldRefuseALargeMessageByNamingTheLimitAndGoOn() throws JMSException {
        var before = BROKER.broker().management().connections();
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);

        assertThatThrownBy(() -> producer.send(bytes(session, 5 * LIMIT)))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(Integer.toString(LIMIT));

        producer.send(bytes(session, 1024));
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(1);
        assertThat(BROKER.broker().management().connections())
                .extracting(ConnectionView::id)
                .isEqualTo(before.stream().map(ConnectionView::id).toList());
    }

    @Test
    void shouldTakeAMessageJustBelowTheLimit() throws JMSException {
        Session session = connection.createSession();

        session.createProducer(queue).send(bytes(session, LIMIT - 4_000));

        BytesMessage got = (BytesMessage) session.createConsumer(queue).receive(5_000);
        assertThat(got.getBodyLength()).isEqualTo(LIMIT - 4_000);
    }

    @Test
    void shouldRefuseNamesAndSelectorsThatNoFrameCarriesAndGoOn() throws JMSException {
        String huge = "x".repeat(LIMIT);
        Connection other = BROKER.connect();
        assertThatThrownBy(() -> other.setClientID(huge)).isInstanceOf(InvalidClientIDException.class);
        Session session = connection.createSession();
        Topic topic = session.createTopic(TestBroker.name("news"));

        assertThatThrownBy(() -> session.createSharedConsumer(topic, huge)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.unsubscribe(huge)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createConsumer(queue, "a = 'b' OR a = '" + huge + "'"))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createBrowser(queue, "(".repeat(20_000) + "a = 1" + ")".repeat(20_000)))
                .isInstanceOf(InvalidSelectorException.class);

        session.createProducer(queue).send(session.createMessage());
        assertThat(session.createConsumer(queue).receive(5_000)).isNotNull();
    }

    @Test
    void shouldRefuseInATransactionAtTheSend() throws JMSException {
        Session session = connection.createSession(true, 0);
        MessageProducer producer = session.createProducer(queue);

        assertThatThrownBy(() -> producer.send(bytes(session, 5 * LIMIT))).isInstanceOf(JMSException.class);

        producer.send(bytes(session, 1024));
        session.commit();
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnAsynchronousSendAtTheCall() throws JMSException {
        Session session = connection.createSession();
        AtomicInteger calls = new AtomicInteger();
        CompletionListener listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                calls.incrementAndGet();
            }

            @Override
            public void onException(Message message, Exception exception) {
                calls.incrementAndGet();
            }
        };

        assertThatThrownBy(() -> session.createProducer(queue).send(bytes(session, 5 * LIMIT), listener))
                .isInstanceOf(JMSException.class);

        session.close();
        assertThat(calls).hasValue(0);
    }
}
