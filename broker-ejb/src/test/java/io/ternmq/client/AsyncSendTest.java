package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AsyncSendTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        Session session = connection.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
    }

    /** Records what completes, slowly. */
    static final class Recorder implements CompletionListener {
        final List<String> ids = new CopyOnWriteArrayList<>();
        final List<Exception> failures = new CopyOnWriteArrayList<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        @Override
        public void onCompletion(Message message) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            threads.add(Thread.currentThread());
            try {
                new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS); // time for a second callback to overlap
                ids.add(message.getJMSMessageID());
            } catch (JMSException | InterruptedException e) {
                failures.add(e);
            }
            running.decrementAndGet();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failures.add(exception);
        }
    }

    @Test
    void shouldLetACallbackReadABytesMessage() throws Exception {
        Session session = connection.createSession();
        BytesMessage message = session.createBytesMessage();
        message.writeUTF("hello");
        CompletableFuture<String> read = new CompletableFuture<>();

        session.createProducer(queue).send(message, new CompletionListener() {
            @Override
            public void onCompletion(Message sent) {
                try {
                    read.complete(((BytesMessage) sent).readUTF());
                } catch (JMSException e) {
                    read.completeExceptionally(e);
                }
            }

            @Override
            public void onException(Message sent, Exception exception) {
                read.completeExceptionally(exception);
            }
        });

        assertThat(read).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("hello");
    }

    @Test
    void shouldLetACallbackReadAStreamMessage() throws Exception {
        Session session = connection.createSession();
        StreamMessage message = session.createStreamMessage();
        message.writeInt(42);
        CompletableFuture<Integer> read = new CompletableFuture<>();

        session.createProducer(queue).send(message, onCompletion(() -> read.complete(message.readInt()), read));

        assertThat(read).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(42);
    }

    /** A listener that takes a step; what goes wrong is told to the future. */
    private static CompletionListener onCompletion(ListenerTest.Step step, CompletableFuture<?> outcome) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    step.run();
                } catch (Exception e) {
                    outcome.completeExceptionally(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                outcome.completeExceptionally(exception);
            }
        };
    }

    /** A callback that waits until the test lets it go on. */
    private final class Held {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch leave = new CountDownLatch(1);
        final CompletableFuture<Void> outcome = new CompletableFuture<>();

        CompletionListener listener() {
            return AsyncSendTest.onCompletion(
                    () -> {
                        entered.countDown();
                        assertThat(leave.await(10, TimeUnit.SECONDS)).isTrue();
                        outcome.complete(null);
                    },
                    outcome);
        }
    }

    @Test
    void shouldWaitForTheCallbacksOfTheClosedProducerOnly() throws Exception {
        Session session = connection.createSession();
        MessageProducer slow = session.createProducer(queue);
        MessageProducer idle = session.createProducer(queue);
        Held held = new Held();
        slow.send(session.createMessage(), held.listener());
        held.entered.await();

        idle.close();
        CompletableFuture<Void> close = CompletableFuture.runAsync(() -> RuntimeErrors.run(slow::close));

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !close.isDone());
        held.leave.countDown();
        close.get(5, TimeUnit.SECONDS);
        assertThat(held.outcome).isCompleted();
    }

    @Test
    void shouldLetACallbackCloseAProducerThatHasNothingToComplete() throws Exception {
        Session session = connection.createSession();
        MessageProducer other = session.createProducer(queue);
        CompletableFuture<Void> closed = new CompletableFuture<>();

        session.createProducer(queue)
                .send(
                        session.createMessage(),
                        onCompletion(
                                () -> {
                                    other.close();
                                    closed.complete(null);
                                },
                                closed));

        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
        assertThatThrownBy(other::getDestination).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseThatACallbackClosesAProducerWhoseCallbackComesBehindIt() throws Exception {
        Session session = connection.createSession();
        MessageProducer other = session.createProducer(queue);
        CountDownLatch sent = new CountDownLatch(1);
        CompletableFuture<Void> refused = new CompletableFuture<>();
        session.createProducer(queue)
                .send(
                        session.createMessage(),
                        onCompletion(
                                () -> {
                                    sent.await(10, TimeUnit.SECONDS);
                                    other.close();
                                },
                                refused));
        other.send(session.createMessage(), new Recorder());
        sent.countDown();

        assertThat(refused)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldLetACallbackStopTheConnection() throws Exception {
        Session session = connection.createSession();
        CompletableFuture<Void> stopped = new CompletableFuture<>();

        session.createProducer(queue)
                .send(
                        session.createMessage(),
                        onCompletion(
                                () -> {
                                    connection.stop();
                                    stopped.complete(null);
                                },
                                stopped));

        assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
        assertThat(connection.createSession().createConsumer(queue).receive(100))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "commit", "rollback", "connection"})
    void shouldWaitForACallbackThatRuns(String end) throws Exception {
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Held held = new Held();
        session.createProducer(queue).send(session.createMessage(), held.listener());
        held.entered.await();
        ListenerTest.Step step = switch (end) {
            case "close" -> session::close;
            case "commit" -> session::commit;
            case "rollback" -> session::rollback;
            default -> connection::close;
        };

        CompletableFuture<Void> ending = ListenerTest.inBackground(step);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !ending.isDone());
        held.leave.countDown();
        ending.get(5, TimeUnit.SECONDS);
        assertThat(held.outcome).isCompleted();
    }

    @Test
    void shouldGiveUpASendThatIsNotAnsweredWhenItsProducerCloses() throws Exception {
        try (Relay relay = new Relay(BROKER.port())) {
            Connection silent = new TernConnectionFactory(
                            "dmqp://127.0.0.1:" + relay.port() + "?requestTimeout=300&heartbeat=0")
                    .createConnection();
            Session session = silent.createSession();
            MessageProducer producer = session.createProducer(queue);
            Recorder recorder = new Recorder();
            relay.freeze();
            producer.send(session.createMessage(), recorder);
            producer.send(session.createMessage(), recorder);

            producer.close();

            assertThat(recorder.ids).isEmpty();
            assertThat(recorder.failures)
                    .hasSize(2)
                    .allMatch(e -> ((JMSException) e).getErrorCode().equals("TIMED_OUT"));
            relay.cut();
            silent.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldThrowAtTheSendOnceTheConnectionIsLost(int mode) throws Exception {
        try (Relay relay = new Relay(BROKER.port());
                Connection lost = new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port()).createConnection()) {
            Session session = lost.createSession(mode);
            MessageProducer producer = session.createProducer(queue);
            Recorder recorder = new Recorder();
            CountDownLatch told = new CountDownLatch(1);
            lost.setExceptionListener(e -> told.countDown());
            relay.cut();
            told.await();

            assertThatThrownBy(() -> producer.send(session.createMessage(), recorder))
                    .isInstanceOf(JMSException.class);

            session.close();
            assertThat(recorder.ids).isEmpty();
            assertThat(recorder.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldWaitForAllCallbacksInOrder(int mode) throws JMSException {
        Session session = connection.createSession(mode);
        MessageProducer producer = session.createProducer(queue);
        Recorder recorder = new Recorder();
        List<String> sent = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 100; i++) {
            Message message = session.createTextMessage("m" + i);
            producer.setDeliveryMode(i % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
            producer.send(message, recorder);
            sent.add(message.getJMSMessageID());
        }

        if (mode == Session.SESSION_TRANSACTED) {
            session.commit();
        } else {
            session.close();
        }

        assertThat(recorder.ids).isEqualTo(sent);
        assertThat(recorder.failures).isEmpty();
        assertThat(recorder.most).hasValue(1);
        assertThat(recorder.threads).doesNotContain(Thread.currentThread());
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(100);
    }

    @Test
    void shouldRefuseThatACallbackWaitsForItself() throws JMSException {
        Session session = connection.createSession(true, 0);
        MessageProducer producer = session.createProducer(queue);
        List<Exception> thrown = new CopyOnWriteArrayList<>();
        producer.send(session.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                attempt(producer::close);
                attempt(session::close);
                attempt(session::commit);
                attempt(session::rollback);
                attempt(connection::close);
            }

            private void attempt(ListenerTest.Step step) {
                try {
                    step.run();
                } catch (Exception e) {
                    thrown.add(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                thrown.add(exception);
            }
        });

        session.commit();

        assertThat(thrown).hasSize(5).allMatch(e -> e instanceof IllegalStateException);
    }

    @Test
    void shouldKeepTheOrderOfSynchronousAndAsynchronousSends() throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 100; i++) {
            if (i % 3 == 0) {
                producer.send(session.createTextMessage("m" + i));
            } else {
                producer.send(session.createTextMessage("m" + i), new Recorder());
            }
        }

        var consumer = session.createConsumer(queue);

        for (int i = 0; i < 100; i++) {
            assertThat(SendAndReceiveTest.text(consumer.receive(5_000))).isEqualTo("m" + i);
        }
    }

    @Test
    void shouldCallNobodyBackForASendThatFailsAtOnce() throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(null);
        Recorder recorder = new Recorder();
        Message message = session.createMessage();

        assertThatThrownBy(() -> producer.send(null, message, recorder))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> producer.send(queue, message, (CompletionListener) null))
                .isInstanceOf(IllegalArgumentException.class);

        session.close();
        assertThat(recorder.ids).isEmpty();
        assertThat(recorder.failures).isEmpty();
    }

    @Test
    void shouldTellTheCallbackOfARefusal() throws JMSException {
        Session session = connection.createSession();
        Queue gone = session.createTemporaryQueue();
        ((jakarta.jms.TemporaryQueue) gone).delete();
        Recorder recorder = new Recorder();

        session.createProducer(gone).send(session.createMessage(), recorder);
        session.close();

        assertThat(recorder.failures).hasSize(1).first().isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldGoOnWhenACallbackThrows() throws JMSException {
        Session session = connection.createSession();
        AtomicInteger calls = new AtomicInteger();
        CompletionListener throwing = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                calls.incrementAndGet();
                throw new java.lang.IllegalStateException("the callback fails on purpose");
            }

            @Override
            public void onException(Message message, Exception exception) {
                calls.addAndGet(1_000);
            }
        };
        for (int i = 0; i < 3; i++) {
            session.createProducer(queue).send(session.createMessage(), throwing);
        }

        session.close();

        assertThat(calls).hasValue(3);
    }
}
