package io.ternmq.boot;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker's process is killed while publishers send to ever new topics and a durable subscriber takes them all by a pattern: each
 * message whose send returned is either committed by the subscriber or there after the restart, once, and in its publisher's order.
 */
class PatternKillTest {

    private static final int PUBLISHERS = 3;
    private static final int MESSAGES_A_TOPIC = 7;
    private static final int BATCH = 5;

    @TempDir
    Path directory;

    private BrokerProcess broker;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerProcess(directory.resolve("data"));
        broker.start();
    }

    @AfterEach
    void stop() throws Exception {
        threads.shutdownNow();
        broker.close();
    }

    @RepeatedTest(3)
    void shouldLoseAndDoubleNothing(RepetitionInfo repetition) throws Exception {
        killWhilePublishing(new Random(repetition.getCurrentRepetition()));
    }

    @Tag("soak")
    @RepeatedTest(50)
    void shouldLoseAndDoubleNothingManyTimes(RepetitionInfo repetition) throws Exception {
        killWhilePublishing(new Random(5000L + repetition.getCurrentRepetition()));
    }

    private void killWhilePublishing(Random random) throws Exception {
        try (Connection connection = connection()) {
            subscribe(connection.createSession()).close();
        }
        AtomicInteger total = new AtomicInteger();
        List<Future<Integer>> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            int publisher = p;
            publishers.add(threads.submit(() -> publish(publisher, total)));
        }
        List<String> committed = new ArrayList<>();
        List<String> inDoubt = new ArrayList<>();
        Future<?> subscriber = threads.submit(() -> consume(committed, inDoubt));
        int count = 1 + random.nextInt(1500);
        while (total.get() < count) {
            Thread.onSpinWait();
        }
        broker.kill();
        int[] returned = new int[PUBLISHERS];
        for (int p = 0; p < PUBLISHERS; p++) {
            returned[p] = publishers.get(p).get();
        }
        subscriber.get();

        broker.start();
        List<String> left = drain();

        assertThat(left).doesNotHaveDuplicates().doesNotContainAnyElementsOf(committed);
        if (!left.containsAll(inDoubt)) {
            assertThat(left).as("a commit is whole").doesNotContainAnyElementsOf(inDoubt);
            committed.addAll(inDoubt);
        }
        for (int p = 0; p < PUBLISHERS; p++) {
            List<Integer> all = new ArrayList<>(numbers(committed, p));
            all.addAll(numbers(left, p));
            assertThat(all)
                    .as("messages of publisher %d, of which %d sends returned", p, returned[p])
                    .isEqualTo(IntStream.range(0, all.size()).boxed().toList())
                    .hasSizeBetween(returned[p], returned[p] + 1);
        }
    }

    private Connection connection() throws JMSException {
        Connection connection = broker.factory().createConnection();
        connection.setClientID("subscriber");
        connection.start();
        return connection;
    }

    private static MessageConsumer subscribe(Session session) throws JMSException {
        return session.createDurableConsumer(session.createTopic("orders.#"), "all");
    }

    private int publish(int publisher, AtomicInteger total) throws Exception {
        int returned = 0;
        try (Connection connection = broker.factory().createConnection()) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer sender = session.createProducer(null);
            while (true) {
                String topic = "orders." + publisher + "." + returned / MESSAGES_A_TOPIC;
                sender.send(session.createTopic(topic), session.createTextMessage(publisher + ":" + returned));
                returned++;
                total.incrementAndGet();
            }
        } catch (JMSException e) {
            return returned; // the broker is dead
        }
    }

    private Void consume(List<String> committed, List<String> inDoubt) throws Exception {
        try (Connection connection = connection()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageConsumer consumer = subscribe(session);
            while (true) {
                for (int i = 0; i < BATCH; i++) {
                    if (!(consumer.receive() instanceof TextMessage message)) {
                        return null;
                    }
                    inDoubt.add(message.getText());
                }
                session.commit();
                committed.addAll(inDoubt);
                inDoubt.clear();
            }
        } catch (JMSException e) {
            return null; // the broker is dead
        }
    }

    private List<String> drain() throws JMSException {
        List<String> left = new ArrayList<>();
        try (Connection connection = connection()) {
            MessageConsumer consumer = subscribe(connection.createSession());
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                left.add(((TextMessage) message).getText());
            }
        }
        return left;
    }

    private static List<Integer> numbers(List<String> texts, int publisher) {
        return texts.stream()
                .filter(text -> text.startsWith(publisher + ":"))
                .map(text -> Integer.valueOf(text.substring(text.indexOf(':') + 1)))
                .toList();
    }
}
