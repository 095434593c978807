package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names that people give to queues and topics (4.1.4 leaves them to the provider). */
class DestinationNamesTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = TestBroker.onDisk(config -> config);

    static List<String> unusual() {
        return List.of(
                "a b",
                " a",
                "a ",
                "/",
                "/path/to/x/",
                "$",
                "$SYS/x",
                "a::b",
                "queue://a?b=c&d#e",
                "a=b,c;d",
                ".",
                "..",
                "a..b",
                "%41+%20",
                "\"quoted\"",
                "it's; DROP TABLE message --",
                "<b>&amp;",
                "C:\\dir",
                "Orders",
                "orders",
                "žluťoučký kůň",
                "заказы",
                "注文.東京",
                "طلبات",
                "ออเดอร์",
                "🐦🐦",
                "e\u0301",
                "\u00e9",
                "DLQ.mine",
                "tmp.mine",
                "x".repeat(1_000),
                "🐦".repeat(500));
    }

    @Test
    void shouldBeKeptApartAndOutliveTheBroker() throws JMSException, IOException {
        String clientId = TestBroker.name("client");
        Connection connection = BROKER.connect();
        connection.setClientID(clientId);
        Session session = connection.createSession();
        for (String name : unusual()) {
            session.createDurableConsumer(session.createTopic(name), "of " + name)
                    .close();
            session.createProducer(session.createQueue(name)).send(session.createTextMessage("queue " + name));
            session.createProducer(session.createTopic(name)).send(session.createTextMessage("topic " + name));
        }

        BROKER.restart();

        Connection again = BROKER.connect();
        again.setClientID(clientId);
        again.start();
        Session after = again.createSession();
        for (String name : unusual()) {
            Queue queue = after.createQueue(name);
            expect(after.createConsumer(queue), "queue " + name, queue);
            Topic topic = after.createTopic(name);
            expect(after.createDurableConsumer(topic, "of " + name), "topic " + name, topic);
            assertThat(BROKER.broker().management().queue(name)).isPresent();
        }
    }

    private static void expect(MessageConsumer consumer, String text, Object destination) throws JMSException {
        Message message = consumer.receive(WAIT);
        assertThat(text(message)).isEqualTo(text);
        assertThat(message.getJMSDestination()).isEqualTo(destination);
        assertThat(consumer.receiveNoWait()).isNull();
    }

    static Stream<String> refused() {
        return Stream.of(
                "",
                " ",
                "\t",
                "a\u0000b",
                "a\nb",
                "a\u202eb",
                "a\ud83d",
                "\udc26",
                "x".repeat(1_001),
                "x".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void shouldBeRefusedByEveryWayIn(String name) throws JMSException {
        Session session = BROKER.started().createSession();

        assertRefused(() -> session.createQueue(name));
        assertRefused(() -> session.createTopic(name));
        assertRefused(() -> session.createProducer((Queue) () -> name));
        assertRefused(() -> session.createConsumer((Topic) () -> name));
        try (JMSContext context = BROKER.factory().createContext()) {
            List<Function<String, Object>> ways = new ArrayList<>();
            ways.add(context::createQueue);
            ways.add(context::createTopic);
            for (Function<String, Object> way : ways) {
                assertThatThrownBy(() -> way.apply(name)).isInstanceOf(InvalidDestinationRuntimeException.class);
            }
        }
        assertThatThrownBy(() -> BROKER.broker().management().queue(name)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(InvalidDestinationException.class).hasMessageMatching("[\\x20-\\x7e]+");
    }
}
