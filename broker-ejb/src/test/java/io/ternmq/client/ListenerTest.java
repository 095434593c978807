package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ListenerTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Session session;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.connect();
        session = connection.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
    }

    private void send(int count) throws JMSException {
        Session sending = connection.createSession();
        MessageProducer producer = sending.createProducer(queue);
        for (int i = 1; i <= count; i++) {
            producer.send(sending.createTextMessage("m" + i));
        }
        sending.close();
    }

    /** A step of a test that may fail. */
    interface Step {
        void run() throws Exception;
    }

    static CompletableFuture<Void> inBackground(Step step) {
        return CompletableFuture.runAsync(() -> quietly(step), task -> new Thread(task).start());
    }

    private static void quietly(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldDeliverInOrderOnOneThreadASession() throws JMSException {
        send(1_000);
        List<String> seen = new CopyOnWriteArrayList<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        session.createConsumer(queue).setMessageListener(message -> {
            threads.add(Thread.currentThread());
            quietly(() -> seen.add(text(message)));
        });
        connection.start();

        Awaitility.await().until(() -> seen.size() == 1_000);

        assertThat(seen.get(999)).isEqualTo("m1000");
        assertThat(threads).hasSize(1);
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 0);
    }

    @Test
    void shouldNeverRunTwoListenersOfASessionAtOnce() throws JMSException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger total = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            session.createConsumer(queue).setMessageListener(message -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                running.decrementAndGet();
                total.incrementAndGet();
            });
        }
        connection.start();
        send(500);

        Awaitility.await().until(() -> total.get() == 500);

        assertThat(most).hasValue(1);
    }

    @Test
    void shouldDeliverNothingBeforeTheStartAndWhileStopped() throws JMSException {
        send(3);
        List<String> seen = new CopyOnWriteArrayList<>();
        session.createConsumer(queue).setMessageListener(message -> quietly(() -> seen.add(text(message))));
        Awaitility.await().during(Duration.ofMillis(200)).until(seen::isEmpty);
        connection.start();
        Awaitility.await().until(() -> seen.size() == 3);

        connection.stop();
        send(2);
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> seen.size() == 3);
        connection.start();

        Awaitility.await().until(() -> seen.size() == 5);
    }

    @Test
    void shouldReturnNullFromReceiveWhileStopped() throws JMSException {
        send(1);

        assertThat(session.createConsumer(queue).receive(200)).isNull();
    }

    @Test
    void shouldReturnFromStopOnlyOnceTheListenerHasReturned() throws Exception {
        send(1);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        session.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            quietly(() -> assertThat(leave.await(10, TimeUnit.SECONDS)).isTrue());
        });
        connection.start();
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> stop = inBackground(connection::stop);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !stop.isDone());
        leave.countDown();
        stop.get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldReturnFromCloseOnlyOnceTheListenerHasCommitted() throws Exception {
        send(1);
        Session transacted = connection.createSession(true, 0);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        transacted.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            quietly(() -> {
                assertThat(leave.await(10, TimeUnit.SECONDS)).isTrue();
                connection.getMetaData();
            });
        });
        connection.start();
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> close = inBackground(session::close);
        close.get(5, TimeUnit.SECONDS);

        CompletableFuture<Void> slow = inBackground(transacted::close);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !slow.isDone());
        leave.countDown();
        slow.get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldLetTheListenerCommitWhileTheConnectionCloses() throws Exception {
        send(1);
        Session transacted = connection.createSession(true, 0);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        transacted.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            try {
                leave.await(10, TimeUnit.SECONDS);
                transacted.commit();
            } catch (JMSException | InterruptedException e) {
                failure.set(e);
            }
        });
        connection.start();
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> close = inBackground(connection::close);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !close.isDone());
        leave.countDown();
        close.get(5, TimeUnit.SECONDS);
        assertThat(failure).hasNullValue();
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
    }

    @Test
    void shouldRefuseThatAListenerWaitsForItself() throws JMSException {
        send(1);
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        session.createConsumer(queue).setMessageListener(message -> {
            for (Step step : List.<Step>of(session::close, connection::stop, connection::close)) {
                try {
                    step.run();
                } catch (Exception e) {
                    thrown.add(e);
                }
            }
        });
        connection.start();

        Awaitility.await().until(() -> thrown.size() == 3);

        assertThat(thrown).allMatch(e -> e instanceof IllegalStateException);
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 0);
    }

    @Test
    void shouldEndAWaitingReceiveByClose() throws Exception {
        connection.start();
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<Void> receive =
                inBackground(() -> assertThat(consumer.receive()).isNull());
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !receive.isDone());

        connection.close();

        receive.get(5, TimeUnit.SECONDS);
    }

    @Test
    void shouldEndAWaitingReceiveByInterrupt() throws Exception {
        connection.start();
        MessageConsumer consumer = session.createConsumer(queue);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                consumer.receive();
            } catch (JMSException e) {
                thrown.set(e);
            }
        });
        thread.start();
        Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING);

        thread.interrupt();
        thread.join(5_000);

        assertThat(thrown.get()).hasMessageContaining("Interrupted");
    }

    @Test
    void shouldCloseAllThoughTheThreadIsInterrupted() throws Exception {
        connection.start();
        session.createConsumer(queue);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                session.close();
                connection.close();
            } catch (JMSException e) {
                thrown.set(e);
            }
        });
        thread.start();
        thread.join(5_000);

        assertThat(thrown).hasNullValue();
        assertThat(BROKER.broker().management().connections()).isEmpty();
    }

    @Test
    void shouldBeSilentOnASecondCloseAndRefuseAllElse() throws JMSException {
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(queue);
        session.close();
        session.close();
        connection.close();
        connection.close();
        consumer.close();
        producer.close();

        assertThatThrownBy(session::createTextMessage).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(consumer::receive).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> producer.send(new io.ternmq.client.message.TernTextMessage()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::createSession).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(connection::getClientID).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldReturnFromTheCloseOfAConsumerOnlyOnceItsListenerHas() throws Exception {
        send(2);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.setMessageListener(message -> {
            calls.incrementAndGet();
            entered.countDown();
            quietly(() -> assertThat(leave.await(10, TimeUnit.SECONDS)).isTrue());
        });
        connection.start();
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> close = inBackground(consumer::close);
        CompletableFuture<Void> again = inBackground(consumer::close);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !close.isDone() && !again.isDone());
        leave.countDown();
        close.get(5, TimeUnit.SECONDS);
        again.get(5, TimeUnit.SECONDS);
        assertThat(calls).hasValue(1);
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 1);
    }

    @Test
    void shouldGoOnWhereAListenerOfATransactionFailsAndRollBackAtTheEnd() throws JMSException {
        send(3);
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        List<String> seen = new CopyOnWriteArrayList<>();
        transacted.createConsumer(queue).setMessageListener(message -> {
            seen.add(AcknowledgementTest.describe(message));
            throw new java.lang.IllegalStateException("the listener fails on purpose");
        });
        connection.start();

        Awaitility.await().until(() -> seen.size() == 3);

        assertThat(seen).containsExactly("m1/1", "m2/1", "m3/1");
        transacted.close();
        assertThat(AcknowledgementTest.describe(
                        connection.createSession().createConsumer(queue).receive(5_000)))
                .isEqualTo("m1/2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "connection"})
    void shouldReturnFromASecondCloseOnlyOnceTheFirstIsDone(String closed) throws Exception {
        send(1);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        session.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            quietly(() -> assertThat(leave.await(10, TimeUnit.SECONDS)).isTrue());
        });
        connection.start();
        assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
        Step step = closed.equals("session") ? session::close : connection::close;

        CompletableFuture<Void> first = inBackground(step);
        CompletableFuture<Void> second = inBackground(step);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !first.isDone() && !second.isDone());
        leave.countDown();
        first.get(5, TimeUnit.SECONDS);
        second.get(5, TimeUnit.SECONDS);
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldGoOnWithTheConnectionWhereASessionIsClosedInUse(int mode) throws Exception {
        List<Throwable> told = new CopyOnWriteArrayList<>();
        connection.setExceptionListener(told::add);
        connection.start();
        for (int round = 0; round < 10; round++) {
            Session used = connection.createSession(mode);
            MessageProducer producer = used.createProducer(queue);
            producer.setDeliveryMode(round % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
            MessageConsumer consumer = used.createConsumer(queue);
            CountDownLatch busy = new CountDownLatch(5);
            CompletableFuture<Void> use = inBackground(() -> {
                try {
                    while (true) {
                        producer.send(used.createTextMessage("a"));
                        consumer.receiveNoWait();
                        if (mode == Session.SESSION_TRANSACTED) {
                            used.commit();
                        } else {
                            used.recover();
                        }
                        used.createConsumer(queue).close();
                        busy.countDown();
                    }
                } catch (JMSException e) {
                    return; // as it must
                }
            });
            busy.await();

            used.close();

            use.get(5, TimeUnit.SECONDS);
        }
        assertThat(told).isEmpty();
        assertThat(connection.createSession().createTextMessage("a")).isNotNull();
    }

    @Test
    void shouldHaveNoThreadOnceTheSessionIsClosed() throws JMSException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        session.createConsumer(queue).setMessageListener(message -> threads.add(Thread.currentThread()));
        connection.start();
        send(1);
        Awaitility.await().until(() -> !threads.isEmpty());

        session.close();

        assertThat(threads).noneMatch(Thread::isAlive);
    }

    @Test
    void shouldRefuseToReceiveWhereListenersRun() throws JMSException {
        MessageConsumer listening = session.createConsumer(queue);
        MessageConsumer other = session.createConsumer(queue);
        listening.setMessageListener(message -> {});
        connection.start();

        assertThatThrownBy(() -> listening.receive(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.receive(1)).isInstanceOf(IllegalStateException.class);

        listening.setMessageListener(null);

        assertThat(other.receive(1)).isNull();
    }

    @Test
    void shouldNotLetABusyConsumerStarveAnother() throws JMSException {
        Queue second = session.createQueue(TestBroker.name("second"));
        List<String> order = new CopyOnWriteArrayList<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch both = new CountDownLatch(1);
        session.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            quietly(() -> assertThat(both.await(10, TimeUnit.SECONDS)).isTrue());
            quietly(() -> new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS)); // busy
            order.add("first");
        });
        session.createConsumer(second).setMessageListener(message -> order.add("second"));
        send(50);
        connection.start();
        quietly(() -> assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue());
        Session sending = connection.createSession();
        sending.createProducer(second).send(sending.createMessage());
        Awaitility.await().until(() -> inFlight(queue) == 50 && inFlight(second) == 1);

        both.countDown();

        Awaitility.await().until(() -> order.size() == 51);
        assertThat(order.indexOf("second")).isLessThan(50);
    }

    private static long inFlight(Queue queue) throws JMSException {
        return BROKER.broker()
                .management()
                .queue(queue.getQueueName())
                .orElseThrow()
                .inFlight();
    }
}
