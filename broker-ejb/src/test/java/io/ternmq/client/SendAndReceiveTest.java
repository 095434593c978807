package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendAndReceiveTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Session session;
    private Queue queue;
    private MessageProducer producer;
    private MessageConsumer consumer;

    @BeforeEach
    void open() throws JMSException {
        session = BROKER.started().createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        producer = session.createProducer(queue);
        consumer = session.createConsumer(queue);
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    void shouldDeliverInTheOrderOfTheSends(int mode) throws JMSException {
        producer.setDeliveryMode(mode);
        for (int i = 0; i < 500; i++) {
            producer.send(session.createTextMessage("text " + i));
        }

        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            texts.add(((TextMessage) consumer.receive(WAIT)).getText());
        }

        assertThat(texts).hasSize(500).element(499).isEqualTo("text 499");
        assertThat(texts)
                .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 500)
                        .mapToObj(i -> "text " + i)
                        .toList());
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 0);
    }

    @Test
    void shouldGiveWithoutWaitWhatWasSentBefore() throws JMSException {
        producer.send(session.createTextMessage("a"));
        producer.send(session.createTextMessage("b"));

        assertThat(text(consumer.receiveNoWait())).isEqualTo("a");
        assertThat(text(consumer.receiveNoWait())).isEqualTo("b");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receiveNoWait()).isNull();

        producer.send(session.createTextMessage("c"));

        assertThat(text(consumer.receiveNoWait())).isEqualTo("c");
    }

    @Test
    void shouldFindAMessageWithinOneMillisecond() throws JMSException {
        for (int i = 0; i < 100; i++) {
            producer.send(session.createTextMessage("m" + i));
            assertThat(text(consumer.receive(1))).isEqualTo("m" + i);
        }
    }

    @Test
    void shouldReturnNullOnceTheTimeIsOver() throws JMSException {
        long before = System.nanoTime();

        assertThat(consumer.receive(200)).isNull();

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isBetween(200L, 2_000L);
    }

    @Test
    void shouldNotHoardMessagesForAConsumerThatDoesNotAsk() throws JMSException {
        for (int i = 0; i < 10; i++) {
            producer.send(session.createTextMessage("m" + i));
        }

        MessageConsumer other = session.createConsumer(queue);

        for (int i = 0; i < 10; i++) {
            assertThat(text(other.receive(WAIT))).isEqualTo("m" + i);
        }
    }

    @Test
    void shouldCarryTextBodies() throws JMSException {
        producer.send(session.createTextMessage("žluť 🐦"));
        producer.send(session.createTextMessage(""));
        producer.send(session.createTextMessage());

        assertThat(text(consumer.receive(WAIT))).isEqualTo("žluť 🐦");
        assertThat(text(consumer.receive(WAIT))).isEmpty();
        assertThat(text(consumer.receive(WAIT))).isNull();
    }

    @Test
    void shouldCarryBytesBodies() throws JMSException {
        BytesMessage sent = session.createBytesMessage();
        sent.writeInt(42);
        sent.writeUTF("tern");
        producer.send(sent);

        BytesMessage got = (BytesMessage) consumer.receive(WAIT);

        assertThat(got.getBodyLength()).isEqualTo(10);
        assertThat(got.readInt()).isEqualTo(42);
        assertThat(got.readUTF()).isEqualTo("tern");
    }

    @Test
    void shouldCarryMapBodies() throws JMSException {
        MapMessage sent = session.createMapMessage();
        sent.setString("s", "text");
        sent.setDouble("d", 1.5);
        sent.setBytes("b", new byte[] {1, 2});
        producer.send(sent);

        MapMessage got = (MapMessage) consumer.receive(WAIT);

        assertThat(got.getString("s")).isEqualTo("text");
        assertThat(got.getDouble("d")).isEqualTo(1.5);
        assertThat(got.getBytes("b")).containsExactly(1, 2);
    }

    @Test
    void shouldCarryStreamBodies() throws JMSException {
        StreamMessage sent = session.createStreamMessage();
        sent.writeString("x");
        sent.writeLong(7);
        producer.send(sent);

        StreamMessage got = (StreamMessage) consumer.receive(WAIT);

        assertThat(got.readString()).isEqualTo("x");
        assertThat(got.readLong()).isEqualTo(7);
    }

    @Test
    void shouldCarryObjectBodiesOfAllowedClasses() throws JMSException {
        TernConnectionFactory factory = BROKER.factory();
        factory.setAllowedClasses("java.time.*");
        var connection = BROKER.endingWithTest(factory.createConnection());
        connection.start();
        Session allowing = connection.createSession();
        producer.send(session.createObjectMessage(Duration.ofSeconds(3)));
        producer.send(session.createObjectMessage());

        MessageConsumer reader = allowing.createConsumer(queue);

        assertThat(((ObjectMessage) reader.receive(WAIT)).getObject()).isEqualTo(Duration.ofSeconds(3));
        assertThat(((ObjectMessage) reader.receive(WAIT)).getObject()).isNull();
    }

    @Test
    void shouldCarryHeadersAndProperties() throws JMSException {
        Message sent = session.createMessage();
        sent.setJMSCorrelationID("c-1");
        sent.setJMSType("order");
        sent.setJMSReplyTo(session.createQueue("answers"));
        sent.setIntProperty("n", 5);
        sent.setStringProperty("JMSXGroupID", "g");
        sent.setStringProperty("nothing", null);
        long before = System.currentTimeMillis();
        producer.send(sent, DeliveryMode.NON_PERSISTENT, 7, 60_000);

        Message got = consumer.receive(WAIT);

        assertThat(got.getJMSMessageID()).isEqualTo(sent.getJMSMessageID()).startsWith("ID:");
        assertThat(got.getJMSTimestamp()).isEqualTo(sent.getJMSTimestamp()).isGreaterThanOrEqualTo(before);
        assertThat(got.getJMSExpiration()).isEqualTo(sent.getJMSTimestamp() + 60_000);
        assertThat(got.getJMSDestination()).isEqualTo(queue);
        assertThat(got.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(got.getJMSPriority()).isEqualTo(7);
        assertThat(got.getJMSRedelivered()).isFalse();
        assertThat(got.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(got.getJMSCorrelationID()).isEqualTo("c-1");
        assertThat(got.getJMSType()).isEqualTo("order");
        assertThat(got.getJMSReplyTo()).isEqualTo(session.createQueue("answers"));
        assertThat(got.getIntProperty("n")).isEqualTo(5);
        assertThat(got.getStringProperty("JMSXGroupID")).isEqualTo("g");
        assertThat(got.getObjectProperty("nothing")).isNull();
    }

    @Test
    void shouldLeaveOutIdAndTimestampWhereTheyAreDisabled() throws JMSException {
        producer.setDisableMessageID(true);
        producer.setDisableMessageTimestamp(true);
        producer.send(session.createMessage());

        Message got = consumer.receive(WAIT);

        assertThat(got.getJMSMessageID()).isNull();
        assertThat(got.getJMSTimestamp()).isZero();
    }

    @Test
    void shouldGiveEachMessageAnIdentifierOfItsOwn() throws JMSException {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Message message = session.createMessage();
            session.createProducer(queue).send(message);
            producer.send(queueless(message, ids));
            ids.add(message.getJMSMessageID());
        }

        assertThat(ids).hasSize(200);
    }

    private static Message queueless(Message message, Set<String> ids) throws JMSException {
        ids.add(message.getJMSMessageID());
        return message;
    }

    @Test
    void shouldDeliverByPriority() throws JMSException {
        producer.send(session.createTextMessage("low"), DeliveryMode.PERSISTENT, 1, 0);
        producer.send(session.createTextMessage("high"), DeliveryMode.PERSISTENT, 9, 0);

        assertThat(text(consumer.receive(WAIT))).isEqualTo("high");
        assertThat(text(consumer.receive(WAIT))).isEqualTo("low");
    }

    @Test
    void shouldHonourTheTimeToLiveOfASend() throws JMSException {
        MessageProducer anonymous = session.createProducer(null);
        Message shortLived = session.createMessage();
        long before = System.currentTimeMillis();
        anonymous.send(queue, shortLived, DeliveryMode.NON_PERSISTENT, 4, 300);
        assertThat(shortLived.getJMSExpiration()).isCloseTo(before + 300, within(200L));

        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 0);

        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldNotHandOutWhatExpiredInTheConsumersBuffer() throws JMSException {
        producer.send(session.createTextMessage("first"));
        producer.send(session.createTextMessage("second"), DeliveryMode.PERSISTENT, 4, 150);
        assertThat(text(consumer.receive(WAIT))).isEqualTo("first");

        Awaitility.await().pollDelay(Duration.ofMillis(200)).until(() -> true);

        assertThat(consumer.receiveNoWait()).isNull();
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {3_000_000_000L, Long.MAX_VALUE})
    void shouldDeliverWithAHugeTimeToLive(long millis) throws JMSException {
        Message sent = session.createMessage();
        producer.send(sent, DeliveryMode.PERSISTENT, 4, millis);

        Message got = consumer.receive(WAIT);

        assertThat(got.getJMSExpiration()).isEqualTo(sent.getJMSExpiration()).isGreaterThan(millis / 2);
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        assertThatThrownBy(() -> producer.setTimeToLive(-1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setPriority(10)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setDeliveryMode(3)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.setDeliveryDelay(-1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> producer.send(session.createMessage(), DeliveryMode.PERSISTENT, 4, -1))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void shouldHoldBackADelayedMessage() throws JMSException {
        producer.setDeliveryDelay(400);
        Message sent = session.createMessage();
        producer.send(sent);
        assertThat(sent.getJMSDeliveryTime()).isEqualTo(sent.getJMSTimestamp() + 400);

        assertThat(consumer.receiveNoWait()).isNull();
        Message got = consumer.receive(WAIT);

        assertThat(got.getJMSDeliveryTime()).isEqualTo(sent.getJMSDeliveryTime());
        assertThat(System.currentTimeMillis()).isGreaterThanOrEqualTo(sent.getJMSDeliveryTime());
    }

    @Test
    void shouldRefuseWhatCannotBeSent() throws JMSException {
        MessageProducer anonymous = session.createProducer(null);
        Message message = session.createMessage();

        assertThatThrownBy(() -> producer.send(null)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> anonymous.send((Queue) null, message)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> anonymous.send(message)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> producer.send(queue, message)).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\nb", "a\u202eb"})
    void shouldRefuseNamesThatAreNotAllowed(String name) {
        assertThatThrownBy(() -> session.createQueue(name)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createTopic(name)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldFilterBySelector() throws JMSException {
        MessageConsumer red = session.createConsumer(queue, "color = 'red'");
        for (String color : List.of("blue", "red", "green", "red")) {
            Message message = session.createTextMessage(color);
            message.setStringProperty("color", color);
            producer.send(message);
        }

        assertThat(text(red.receive(WAIT))).isEqualTo("red");
        assertThat(text(red.receive(WAIT))).isEqualTo("red");
        assertThat(red.receiveNoWait()).isNull();
        assertThat(red.getMessageSelector()).isEqualTo("color = 'red'");
    }

    static String text(Message message) throws JMSException {
        return ((TextMessage) message).getText();
    }
}
