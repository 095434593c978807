package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What selectors see of messages that were sent (3.8.1). */
class SelectorHeaderTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Session session;
    private Queue queue;
    private Message full;

    @BeforeEach
    void open() throws JMSException {
        session = BROKER.started().createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        full = session.createMessage();
        full.setJMSCorrelationID("c-1");
        full.setJMSType("order");
        full.setStringProperty("NumberOfOrders", "2");
        full.setBooleanProperty("t", true);
        full.setBooleanProperty("f", false);
        session.createProducer(queue).send(full, DeliveryMode.NON_PERSISTENT, 7, 0);
    }

    private boolean matches(String selector) throws JMSException {
        try (QueueBrowser browser = session.createBrowser(queue, selector)) {
            return browser.getEnumeration().hasMoreElements();
        }
    }

    @Test
    void shouldSelectByEachHeaderFieldThatIsAllowed() throws JMSException {
        assertThat(matches("JMSMessageID = '" + full.getJMSMessageID() + "'")).isTrue();
        assertThat(matches("JMSMessageID = 'ID:other'")).isFalse();
        assertThat(matches("JMSTimestamp = " + full.getJMSTimestamp())).isTrue();
        assertThat(matches("JMSTimestamp > " + full.getJMSTimestamp())).isFalse();
        assertThat(matches("JMSCorrelationID = 'c-1' AND JMSType = 'order'")).isTrue();
        assertThat(matches("JMSPriority = 7")).isTrue();
        assertThat(matches("JMSPriority < 7")).isFalse();
        assertThat(matches("JMSDeliveryMode = 'NON_PERSISTENT'")).isTrue();
        assertThat(matches("JMSDeliveryMode = 'PERSISTENT'")).isFalse();
    }

    @Test
    void shouldTakeHeaderFieldsThatAreNotThereForNull() throws JMSException {
        var producer = session.createProducer(queue);
        producer.setDisableMessageID(true);
        producer.send(session.createMessage());

        assertThat(matches("JMSMessageID IS NULL AND JMSCorrelationID IS NULL AND JMSType IS NULL"))
                .isTrue();
        assertThat(matches("JMSMessageID IS NOT NULL AND JMSCorrelationID IS NOT NULL AND JMSType IS NOT NULL"))
                .isTrue();
        assertThat(matches("JMSType IS NULL AND JMSType <> 'order'")).isFalse();
    }

    @Test
    void shouldNotSeeTheBody() throws JMSException {
        Queue maps = session.createQueue(TestBroker.name("maps"));
        MapMessage map = session.createMapMessage();
        map.setInt("n", 1);
        session.createProducer(maps).send(map);

        assertThat(session.createBrowser(maps, "n = 1").getEnumeration().hasMoreElements())
                .isFalse();
        assertThat(session.createBrowser(maps, "n IS NULL").getEnumeration().hasMoreElements())
                .isTrue();
    }

    @Test
    void shouldNotConvertTypes() throws JMSException {
        assertThat(matches("NumberOfOrders > 1")).isFalse();
        assertThat(matches("NumberOfOrders = '2'")).isTrue();
        assertThat(full.getIntProperty("NumberOfOrders")).isEqualTo(2);
    }

    @Test
    void shouldTakeWhatIsSetAtReceiptForAbsent() throws JMSException {
        assertThat(matches("JMSXDeliveryCount >= 0")).isFalse();
        assertThat(matches("JMSXDeliveryCount IS NULL AND JMSXRcvTimestamp IS NULL"))
                .isTrue();
    }

    @Test
    void shouldTakeLongIdentifiers() throws JMSException {
        String name = "p".repeat(5_000);
        Message message = session.createMessage();
        message.setIntProperty(name, 1);
        session.createProducer(queue).send(message);

        assertThat(matches(name + " = 1")).isTrue();
        assertThat(matches(name + "q = 1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"t /* all */ = TRUE", "t = TRUE -- all", "t = TRUE // all", "t = TRUE # all"})
    void shouldKnowNoComments(String selector) {
        assertThatThrownBy(() -> matches(selector)).isInstanceOf(InvalidSelectorException.class);
    }

    /** Each cell: the operands are t, f and u, which is not set; the result is true, false or unknown. */
    @ParameterizedTest
    @CsvSource({
        "t AND t,T", "t AND f,F", "t AND u,U", "f AND t,F", "f AND f,F", "f AND u,F", "u AND t,U", "u AND f,F",
                "u AND u,U",
        "t OR t,T", "t OR f,T", "t OR u,T", "f OR t,T", "f OR f,F", "f OR u,U", "u OR t,T", "u OR f,U", "u OR u,U",
        "NOT t,F", "NOT f,T", "NOT u,U"
    })
    void shouldFollowTheTablesOfThreeTruthValues(String expression, char result) throws JMSException {
        assertThat(matches(expression)).isEqualTo(result == 'T');
        assertThat(matches("NOT (" + expression + ")")).isEqualTo(result == 'F');
    }
}
