package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A received message that the program changes (3.10, 3.11.1). */
class RedeliveredMessageTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Session session;
    private MessageConsumer consumer;
    private TextMessage sent;

    @BeforeEach
    void open() throws JMSException {
        session = BROKER.started().createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = session.createQueue(TestBroker.name("orders"));
        consumer = session.createConsumer(queue);
        sent = session.createTextMessage("body");
        sent.setStringProperty("p", "value");
        sent.setJMSType("type");
        session.createProducer(queue).send(sent);
    }

    @Test
    void shouldComeAgainAsItWasSent() throws JMSException {
        TextMessage first = (TextMessage) consumer.receive(WAIT);
        first.clearBody();
        first.setText("changed");
        first.clearProperties();
        first.setStringProperty("other", "changed");
        first.setJMSType("changed");
        first.setJMSMessageID("ID:changed");

        session.recover();

        TextMessage again = (TextMessage) consumer.receive(WAIT);
        assertThat(again.getText()).isEqualTo("body");
        assertThat(again.getStringProperty("p")).isEqualTo("value");
        assertThat(again.propertyExists("other")).isFalse();
        assertThat(again.getJMSType()).isEqualTo("type");
        assertThat(again.getJMSMessageID()).isEqualTo(sent.getJMSMessageID());
        assertThat(again.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp());
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
    }

    @Test
    void shouldClearBodyAndPropertiesApart() throws JMSException {
        TextMessage got = (TextMessage) consumer.receive(WAIT);

        got.clearBody();

        assertThat(got.getText()).isNull();
        assertThat(got.getStringProperty("p")).isEqualTo("value");
        got.setText("new");
        got.clearProperties();
        assertThat(text(got)).isEqualTo("new");
        assertThat(got.propertyExists("p")).isFalse();
        assertThat(got.getJMSType()).isEqualTo("type");
    }
}
