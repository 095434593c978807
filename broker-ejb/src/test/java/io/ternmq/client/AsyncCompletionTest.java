package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.boot.BrokerParts;
import io.ternmq.store.MessageStore;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When asynchronous sends complete, and what a callback may do (7.3.1, 7.3.3, 7.3.6, 7.3.7). */
class AsyncCompletionTest {

    private static final long WAIT = 5_000;
    private static final String FORBIDDEN = "forbidden";

    /** Open, unless a test holds the store back. */
    private static volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(
            UnaryOperator.identity(),
            parts -> new BrokerParts(
                    behindTheGate(parts.store()),
                    parts.destinations(),
                    parts.router(),
                    (who, what, where) -> !where.name().equals(FORBIDDEN),
                    parts.clock()));

    private Session session;
    private Queue queue;
    private MessageProducer producer;

    /** The store, whose writes are done once the gate is open. */
    private static MessageStore behindTheGate(MessageStore store) {
        return (MessageStore) Proxy.newProxyInstance(
                MessageStore.class.getClassLoader(),
                new Class<?>[] {MessageStore.class},
                (proxy, method, arguments) -> {
                    Object result = method.invoke(store, arguments);
                    return result instanceof CompletableFuture<?> done && !gate.isDone()
                            ? gate.thenCompose(open -> done)
                            : result;
                });
    }

    @BeforeEach
    void open() throws JMSException {
        session = BROKER.started().createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        producer = session.createProducer(queue);
    }

    @Test
    void shouldCompleteOnlyOnceTheStoreHasTheMessage() throws JMSException {
        producer.send(session.createTextMessage("first"));
        AsyncSendTest.Recorder told = new AsyncSendTest.Recorder();
        CompletableFuture<Void> held = new CompletableFuture<>();
        gate = held;

        producer.send(session.createTextMessage("second"), told);

        Awaitility.await().during(Duration.ofMillis(200)).until(told.ids::isEmpty);
        held.complete(null);
        Awaitility.await().until(() -> told.ids.size() == 1);
        assertThat(told.failures).isEmpty();
    }

    @Test
    void shouldKeepTheOrderOfMixedSends() throws JMSException {
        AsyncSendTest.Recorder told = new AsyncSendTest.Recorder();
        for (int i = 0; i < 100; i++) {
            Message message = session.createTextMessage("m" + i);
            if (i % 3 == 0) {
                producer.send(message);
            } else {
                producer.send(message, told);
            }
        }

        MessageConsumer consumer = session.createConsumer(queue);
        for (int i = 0; i < 100; i++) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo("m" + i);
        }
        session.close();
        assertThat(told.ids).hasSize(66);
    }

    @Test
    void shouldLeaveTheHeaderOfARefusedMessage() throws JMSException {
        Queue forbidden = session.createQueue(FORBIDDEN);
        CompletableFuture<String> told = new CompletableFuture<>();
        Message sent = session.createTextMessage("a");
        session.createProducer(forbidden).send(sent, new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                told.completeExceptionally(new AssertionError("it was sent"));
            }

            @Override
            public void onException(Message message, Exception exception) {
                assertThat(exception).isInstanceOf(JMSSecurityException.class);
                told.complete(RuntimeErrors.get(message::getJMSMessageID));
            }
        });

        assertThat(told)
                .succeedsWithin(Duration.ofSeconds(10))
                .asString()
                .startsWith("ID:")
                .isEqualTo(sent.getJMSMessageID());
        assertThat(sent.getJMSDestination()).isEqualTo(forbidden);
    }

    @Test
    void shouldLetACallbackSend() throws JMSException {
        MessageProducer answers = session.createProducer(queue);
        List<Exception> failures = new CopyOnWriteArrayList<>();
        CompletionListener echo = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    answers.send(session.createTextMessage("re: " + text(message)));
                } catch (JMSException e) {
                    failures.add(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                failures.add(exception);
            }
        };
        for (int i = 0; i < 50; i++) {
            producer.send(session.createTextMessage("m" + i), echo);
        }
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 100);
        MessageConsumer consumer = session.createConsumer(queue);
        List<String> sent = new ArrayList<>();
        List<String> answered = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String text = text(consumer.receive(WAIT));
            (text.startsWith("re: ") ? answered : sent).add(text);
        }

        assertThat(failures).isEmpty();
        assertThat(answered).isEqualTo(sent.stream().map(text -> "re: " + text).toList());
    }
}
