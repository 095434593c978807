package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads at once: nothing is lost, and nothing that was acknowledged comes again. */
@Timeout(60)
class ClientStressTest {

    private static final int PRODUCERS = 3;
    private static final int EACH = 400;
    private static final int TOTAL = PRODUCERS * EACH;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private final String queue = TestBroker.name("stress");
    private final Map<String, Integer> done = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private void start(ListenerTest.Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (Exception e) {
                failures.add(e);
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void produce() {
        for (int p = 0; p < PRODUCERS; p++) {
            String prefix = "p" + p + "-";
            int mode = p == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
            start(() -> {
                try (Connection connection = BROKER.factory().createConnection()) {
                    Session session = connection.createSession();
                    MessageProducer producer = session.createProducer(session.createQueue(queue));
                    producer.setDeliveryMode(mode);
                    for (int i = 0; i < EACH; i++) {
                        producer.send(session.createTextMessage(prefix + i));
                    }
                }
            });
        }
    }

    private void finish(List<String> batch) {
        batch.forEach(text -> done.merge(text, 1, Integer::sum));
        count.addAndGet(batch.size());
        batch.clear();
    }

    private void expectAllOnce() throws InterruptedException {
        Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(40))
                .until(() -> count.get() >= TOTAL || !failures.isEmpty());
        for (Thread thread : threads) {
            thread.join(10_000);
        }
        assertThat(failures).isEmpty();
        assertThat(done).hasSize(TOTAL);
        assertThat(done.values()).allMatch(times -> times == 1);
        Awaitility.await().until(() -> BROKER.depth(queue) == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void shouldLoseAndDoubleNothingAcrossRollbacks(int prefetch) throws Exception {
        produce();
        for (int c = 0; c < 3; c++) {
            Random random = new Random(c);
            TernConnectionFactory factory = BROKER.factory();
            factory.setPrefetch(prefetch);
            start(() -> {
                try (Connection connection = factory.createConnection()) {
                    connection.start();
                    Session session = connection.createSession(Session.SESSION_TRANSACTED);
                    MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                    List<String> batch = new ArrayList<>();
                    while (count.get() < TOTAL) {
                        Message message = random.nextBoolean() ? consumer.receive(20) : consumer.receiveNoWait();
                        if (message != null) {
                            batch.add(text(message));
                        }
                        if (batch.size() >= 1 + random.nextInt(20) || message == null) {
                            if (random.nextInt(10) == 0 && deliveriesLeft(message)) {
                                session.rollback();
                                batch.clear();
                            } else {
                                session.commit();
                                finish(batch);
                            }
                        }
                    }
                }
            });
        }

        expectAllOnce();
    }

    /** Whether one more rollback keeps the message out of the dead-letter queue. */
    private static boolean deliveriesLeft(Message message) throws JMSException {
        return message == null || message.getIntProperty("JMSXDeliveryCount") < 4;
    }

    @Test
    void shouldLoseAndDoubleNothingAcrossFailingListeners() throws Exception {
        List<Connection> connections = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            Random random = new Random(c);
            Connection connection = BROKER.connect();
            connections.add(connection);
            Session session = connection.createSession();
            session.createConsumer(session.createQueue(queue)).setMessageListener(message -> {
                try {
                    if (random.nextInt(25) == 0 && deliveriesLeft(message)) {
                        session.recover();
                    } else {
                        finish(new ArrayList<>(List.of(text(message))));
                    }
                } catch (JMSException e) {
                    failures.add(e);
                }
            });
            connection.start();
        }
        produce();

        expectAllOnce();
    }

    @Test
    void shouldLoseAndDoubleNothingWhereConsumersComeAndGo() throws Exception {
        produce();
        for (int c = 0; c < 3; c++) {
            Random random = new Random(c);
            start(() -> {
                try (Connection connection = BROKER.factory().createConnection()) {
                    connection.start();
                    Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                    while (count.get() < TOTAL) {
                        List<String> batch = new ArrayList<>();
                        MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                        Message last = null;
                        for (int i = random.nextInt(30); i >= 0; i--) {
                            Message message = consumer.receive(10);
                            if (message != null) {
                                last = message;
                                batch.add(text(message));
                            }
                        }
                        boolean closeFirst = random.nextBoolean();
                        if (closeFirst) {
                            consumer.close();
                        }
                        if (last != null) {
                            last.acknowledge();
                            finish(batch);
                        }
                        consumer.close();
                    }
                }
            });
        }

        expectAllOnce();
    }

    @Test
    void shouldLeaveNoThreadsBehind() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (Connection connection = BROKER.factory().createConnection()) {
                Session session = connection.createSession();
                session.createConsumer(session.createQueue(queue)).setMessageListener(message -> {});
                connection.start();
            }
        }

        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("tern-session-") || name.startsWith("tern-client-io")));
    }
}
