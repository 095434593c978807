package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Subscriptions and listeners of the simplified API (6.2.6, 8.3). */
class ContextSubscriptionsTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private JMSContext context;
    private Topic topic;

    @BeforeEach
    void open() {
        context = BROKER.factory().createContext();
        context.setClientID(TestBroker.name("client"));
        topic = context.createTopic(TestBroker.name("news"));
    }

    @AfterEach
    void close() {
        context.close();
    }

    private static void publish(JMSContext by, Topic to, String text, int n) {
        by.createProducer().setProperty("n", n).send(to, text);
    }

    private static void expect(JMSConsumer consumer, String... texts) {
        for (String text : texts) {
            assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo(text);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldMakeEachKindOfSubscription() {
        JMSConsumer plain = context.createConsumer(topic);
        JMSConsumer choosy = context.createConsumer(topic, "n = 2");
        JMSConsumer deaf = context.createConsumer(topic, null, true);
        JMSConsumer shared = context.createSharedConsumer(topic, "a");
        JMSConsumer choosyShared = context.createSharedConsumer(topic, "b", "n = 2");
        JMSConsumer durable = context.createDurableConsumer(topic, "c");
        JMSConsumer choosyDurable = context.createDurableConsumer(topic, "d", "n = 2", true);
        JMSConsumer both = context.createSharedDurableConsumer(topic, "e");
        JMSConsumer choosyBoth = context.createSharedDurableConsumer(topic, "f", "n = 2");
        try (JMSContext other = BROKER.factory().createContext()) {
            publish(other, topic, "one", 1);
            publish(other, topic, "two", 2);
        }
        publish(context, topic, "own", 2);

        expect(plain, "one", "two", "own");
        expect(choosy, "two", "own");
        expect(deaf, "one", "two");
        expect(shared, "one", "two", "own");
        expect(choosyShared, "two", "own");
        expect(durable, "one", "two", "own");
        expect(choosyDurable, "two");
        expect(both, "one", "two", "own");
        expect(choosyBoth, "two", "own");
        assertThat(choosyBoth.getMessageSelector()).isEqualTo("n = 2");
    }

    @Test
    void shouldThrowTheRuntimeForms() {
        context.createDurableConsumer(topic, "unshared");
        context.createSharedDurableConsumer(topic, "shared").close();
        context.createSharedConsumer(topic, "passing", "n = 1");

        assertThatThrownBy(() -> context.createDurableConsumer(topic, "unshared"))
                .isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.createSharedDurableConsumer(topic, "unshared"))
                .isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.createDurableConsumer(topic, "shared"))
                .isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.createSharedConsumer(topic, "passing", "n = 2"))
                .isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.unsubscribe("unshared")).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.unsubscribe("unknown")).isInstanceOf(InvalidDestinationRuntimeException.class);
        try (JMSContext nameless = BROKER.factory().createContext()) {
            assertThatThrownBy(() -> nameless.createDurableConsumer(topic, "n"))
                    .isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    void shouldTakeASecondListenerWhileTheFirstIsServed() throws Exception {
        Queue first = context.createQueue(TestBroker.name("first"));
        Queue second = context.createQueue(TestBroker.name("second"));
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        JMSConsumer other = context.createConsumer(second);
        context.createConsumer(first).setMessageListener(message -> {
            entered.countDown();
            awaitQuietly(leave);
            seen.add("first");
        });
        try (JMSContext sending = BROKER.factory().createContext()) {
            sending.createProducer().send(first, "a").send(second, "b");
        }
        entered.await();

        other.setMessageListener(message -> seen.add("second"));
        leave.countDown();

        Awaitility.await().until(() -> seen.size() == 2);
        assertThat(seen).containsExactly("first", "second");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldMakeAContextFromAnotherThreadWhileAListenerRuns() throws Exception {
        Queue queue = context.createQueue(TestBroker.name("orders"));
        Queue answers = context.createQueue(TestBroker.name("answers"));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        context.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            awaitQuietly(leave);
        });
        try (JMSContext sending = BROKER.factory().createContext()) {
            sending.createProducer().send(queue, "a").send(answers, "b");
        }
        entered.await();

        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try (JMSContext own = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
                return own.createConsumer(answers).receiveBody(String.class, WAIT);
            }
        });

        assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("b");
        leave.countDown();
    }
}
