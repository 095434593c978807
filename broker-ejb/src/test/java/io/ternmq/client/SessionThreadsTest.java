package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls of several threads on what one session has (6.2.5, 6.2.15, 8.8). */
class SessionThreadsTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Session session;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        session = connection.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
    }

    @Test
    void shouldEndAReceiveByTheCloseOfItsConsumer() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<Message> receive = receiving(consumer);

        consumer.close();

        assertThat(receive.get(5, TimeUnit.SECONDS)).isNull();
        session.createProducer(queue).send(session.createTextMessage("a"));
        assertThat(text(session.createConsumer(queue).receive(WAIT))).isEqualTo("a");
    }

    @Test
    void shouldEndAReceiveByTheCloseOfItsSession() throws Exception {
        CompletableFuture<Message> receive = receiving(session.createConsumer(queue));

        session.close();

        assertThat(receive.get(5, TimeUnit.SECONDS)).isNull();
    }

    private static CompletableFuture<Message> receiving(MessageConsumer consumer) {
        CompletableFuture<Message> receive = CompletableFuture.supplyAsync(
                () -> RuntimeErrors.get(consumer::receive), task -> new Thread(task).start());
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !receive.isDone());
        return receive;
    }

    @Test
    void shouldWaitForTheListenerOfAClosedConsumer() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.setMessageListener(message -> {
            entered.countDown();
            try {
                assertThat(leave.await(10, TimeUnit.SECONDS)).isTrue();
                seen.add(text(message));
            } catch (JMSException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Session sending = connection.createSession();
        sending.createProducer(queue).send(sending.createTextMessage("a"));
        sending.createProducer(queue).send(sending.createTextMessage("b"));
        entered.await();

        CompletableFuture<Void> close = ListenerTest.inBackground(consumer::close);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !close.isDone());
        leave.countDown();
        close.get(5, TimeUnit.SECONDS);
        assertThat(seen).containsExactly("a");
        assertThat(AcknowledgementTest.describe(sending.createConsumer(queue).receive(WAIT)))
                .isEqualTo("b/1");
    }

    @Test
    void shouldServeReceivesOfTwoThreadsWithoutLoss() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> threads = IntStream.range(0, 2)
                .mapToObj(i -> RuntimeErrors.get(() -> session.createConsumer(queue)))
                .map(consumer -> ListenerTest.inBackground(() -> {
                    for (Message m = consumer.receive(WAIT); m != null; m = consumer.receive(WAIT)) {
                        seen.add(text(m));
                    }
                }))
                .toList();
        Session sending = connection.createSession();
        for (int i = 0; i < 500; i++) {
            sending.createProducer(queue).send(sending.createTextMessage("m" + i));
        }

        Awaitility.await().until(() -> seen.size() == 500);

        session.close();
        assertThat(seen).doesNotHaveDuplicates();
        for (CompletableFuture<Void> thread : threads) {
            assertThat(thread.handle((done, failure) -> "it came back")).succeedsWithin(Duration.ofSeconds(10));
        }
    }
}
