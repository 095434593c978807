package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Start, stop and the listener of a connection (6.1.4, 6.1.5, 6.1.7). */
class StopTest {

    private static final long WAIT = 5_000;

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

    private void send(String text) throws JMSException {
        Session sending = BROKER.connect().createSession();
        sending.createProducer(queue).send(sending.createTextMessage(text));
    }

    @Test
    void shouldGoOnWithAReceiveThatBeganWhileStopped() throws Exception {
        send("a");
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> receive =
                CompletableFuture.supplyAsync(() -> RuntimeErrors.get(() -> text(consumer.receive())));
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !receive.isDone());

        connection.start();

        assertThat(receive.get(5, TimeUnit.SECONDS)).isEqualTo("a");
    }

    @Test
    void shouldIgnoreASecondStartAndASecondStop() throws JMSException {
        send("a");
        MessageConsumer consumer = session.createConsumer(queue);
        connection.start();
        connection.start();
        connection.stop();
        connection.stop();
        assertThat(consumer.receive(100)).isNull();
        connection.start();

        assertThat(text(consumer.receive(WAIT))).isEqualTo("a");
    }

    @Test
    void shouldServeTheListenerThatStopWaitsFor() throws Exception {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        Queue answers = session.createQueue(TestBroker.name("answers"));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        transacted.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            try {
                assertThat(leave.await(10, TimeUnit.SECONDS)).isTrue();
                transacted.createProducer(answers).send(transacted.createMessage());
                transacted.commit();
                outcome.complete(null);
            } catch (JMSException | InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
        connection.start();
        send("a");
        entered.await();

        CompletableFuture<Void> stop = ListenerTest.inBackground(connection::stop);
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !stop.isDone());
        leave.countDown();

        stop.get(5, TimeUnit.SECONDS);
        assertThat(outcome).isCompleted();
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
        assertThat(BROKER.depth(answers.getQueueName())).isOne();
    }

    @Test
    void shouldRefuseThatAListenerStopsItsContext() throws JMSException {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        try (JMSContext context = BROKER.factory().createContext();
                JMSContext second = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            context.createConsumer(queue).setMessageListener(message -> {
                for (JMSContext each : List.of(context, second)) {
                    try {
                        each.stop();
                    } catch (JMSRuntimeException e) {
                        thrown.add(e);
                    }
                }
            });
            send("a");

            Awaitility.await().until(() -> thrown.size() == 2);
        }

        assertThat(thrown).allMatch(e -> e instanceof IllegalStateRuntimeException);
    }

    @Test
    void shouldStopAndStartAContext() throws JMSException {
        try (JMSContext context = BROKER.factory().createContext()) {
            JMSConsumer consumer = context.createConsumer(queue);
            context.stop();
            context.createProducer().send(queue, "a");
            assertThat(consumer.receive(100)).isNull();

            context.start();

            assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("a");
        }
    }

    @Test
    void shouldGiveTheExceptionListenerThatIsSet() throws JMSException {
        ExceptionListener listener = e -> {};
        assertThat(connection.getExceptionListener()).isNull();
        connection.setExceptionListener(listener);
        assertThat(connection.getExceptionListener()).isSameAs(listener);
        connection.setExceptionListener(null);
        assertThat(connection.getExceptionListener()).isNull();
        try (JMSContext context = BROKER.factory().createContext()) {
            assertThat(context.getExceptionListener()).isNull();
            context.setExceptionListener(listener);
            assertThat(context.getExceptionListener()).isSameAs(listener);
        }
    }

    @Test
    void shouldNotTellTheExceptionListenerWhatACallThrows() throws JMSException {
        List<JMSException> told = new CopyOnWriteArrayList<>();
        connection.setExceptionListener(told::add);

        assertThatThrownBy(() -> session.createConsumer(queue, "n =")).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);
        connection.close();

        assertThat(told).isEmpty();
    }
}
