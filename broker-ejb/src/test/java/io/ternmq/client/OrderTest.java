package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In which order messages come, and what an acknowledgement takes in (4.1.2, 6.2.9, 6.2.10). */
class OrderTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Session session;
    private Queue queue;
    private MessageProducer producer;

    @BeforeEach
    void open() throws JMSException {
        session = BROKER.started().createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        producer = session.createProducer(queue);
    }

    private static void expect(MessageConsumer consumer, String... texts) throws JMSException {
        for (String text : texts) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo(text);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldKeepTheOrderOfWhatASelectorTakes() throws JMSException {
        for (int i = 0; i < 200; i++) {
            Message message = session.createTextMessage("m" + i);
            message.setIntProperty("odd", i % 2);
            producer.send(message);
        }
        MessageConsumer odd = session.createConsumer(queue, "odd = 1");
        MessageConsumer even = session.createConsumer(queue, "odd = 0");

        for (int i = 0; i < 200; i += 2) {
            assertThat(text(even.receive(WAIT))).isEqualTo("m" + i);
            assertThat(text(odd.receive(WAIT))).isEqualTo("m" + (i + 1));
        }
    }

    @Test
    void shouldLeaveOnTheQueueWhatNoSelectorWants() throws JMSException {
        for (int n = 1; n <= 3; n++) {
            Message message = session.createTextMessage("m" + n);
            message.setIntProperty("n", n);
            producer.send(message);
        }

        MessageConsumer choosy = session.createConsumer(queue, "n = 2");
        expect(choosy, "m2");

        assertThat(BROKER.depth(queue.getQueueName())).isGreaterThanOrEqualTo(2);
        expect(session.createConsumer(queue), "m1", "m3");
    }

    @Test
    void shouldKeepTheOrderOfSessionsWhoseSendsFollowEachOther() throws JMSException {
        Session other = BROKER.connect().createSession();
        MessageProducer second = other.createProducer(queue);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            (i % 2 == 0 ? producer : second).send(message);
            sent.add(message.getText());
        }

        expect(session.createConsumer(queue), sent.toArray(String[]::new));
    }

    @Test
    void shouldDeliverByDeliveryTime() throws JMSException {
        producer.setDeliveryDelay(300);
        producer.send(session.createTextMessage("later"));
        producer.setDeliveryDelay(0);
        producer.send(session.createTextMessage("now"));

        expect(session.createConsumer(queue), "now");
        assertThat(text(session.createConsumer(queue).receive(WAIT))).isEqualTo("later");
    }

    @Test
    void shouldKeepTheOrderWithinEachDeliveryMode() throws JMSException {
        for (int i = 0; i < 200; i++) {
            int mode = i % 3 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
            producer.send(session.createTextMessage("" + i), mode, 4, 0);
        }
        MessageConsumer consumer = session.createConsumer(queue);

        List<Integer> persistent = new ArrayList<>();
        List<Integer> passing = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Message got = consumer.receive(WAIT);
            (got.getJMSDeliveryMode() == DeliveryMode.PERSISTENT ? persistent : passing)
                    .add(Integer.parseInt(text(got)));
        }

        assertThat(persistent).hasSize(67).isSorted();
        assertThat(passing).hasSize(133).isSorted();
    }

    @Test
    void shouldAcknowledgeAcrossTheConsumersOfASession() throws JMSException {
        Queue second = session.createQueue(TestBroker.name("orders"));
        producer.send(session.createTextMessage("a1"));
        producer.send(session.createTextMessage("a2"));
        session.createProducer(second).send(session.createTextMessage("b1"));
        Session client = BROKER.started().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer one = client.createConsumer(queue);
        MessageConsumer two = client.createConsumer(second);
        assertThat(text(one.receive(WAIT))).isEqualTo("a1");
        Message last = two.receive(WAIT);

        last.acknowledge();

        assertThat(BROKER.depth(queue.getQueueName())).isOne();
        assertThat(BROKER.depth(second.getQueueName())).isZero();
        client.recover();
        assertThat(AcknowledgementTest.describe(one.receive(WAIT))).isEqualTo("a2/1");
        assertThat(two.receiveNoWait()).isNull();
    }

    @Test
    void shouldLetAHigherPriorityComeFirstAfterARecover() throws JMSException {
        Session client = BROKER.started().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createConsumer(queue);
        producer.send(session.createTextMessage("usual"));
        assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("usual/1");
        producer.send(session.createTextMessage("urgent"), DeliveryMode.PERSISTENT, 9, 0);

        client.recover();

        assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("urgent/1");
        assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("usual/2");
    }
}
