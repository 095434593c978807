package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.boot.BrokerParts;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broker that answers when nobody waits for it any more. */
@Timeout(30)
class LateAnswerTest {

    private static volatile CountDownLatch goOn;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(
            UnaryOperator.identity(),
            parts -> new BrokerParts(
                    parts.store(),
                    parts.destinations(),
                    parts.router(),
                    (who, what, where) -> !where.name().startsWith("slow") || waited(),
                    parts.clock()));

    private static boolean waited() {
        try {
            return goOn.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void makeSlow() {
        goOn = new CountDownLatch(1);
    }

    @Test
    void shouldGoOnAfterASendThatWasInterrupted() throws Exception {
        Connection connection = BROKER.connect();
        Session session = connection.createSession();
        Queue queue = session.createQueue(TestBroker.name("slow"));
        MessageProducer producer = session.createProducer(queue);
        AtomicBoolean flag = new AtomicBoolean();
        CompletableFuture<JMSException> failure = new CompletableFuture<>();
        Thread sending = new Thread(() -> {
            try {
                producer.send(session.createTextMessage("a"));
            } catch (JMSException e) {
                flag.set(Thread.currentThread().isInterrupted());
                failure.complete(e);
            }
        });
        sending.start();
        Awaitility.await().until(() -> sending.getState() == Thread.State.TIMED_WAITING);

        sending.interrupt();

        assertThat(failure.get(5, TimeUnit.SECONDS)).hasMessageContaining("Interrupted");
        assertThat(flag).isTrue();
        goOn.countDown();
        producer.send(session.createTextMessage("b"));
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(2); // the first was on its way
    }

    @Test
    void shouldLeaveNoConsumerBehindThatWasOpenedTooLate() throws Exception {
        TernConnectionFactory factory = new TernConnectionFactory(BROKER.url() + "?requestTimeout=300");
        factory.setClientId("late");
        Connection connection = BROKER.endingWithTest(factory.createConnection());
        Session session = connection.createSession();
        Topic topic = session.createTopic(TestBroker.name("slow"));
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "n"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("requestTimeout");

        goOn.countDown();

        Awaitility.await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
            session.createDurableConsumer(topic, "n").close();
            return true;
        });
        session.unsubscribe("n");
        assertThat(session.createTextMessage()).isNotNull();
    }
}
