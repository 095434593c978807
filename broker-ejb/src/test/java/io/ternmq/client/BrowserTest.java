package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserTest {

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

    private void send(int count) throws JMSException {
        for (int i = 0; i < count; i++) {
            Message message = session.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            producer.send(message);
        }
    }

    private static List<String> all(QueueBrowser browser) throws JMSException {
        List<String> texts = new ArrayList<>();
        Enumeration<?> messages = browser.getEnumeration();
        while (messages.hasMoreElements()) {
            texts.add(text((Message) messages.nextElement()));
        }
        assertThatThrownBy(messages::nextElement).isInstanceOf(NoSuchElementException.class);
        return texts;
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 1_000})
    void shouldShowAllInOrderAndTakeNothing(int count) throws JMSException {
        send(count);
        QueueBrowser browser = session.createBrowser(queue);

        assertThat(all(browser)).isEqualTo(texts(0, count));
        assertThat(all(browser)).isEqualTo(texts(0, count));

        browser.close();
        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < count; i++) {
            Message message = consumer.receive(WAIT);
            assertThat(text(message)).isEqualTo("m" + i);
            assertThat(message.getJMSRedelivered()).isFalse();
        }
    }

    @Test
    void shouldShowWhatTheSelectorMatches() throws JMSException {
        send(20);

        QueueBrowser browser = session.createBrowser(queue, "n >= 15");

        assertThat(all(browser)).isEqualTo(texts(15, 20));
        assertThat(browser.getMessageSelector()).isEqualTo("n >= 15");
        assertThat(all(session.createBrowser(queue, ""))).hasSize(20);
    }

    @Test
    void shouldRefuseABadSelectorAtOnce() {
        assertThatThrownBy(() -> session.createBrowser(queue, "n >")).isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void shouldNotShowExpiredAndDelayedMessages() throws JMSException {
        send(2);
        producer.send(session.createTextMessage("short"), DeliveryMode.PERSISTENT, 4, 50);
        producer.setDeliveryDelay(60_000);
        producer.send(session.createTextMessage("delayed"));
        Awaitility.await().pollDelay(Duration.ofMillis(100)).until(() -> true);

        assertThat(all(session.createBrowser(queue))).isEqualTo(texts(0, 2));
    }

    @Test
    void shouldBrowseInASessionThatIsRolledBack() throws JMSException {
        send(300);
        Session transacted = BROKER.started().createSession(true, 0);
        Enumeration<?> messages = transacted.createBrowser(queue).getEnumeration();
        assertThat(text((Message) messages.nextElement())).isEqualTo("m0");
        transacted.createProducer(queue).send(transacted.createMessage());

        transacted.rollback();

        int more = 0;
        while (messages.hasMoreElements()) {
            messages.nextElement();
            more++;
        }
        assertThat(more).isEqualTo(299);
    }

    @Test
    void shouldRefuseUseOnceClosed() throws JMSException {
        QueueBrowser browser = session.createBrowser(queue);
        browser.close();
        browser.close();

        assertThatThrownBy(browser::getEnumeration).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTakeNothingFromConsumersWhileItIsRead() throws JMSException {
        send(20);
        producer.send(session.createTextMessage("expired"), DeliveryMode.PERSISTENT, 4, 1);
        producer.setDeliveryDelay(60_000);
        producer.send(session.createTextMessage("delayed"));
        Session browsing = BROKER.started().createSession();
        Enumeration<?> messages = browsing.createBrowser(queue).getEnumeration();
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            shown.add(text((Message) messages.nextElement()));
        }

        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 20; i++) {
            Message message = consumer.receive(WAIT);
            assertThat(text(message)).isEqualTo("m" + i);
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        }
        while (messages.hasMoreElements()) {
            shown.add(text((Message) messages.nextElement()));
        }

        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(shown).startsWith("m0", "m1", "m2", "m3", "m4").doesNotContain("expired", "delayed");
    }

    @Test
    void shouldShowWhatMatchesWhileAnotherSessionHoldsSome() throws JMSException {
        send(10);
        Session holding = BROKER.started().createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = holding.createConsumer(queue, "n < 3");
        for (int i = 0; i < 3; i++) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo("m" + i);
        }

        assertThat(all(session.createBrowser(queue, "n >= 2"))).containsAll(texts(3, 10));

        holding.recover();
        for (int i = 0; i < 3; i++) {
            assertThat(consumer.receive(WAIT).getIntProperty("JMSXDeliveryCount"))
                    .as("browsing does not count")
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldFailInOneLineOnceItsConnectionIsLost() throws Exception {
        send(500);
        Relay relay = new Relay(BROKER.port());
        TernConnectionFactory factory = new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port());
        Session lost = BROKER.endingWithTest(factory.createConnection()).createSession();
        Enumeration<?> messages = lost.createBrowser(queue).getEnumeration();
        for (int i = 0; i < 5; i++) {
            messages.nextElement();
        }
        relay.cut();

        assertThatThrownBy(() -> {
                    while (messages.hasMoreElements()) {
                        messages.nextElement();
                    }
                })
                .isInstanceOf(RuntimeException.class)
                .hasMessageNotContaining("\n");
        relay.close();
        assertThat(all(session.createBrowser(queue))).isEqualTo(texts(0, 500));
    }
}
