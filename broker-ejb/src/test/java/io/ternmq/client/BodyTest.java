package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bodies that are received without their message (8.6). */
class BodyTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private JMSContext context;
    private Queue queue;

    @BeforeEach
    void open() {
        context = BROKER.factory().createContext();
        queue = context.createQueue(TestBroker.name("orders"));
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldGiveEachBodyAsEachTypeThatItIs() {
        JMSConsumer consumer = context.createConsumer(queue);
        byte[] bytes = {1, 2};
        for (Class<?> type : List.of(String.class, CharSequence.class, Comparable.class, Object.class)) {
            context.createProducer().send(queue, "text");
            assertThat(consumer.receiveBody(type, WAIT)).isEqualTo("text");
        }
        for (Class<?> type : List.of(Integer.class, Number.class, Serializable.class, Object.class)) {
            context.createProducer().send(queue, (Serializable) Integer.valueOf(7));
            assertThat(consumer.receiveBody(type)).isEqualTo(7);
        }
        for (Class<?> type : List.of(Map.class, Object.class)) {
            context.createProducer().send(queue, Map.of("k", 1));
            assertThat(consumer.receiveBodyNoWait(type)).isEqualTo(Map.of("k", 1));
        }
        for (Class<?> type : List.of(byte[].class, Object.class)) {
            context.createProducer().send(queue, bytes);
            assertThat((byte[]) consumer.receiveBody(type, WAIT)).containsExactly(1, 2);
        }
    }

    @Test
    void shouldCountAMessageWhoseBodyWasAskedForInVainUntilItIsRecovered() {
        context.createProducer().send(queue, "first").send(queue, "second");
        try (JMSContext client = context.createContext(JMSContext.CLIENT_ACKNOWLEDGE)) {
            JMSConsumer consumer = client.createConsumer(queue);
            assertThatThrownBy(() -> consumer.receiveBody(Map.class, WAIT))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("second");

            client.recover();

            assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("first/2");
            assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("second/2");
            client.acknowledge();
        }
        assertThat(context.createConsumer(queue).receiveNoWait()).isNull();
    }
}
