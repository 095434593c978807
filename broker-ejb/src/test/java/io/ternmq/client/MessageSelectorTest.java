package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors from the client's call to the delivery (3.8). */
class MessageSelectorTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Session session;
    private Queue queue;
    private Topic topic;

    @BeforeEach
    void open() throws JMSException {
        Connection connection = BROKER.connect();
        connection.setClientID(TestBroker.name("client"));
        connection.start();
        session = connection.createSession();
        queue = session.createQueue(TestBroker.name("q"));
        topic = session.createTopic(TestBroker.name("t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a = 'x' AND ( OR ))",
                "a = 1 AMD b = 2",
                "a = b c AND d = 'x'",
                "a = 'x",
                "(a = 1",
                "a IN ()",
                "a LIKE 'x' ESCAPE 'ab'",
                "a BETWEEN 1",
                "AND = 1",
                "1 =",
                "i =< 255",
                "i = 09",
                "i = 99999999999999999999",
                " "
            })
    void shouldRefuseABadSelectorWhereverItIsGivenAndLeaveNothingBehind(String bad) throws JMSException {
        MessageConsumer healthy = session.createConsumer(topic);
        session.createConsumer(queue).close();
        int before = subscriptions();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> session.createConsumer(topic, bad),
                () -> session.createConsumer(topic, bad, true),
                () -> session.createConsumer(queue, bad),
                () -> session.createBrowser(queue, bad),
                () -> session.createDurableConsumer(topic, "d", bad, false),
                () -> session.createDurableSubscriber(topic, "d", bad, false),
                () -> session.createSharedConsumer(topic, "s", bad),
                () -> session.createSharedDurableConsumer(topic, "sd", bad))) {
            assertThatThrownBy(call)
                    .isInstanceOf(InvalidSelectorException.class)
                    .hasMessageContaining("column ");
        }
        try (JMSContext context = BROKER.factory().createContext()) {
            assertThatThrownBy(() -> context.createConsumer(topic, bad))
                    .isInstanceOf(InvalidSelectorRuntimeException.class);
            assertThatThrownBy(() -> context.createBrowser(queue, bad))
                    .isInstanceOf(InvalidSelectorRuntimeException.class);
            assertThatThrownBy(() -> context.createSharedDurableConsumer(topic, "sd", bad))
                    .isInstanceOf(InvalidSelectorRuntimeException.class);
        }

        assertThat(subscriptions()).isEqualTo(before);
        session.createProducer(topic).send(session.createTextMessage("a"));
        assertThat(((TextMessage) healthy.receive(WAIT)).getText()).isEqualTo("a");
    }

    private int subscriptions() {
        return BROKER.broker().management().topics().stream()
                .mapToInt(view -> view.subscriptions().size())
                .sum();
    }

    @Test
    void shouldKeepASubscriptionWhoseNewSelectorIsBad() throws JMSException {
        session.createDurableConsumer(topic, "d").close();
        session.createProducer(topic).send(session.createTextMessage("a"));

        assertThatThrownBy(() -> session.createDurableConsumer(topic, "d", "a =", false))
                .isInstanceOf(InvalidSelectorException.class);

        MessageConsumer again = session.createDurableConsumer(topic, "d");
        assertThat(((TextMessage) again.receive(WAIT)).getText()).isEqualTo("a");
    }

    @Test
    void shouldSelectByHeaderFields() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        Message sent = session.createMessage();
        sent.setJMSType("order");
        sent.setJMSCorrelationID("c-1");
        long before = System.currentTimeMillis();
        producer.send(sent, DeliveryMode.PERSISTENT, 7, 0);

        for (String matching : List.of(
                "JMSMessageID = '" + sent.getJMSMessageID() + "'",
                "JMSCorrelationID = 'c-1'",
                "JMSType = 'order'",
                "JMSPriority > 6",
                "JMSDeliveryMode = 'PERSISTENT'",
                "JMSTimestamp >= " + before,
                "JMSXGroupID IS NULL")) {
            assertThat(isSelected(matching)).as(matching).isTrue();
        }
        for (String other : List.of("jmstype = 'order'", "JMSType = 'Order'")) {
            assertThat(isSelected(other)).as(other).isFalse();
        }
    }

    @Test
    void shouldSelectByCorrelationBytesAsTheTextThatTheyRead() throws JMSException {
        Message sent = session.createMessage();
        sent.setJMSCorrelationIDAsBytes(new byte[] {'c', '-', '1'});
        session.createProducer(queue).send(sent);

        assertThat(isSelected("JMSCorrelationID = 'c-1'")).isTrue();
        assertThat(isSelected("JMSCorrelationID IS NULL")).isFalse();
    }

    @Test
    void shouldTakeHeaderFieldsThatAreDisabledAsNull() throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDisableMessageID(true);
        producer.send(session.createMessage());

        assertThat(isSelected("JMSMessageID IS NULL AND JMSCorrelationID IS NULL AND JMSType IS NULL"))
                .isTrue();
    }

    @Test
    void shouldTakeAPropertySetToNullAsNull() throws JMSException {
        Message sent = session.createMessage();
        sent.setStringProperty("a", null);
        sent.setObjectProperty("b", null);
        session.createProducer(queue).send(sent);

        Message got = session.createConsumer(queue, "a IS NULL AND b IS NULL").receive(WAIT);

        assertThat(got.getStringProperty("a")).isNull();
        assertThat(got.getObjectProperty("a")).isNull();
        assertThat(got.getBooleanProperty("a")).isFalse();
        assertThatThrownBy(() -> got.getIntProperty("a")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> got.getFloatProperty("a")).isInstanceOf(NullPointerException.class);
    }

    /** Receives in a transaction that is rolled back, so that the message stays. */
    private boolean isSelected(String selector) throws JMSException {
        Session transacted = BROKER.started().createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue, selector);
        boolean selected = consumer.receiveNoWait() != null;
        transacted.rollback();
        consumer.close();
        return selected;
    }
}
