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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker's process is killed at random moments while clients work: what a client was told is done is there after the restart,
 * exactly once and in order, and nothing that was rolled back is.
 */
class KillTest {

    private static final int PRODUCERS = 4;
    private static final int QUICK_ROUNDS = 5;
    private static final int BATCH = 10;

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

    @RepeatedTest(QUICK_ROUNDS)
    void shouldKeepEverySendThatReturned(RepetitionInfo repetition) throws Exception {
        killWhileProducing(new Random(repetition.getCurrentRepetition()));
    }

    @Tag("soak")
    @RepeatedTest(50)
    void shouldKeepEverySendThatReturnedManyTimes(RepetitionInfo repetition) throws Exception {
        killWhileProducing(new Random(1000L + repetition.getCurrentRepetition()));
    }

    @RepeatedTest(QUICK_ROUNDS)
    void shouldKeepWholeTransactionsOnly(RepetitionInfo repetition) throws Exception {
        killWhileCommitting(new Random(repetition.getCurrentRepetition()));
    }

    @Tag("soak")
    @RepeatedTest(50)
    void shouldKeepWholeTransactionsOnlyManyTimes(RepetitionInfo repetition) throws Exception {
        killWhileCommitting(new Random(2000L + repetition.getCurrentRepetition()));
    }

    @RepeatedTest(QUICK_ROUNDS)
    void shouldNotRedeliverWhatWasAcknowledged(RepetitionInfo repetition) throws Exception {
        killWhileConsuming(new Random(repetition.getCurrentRepetition()));
    }

    @Tag("soak")
    @RepeatedTest(50)
    void shouldNotRedeliverWhatWasAcknowledgedManyTimes(RepetitionInfo repetition) throws Exception {
        killWhileConsuming(new Random(3000L + repetition.getCurrentRepetition()));
    }

