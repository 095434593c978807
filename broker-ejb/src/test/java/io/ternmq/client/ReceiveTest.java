package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of receive: how long they wait, and who waits for them (8.5, 8.8). */
@Timeout(30)
class ReceiveTest {

    private static final long WAIT = 5_000;
    private static final Executor THREADS = task -> new Thread(task).start();

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

    /** A body whose reading takes until the test lets it go on: it keeps a receive under way. */
    static final class Slow implements Serializable {
        private static final long serialVersionUID = 1L;
        private static volatile CountDownLatch entered;
        private static volatile CountDownLatch leave;

        static void prepare() {
            entered = new CountDownLatch(1);
            leave = new CountDownLatch(1);
        }

        private void readObject(ObjectInputStream in) throws IOException {
            entered.countDown();
            try {
                leave.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private JMSContext slowContext(int mode) throws JMSException {
        Slow.prepare();
        session.createProducer(queue).send(session.createObjectMessage(new Slow()));
        TernConnectionFactory factory = BROKER.factory();
        factory.setAllowedClasses(Slow.class.getName());
        return factory.createContext(mode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "context"})
    void shouldWaitAtCloseForAReceiveThatIsUnderWay(String closed) throws Exception {
        JMSContext context = slowContext(JMSContext.AUTO_ACKNOWLEDGE);
        JMSConsumer consumer = context.createConsumer(queue);
        CompletableFuture<Slow> receive =
                CompletableFuture.supplyAsync(() -> consumer.receiveBody(Slow.class), THREADS);
        Slow.entered.await();

        CompletableFuture<Void> close =
                CompletableFuture.runAsync(closed.equals("consumer") ? consumer::close : context::close, THREADS);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !close.isDone());
        Slow.leave.countDown();
        close.get(WAIT, TimeUnit.MILLISECONDS);
        assertThat(receive.get(WAIT, TimeUnit.MILLISECONDS)).isNull();
        context.close();
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(1);
    }

    @Test
    void shouldReturnFromStopOnlyOnceNoReceiveReturnsWithAMessage() throws Exception {
        JMSContext context = slowContext(JMSContext.AUTO_ACKNOWLEDGE);
        JMSConsumer consumer = context.createConsumer(queue);
        CompletableFuture<Slow> receive =
                CompletableFuture.supplyAsync(() -> consumer.receiveBody(Slow.class), THREADS);
        Slow.entered.await();

        CompletableFuture<Void> stop = CompletableFuture.runAsync(context::stop, THREADS);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !stop.isDone());
        Slow.leave.countDown();
        stop.get(WAIT, TimeUnit.MILLISECONDS);
        assertThat(receive.get(WAIT, TimeUnit.MILLISECONDS)).isNotNull();
        context.close();
    }

    @Test
    void shouldTakeANegativeTimeForNoTime() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(consumer.receive(-1)).isNull();

