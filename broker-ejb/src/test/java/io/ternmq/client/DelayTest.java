package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom delayed messages reach (7.9). */
class DelayTest {

    private static final long WAIT = 5_000;
    private static final long DELAY = 1_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    @Test
    void shouldGoToTheSubscriptionsOfTheTimeOfTheSend() throws JMSException {
        Session session = BROKER.started().createSession();
        Topic topic = session.createTopic(TestBroker.name("news"));
        MessageConsumer early = session.createConsumer(topic);
        String durable = TestBroker.name("s");
        session.createSharedDurableConsumer(topic, durable).close();
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryDelay(DELAY);
        Message sent = session.createTextMessage("a");
        producer.send(sent);
        MessageConsumer late = session.createConsumer(topic);

        assertThat(text(early.receive(WAIT))).isEqualTo("a");
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(sent.getJMSDeliveryTime());
        assertThat(text(session.createSharedDurableConsumer(topic, durable).receive(WAIT)))
                .isEqualTo("a");
        assertThat(late.receiveNoWait()).isNull();
    }
}