    @Test
    void shouldFlagNothingAsRedeliveredAfterACleanStop() throws Exception {
        try (Connection connection = broker.factory().createConnection()) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue("q"));
            for (int i = 0; i < 100; i++) {
                producer.send(session.createTextMessage("0:" + i));
            }
            connection.start();
            try (MessageConsumer consumer = session.createConsumer(session.createQueue("q"))) {
                assertThat(consumer.receive(10_000)).isNotNull();
            }
        }
        broker.stop();
        broker.start();

        List<Message> left = drain();

        assertThat(numbers(left, 0)).hasSize(99).startsWith(1).isSorted();
        for (Message message : left) {
            assertThat(message.getJMSRedelivered()).isFalse();
        }
    }

    private void killWhileProducing(Random random) throws Exception {
        AtomicInteger total = new AtomicInteger();
        List<Future<Integer>> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            producers.add(threads.submit(() -> produce(producer, total)));
        }
        killAfter(total, 1 + random.nextInt(3000));
        int[] returned = new int[PRODUCERS];
        for (int p = 0; p < PRODUCERS; p++) {
            returned[p] = producers.get(p).get();
        }

        broker.start();
        List<Message> left = drain();

        for (int p = 0; p < PRODUCERS; p++) {
            assertThat(numbers(left, p))
                    .as("messages of producer %d, of which %d sends returned", p, returned[p])
                    .isEqualTo(upTo(returned[p], numbers(left, p).size()));
        }
    }

    /** 0, 1, … of what returned, and perhaps the one whose send was under way. */
    private static List<Integer> upTo(int returned, int found) {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < returned + (found == returned + 1 ? 1 : 0); i++) {
            expected.add(i);
        }
        return expected;
    }

    private int produce(int producer, AtomicInteger total) throws Exception {
        int returned = 0;
        try (Connection connection = broker.factory().createConnection()) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer sender = session.createProducer(session.createQueue("q"));
            while (true) {
                sender.send(session.createTextMessage(producer + ":" + returned));
                returned++;
                total.incrementAndGet();
            }
        } catch (JMSException e) {
            return returned; // the broker is dead
        }
    }

    private void killWhileCommitting(Random random) throws Exception {
        AtomicInteger total = new AtomicInteger();
        List<Future<Integer>> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            producers.add(threads.submit(() -> commit(producer, total)));
        }
        killAfter(total, 1 + random.nextInt(400));
        int[] returned = new int[PRODUCERS];
        for (int p = 0; p < PRODUCERS; p++) {
            returned[p] = producers.get(p).get();
        }

        broker.start();
        List<Message> left = drain();

        for (int p = 0; p < PRODUCERS; p++) {
            List<Integer> found = numbers(left, p);
            assertThat(found.size() % BATCH)
                    .as("no transaction is there in part")
                    .isZero();
            assertThat(found)
                    .as("messages of producer %d, of which %d commits returned", p, returned[p])
                    .isEqualTo(committed(found.size() / BATCH))
                    .hasSizeBetween(returned[p] * BATCH, (returned[p] + 1) * BATCH);
        }
    }

    /** Every third batch is rolled back, so its numbers are missing. */
    private static List<Integer> committed(int batches) {
        List<Integer> expected = new ArrayList<>();
        for (int batch = 0; expected.size() < batches * BATCH; batch++) {
            for (int i = 0; i < BATCH && batch % 3 != 2; i++) {
                expected.add(batch * BATCH + i);
            }
        }
        return expected;
    }

    private int commit(int producer, AtomicInteger total) throws Exception {
        int returned = 0;
        try (Connection connection = broker.factory().createConnection()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer sender = session.createProducer(session.createQueue("q"));
            for (int batch = 0; ; batch++) {
                for (int i = 0; i < BATCH; i++) {
                    sender.send(session.createTextMessage(producer + ":" + (batch * BATCH + i)));
                }
                if (batch % 3 == 2) {
                    session.rollback();
                } else {
                    session.commit();
                    returned++;
                    total.incrementAndGet();
                }
            }
        } catch (JMSException e) {
            return returned; // the broker is dead
        }
    }

    private void killWhileConsuming(Random random) throws Exception {
        int count = 10_000;
        try (Connection connection = broker.factory().createConnection()) {
            Session session = connection.createSession(Session.SESSION_TRANSACTED);
            MessageProducer sender = session.createProducer(session.createQueue("q"));
            for (int i = 0; i < count; i++) {
                sender.send(session.createTextMessage("0:" + i));
            }
            session.commit();
        }
        AtomicInteger total = new AtomicInteger();
        boolean transacted = random.nextBoolean();
        Future<int[]> consumer = threads.submit(() -> consume(transacted, total));
        killAfter(total, 1 + random.nextInt(200));
        int[] acknowledgedAndSeen = consumer.get();

        broker.start();
        List<Message> left = drain();

        List<Integer> found = numbers(left, 0);
        assertThat(found)
                .as("exactly once and in order")
                .isSorted()
                .doesNotHaveDuplicates()
                .endsWith(count - 1);
        int first = found.get(0);
        assertThat(first)
                .as("acknowledged, or perhaps the batch whose acknowledgement was under way")
                .isBetween(acknowledgedAndSeen[0], acknowledgedAndSeen[0] + BATCH);
        assertThat(found).hasSize(count - first);
        for (int i = 0; i < acknowledgedAndSeen[1] - first; i++) {
            Message seenBefore = left.get(i);
            assertThat(seenBefore.getJMSRedelivered())
                    .as("message %d was seen before", first + i)
                    .isTrue();
            assertThat(seenBefore.getIntProperty("JMSXDeliveryCount")).isGreaterThanOrEqualTo(2);
        }
    }

    /** How many were acknowledged by a call that returned, and how many were seen. */
    private int[] consume(boolean transacted, AtomicInteger total) throws Exception {
        int acknowledged = 0;
        int seen = 0;
        try (Connection connection = broker.factory().createConnection()) {
            connection.start();
            Session session =
                    connection.createSession(transacted ? Session.SESSION_TRANSACTED : Session.CLIENT_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
            while (true) {
                Message last = null;
                for (int i = 0; i < BATCH; i++) {
                    last = consumer.receive(10_000);
                    if (last == null) {
                        return new int[] {acknowledged, seen};
                    }
                    seen++;
                }
                if (transacted) {
                    session.commit();
                } else {
                    last.acknowledge();
                }
                acknowledged = seen;
                total.incrementAndGet();
            }
        } catch (JMSException e) {
            return new int[] {acknowledged, seen}; // the broker is dead
        }
    }

    private void killAfter(AtomicInteger total, int count) throws InterruptedException {
        while (total.get() < count) {
            Thread.onSpinWait();
        }
        broker.kill();
    }

    private List<Message> drain() throws JMSException {
        List<Message> left = new ArrayList<>();
        try (Connection connection = broker.factory().createConnection()) {
            connection.start();
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("q"));
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                left.add(message);
            }
        }
        return left;
    }

    private static List<Integer> numbers(List<Message> messages, int producer) throws JMSException {
        List<Integer> numbers = new ArrayList<>();
        for (Message message : messages) {
            String[] parts = ((TextMessage) message).getText().split(":");
            if (Integer.parseInt(parts[0]) == producer) {
                numbers.add(Integer.parseInt(parts[1]));
            }
        }
        return numbers;
    }
}
