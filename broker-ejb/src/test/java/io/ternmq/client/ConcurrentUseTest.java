package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What many threads may use at once (2.14, 6.2.14). */
class ConcurrentUseTest {

    private static final long WAIT = 5_000;
    private static final int THREADS = 8;
    private static final int ROUNDS = 20;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    @Test
    void shouldLetManyThreadsShareAFactoryAConnectionAndDestinations() throws Exception {
        TernConnectionFactory factory = BROKER.factory();
        Connection connection = BROKER.started();
        Session session = connection.createSession();
        Queue queue = session.createQueue(TestBroker.name("orders"));
        Topic topic = session.createTopic(TestBroker.name("news"));
        MessageConsumer subscriber = session.createConsumer(topic);
        Set<String> received = ConcurrentHashMap.newKeySet();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int thread = t;
            threads.add(ListenerTest.inBackground(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    try (Session own = connection.createSession();
                            JMSContext context = factory.createContext();
                            Connection other = factory.createQueueConnection()) {
                        own.createProducer(queue).send(own.createTextMessage(thread + "/" + round));
                        context.createProducer().send(topic, thread + "/" + round);
                        other.start();
                        connection.start();
                        assertThat(connection.getMetaData().getJMSVersion()).isEqualTo("3.1");
                        assertThat(received.add(text(own.createConsumer(queue).receive(WAIT))))
                                .isTrue();
                    }
                }
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get(60, TimeUnit.SECONDS);
        }

        assertThat(received).hasSize(THREADS * ROUNDS);
        for (int i = 0; i < THREADS * ROUNDS; i++) {
            assertThat(subscriber.receive(WAIT)).isNotNull();
        }
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
    }

    @Test
    void shouldRunListenersOfSeveralSessionsAtOnce() throws JMSException {
        Connection connection = BROKER.connect();
        Session sending = connection.createSession();
        Queue queue = sending.createQueue(TestBroker.name("orders"));
        CyclicBarrier allAtOnce = new CyclicBarrier(3);
        Set<Thread> met = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 3; i++) {
            Queue own = sending.createQueue(queue.getQueueName() + i);
            connection.createSession().createConsumer(own).setMessageListener(message -> {
                try {
                    allAtOnce.await(10, TimeUnit.SECONDS);
                    met.add(Thread.currentThread());
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            sending.createProducer(own).send(sending.createMessage());
        }

        connection.start();

        Awaitility.await().until(() -> met.size() == 3);
    }
}