        session.createProducer(queue).send(session.createTextMessage("a"));
        assertThat(text(consumer.receive(Long.MIN_VALUE))).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE})
    void shouldWaitForEverWithoutALimitAndWithAHugeOne(long timeout) throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> receive =
                CompletableFuture.supplyAsync(() -> RuntimeErrors.get(() -> text(consumer.receive(timeout))), THREADS);
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !receive.isDone());

        Session sending = connection.createSession();
        sending.createProducer(queue).send(sending.createTextMessage("a"));

        assertThat(receive.get(WAIT, TimeUnit.MILLISECONDS)).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"consumer", "session", "connection"})
    void shouldReturnNullFromAReceiveWhoseConsumerIsClosed(String closed) throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<Boolean> receive =
                CompletableFuture.supplyAsync(() -> RuntimeErrors.get(() -> consumer.receive() == null), THREADS);
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !receive.isDone());

        switch (closed) {
            case "consumer" -> consumer.close();
            case "session" -> session.close();
            default -> connection.close();
        }

        assertThat(receive.get(WAIT, TimeUnit.MILLISECONDS)).isTrue();
        assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReturnNullForABodyWhoseContextIsClosed() throws Exception {
        JMSContext context = BROKER.factory().createContext();
        JMSConsumer consumer = context.createConsumer(queue);
        CompletableFuture<Boolean> receive =
                CompletableFuture.supplyAsync(() -> consumer.receiveBody(String.class) == null, THREADS);
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !receive.isDone());

        context.close();

        assertThat(receive.get(WAIT, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void shouldSendWhileStoppedAndReceiveOnceStarted() throws Exception {
        connection.stop();
        connection.stop();
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> receive =
                CompletableFuture.supplyAsync(() -> RuntimeErrors.get(() -> text(consumer.receive(WAIT))), THREADS);
        Session sending = connection.createSession();
        sending.createProducer(queue).send(sending.createTextMessage("a"));
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !receive.isDone());

        connection.start();
        connection.start();

        assertThat(receive.get(WAIT, TimeUnit.MILLISECONDS)).isEqualTo("a");
    }

    @Test
    void shouldLoseNothingByAnInterrupt() throws Exception {
        MessageConsumer consumer = session.createConsumer(queue);
        AtomicBoolean flag = new AtomicBoolean();
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(
                () -> {
                    Thread.currentThread().interrupt();
                    try {
                        consumer.receive();
                        return null;
                    } catch (JMSException e) {
                        flag.set(Thread.currentThread().isInterrupted());
                        return e;
                    }
                },
                THREADS);

        assertThat(failure.get(WAIT, TimeUnit.MILLISECONDS)).isInstanceOf(JMSException.class);
        assertThat(flag).isTrue();

        Session sending = connection.createSession();
        sending.createProducer(queue).send(sending.createTextMessage("a"));
        assertThat(text(consumer.receive(WAIT))).isEqualTo("a");
    }

    @Test
    void shouldDoWhatEndsATransactionThoughTheThreadIsInterrupted() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = transacted.createConsumer(queue);
        for (int i = 1; i <= 200; i++) {
            session.createProducer(queue).send(session.createTextMessage("m" + i));
        }
        for (int round = 1; round <= 5; round++) { // well below the limit of deliveries
            assertThat(text(consumer.receive(WAIT))).isEqualTo("m1");
            assertThat(text(consumer.receive(WAIT))).isEqualTo("m2");
            Thread.currentThread().interrupt();
            transacted.rollback();
            assertThat(Thread.interrupted()).isTrue();
        }
        for (int i = 1; i <= 200; i++) {
            assertThat(text(consumer.receive(WAIT))).isEqualTo("m" + i);
        }

        Thread.currentThread().interrupt();
        transacted.commit();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
    }

    @Test
    void shouldMakeWhatIsAskedForThoughTheThreadIsInterrupted() throws Exception {
        Connection fresh = BROKER.connect();
        Thread.currentThread().interrupt();
        fresh.setClientID(TestBroker.name("client"));
        Session own = fresh.createSession();
        Topic topic = own.createTopic(TestBroker.name("news"));
        MessageConsumer durable = own.createDurableConsumer(topic, "n");
        TemporaryQueue temporary = own.createTemporaryQueue();
        temporary.delete();
        fresh.start();
        durable.close();
        own.unsubscribe("n");
        fresh.stop();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldAcknowledgeThoughTheThreadIsInterrupted() throws Exception {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        session.createProducer(queue).send(session.createTextMessage("a"));
        var message = client.createConsumer(queue).receive(WAIT);

        Thread.currentThread().interrupt();
        message.acknowledge();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
    }

    @Test
    void shouldLeaveWhatComesNextToTheConsumerThatAsks() throws JMSException {
        MessageConsumer one = session.createConsumer(queue);
        MessageConsumer other = session.createConsumer(queue);
        session.createProducer(queue).send(session.createTextMessage("1"));
        assertThat(text(one.receive(WAIT))).isEqualTo("1");
        assertThat(other.receiveNoWait()).isNull();

        session.createProducer(queue).send(session.createTextMessage("2"));

        assertThat(text(other.receive(WAIT))).isEqualTo("2");
        assertThat(one.receiveNoWait()).isNull();
    }
}
