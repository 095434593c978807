package io.ternmq.delivery;

import static io.ternmq.delivery.Fixture.durable;
import static io.ternmq.delivery.Fixture.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.config.BrokerConfig;
import io.ternmq.config.RedeliveryPolicy;
import io.ternmq.store.MessageStore;
import io.ternmq.store.jpa.JpaMessageStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are delivered in vain: when each comes again, and where it ends. */
class RedeliveryTest {

    private static final RedeliveryPolicy POLICY =
            new RedeliveryPolicy(5, Duration.ofMillis(100), 2, Duration.ofHours(1));

    @TempDir
    Path data;

    private MessageStore store;
    private Fixture broker;

    @BeforeEach
    void open() {
        store = opened();
        broker = new Fixture(store, POLICY);
    }

    private MessageStore opened() {
        MessageStore made = JpaMessageStore.of(BrokerConfig.of(data));
        made.open();
        return made;
    }

    @AfterEach
    void close() {
        broker.subscriptions.close();
        store.close();
    }

    private void restart() {
        long now = broker.lane.millis();
        close();
        store = opened();
        broker = Fixture.recovered(store, POLICY, now);
    }

    /** Takes one message at a time: gives back what is poison, and acknowledges the rest. */
    private final class Worker {
        private final ConsumerHandle consumer;
        private final Map<String, List<Long>> times;
        private int taken;

        private Worker(ConsumerHandle consumer, Map<String, List<Long>> times) {
            this.consumer = consumer;
            this.times = times;
            broker.received.clear();
        }

        /** Whether there was one. */
        private boolean takeOne() {
            consumer.credit(1, true);
            broker.until(() -> broker.received.deliveries.size() > taken || !broker.received.drained.isEmpty());
            broker.received.drained.clear();
            if (broker.received.deliveries.size() == taken) {
                return false;
            }
            Received.Delivery delivery = broker.received.deliveries.get(taken++);
            times.computeIfAbsent(delivery.text(), text -> new ArrayList<>()).add(broker.lane.millis());
            Ranges one = ranges(delivery.number(), delivery.number());
            if (delivery.text().startsWith("poison")) {
                broker.get(consumer.release(one));
            } else {
                broker.get(consumer.acknowledge(one));
            }
            return true;
        }

        private void workFor(long millis) {
            long end = broker.lane.millis() + millis;
            while (broker.lane.millis() <= end) {
                while (takeOne()) {
                    // there is more
                }
                broker.lane.advance(1);
            }
        }
    }

    private void send(Partition to, String... texts) {
        for (String text : texts) {
            long expiresAt = broker.lane.millis() + 3_600_000;
            broker.send(to, Messages.message(text, true, 4, expiresAt, 0, Map.of("JMSXGroupID", "g")));
        }
    }

    private static List<Long> gaps(List<Long> times) {
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add(times.get(i) - times.get(i - 1));
        }
        return gaps;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBackOffForEachMessageByItsOwnCount(boolean restarted) {
        String[] poison = numbered(100, i -> "poison " + i);
        send(broker.queue("q"), poison);
        send(broker.queue("q"), "good");
        long sent = broker.lane.millis();
        Map<String, List<Long>> times = new LinkedHashMap<>();
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        Worker worker = new Worker(consumer, times);

        worker.workFor(350);
        assertThat(times.get("good")).as("behind 100 that failed at once").containsExactly(sent);
        assertThat(times.values()).allSatisfy(all -> assertThat(all.size()).isLessThanOrEqualTo(3));
        if (restarted) {
            broker.get(consumer.close(Ranges.NONE));
            broker.get(broker.partitions.stopCleanly());
            restart();
            worker = new Worker(broker.consumer("q", 1, ""), times);
        }
        worker.workFor(2_000);

        assertThat(times).hasSize(101);
        for (String text : poison) {
            assertThat(gaps(times.get(text))).as(text).containsExactly(100L, 200L, 400L, 800L);
        }
        QueuePartition dead = broker.queue("DLQ.q");
        broker.until(() -> broker.get(dead.snapshot()).depth() == 100);
        assertThat(broker.get(broker.queue("q").snapshot()).depth()).isZero();
        for (WaitingMessage letter : broker.get(dead.peek(100))) {
            assertThat(letter.message().expiresAt()).isZero();
            assertThat(letter.message().decodedHeader().expiration()).isZero();
            assertThat(letter.message().decodedHeader().properties())
                    .containsEntry("JMS_ternmq_originalDestination", "q")
                    .containsEntry("JMS_ternmq_deliveryCount", 5)
                    .containsEntry("JMSXGroupID", "g")
                    .containsKeys("JMS_ternmq_reason", "JMS_ternmq_deadAt");
        }
    }

    private static String[] numbered(int count, IntFunction<String> text) {
        String[] all = new String[count];
        for (int i = 0; i < count; i++) {
            all[i] = text.apply(i);
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "t.*", "#"})
    void shouldBackOffInASubscriptionOverARestart(String subscribed) {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        ConsumerHandle consumer = broker.subscriber(subscribed, 1, durable("s", ""));
        String topic = subscribed.replace("*", "x").replace("#", "t");
        send(broker.topic(topic), "poison", "good");
        Worker worker = new Worker(consumer, times);
        worker.workFor(350);
        assertThat(times.get("good")).hasSize(1);

        broker.get(consumer.close(Ranges.NONE));
        broker.get(broker.partitions.stopCleanly());
        restart();
        new Worker(broker.subscriber(subscribed, 1, durable("s", "")), times).workFor(2_000);

        assertThat(gaps(times.get("poison"))).containsExactly(100L, 200L, 400L, 800L);
        assertThat(times.get("good")).hasSize(1);
        broker.until(() -> broker.get(broker.queue("DLQ." + topic).snapshot()).depth() == 1);
    }

    @Test
    void shouldKeepTheDelayOverAnUncleanEnd() {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        send(broker.queue("q"), "poison");
        Worker worker = new Worker(broker.consumer("q", 1, ""), times);
        assertThat(worker.takeOne()).isTrue();
        long failed = broker.lane.millis();

        restart();
        new Worker(broker.consumer("q", 1, ""), times).workFor(150);

        assertThat(times.get("poison")).containsExactly(failed, failed + 100);
    }

    @Test
    void shouldNotDelayWhatTheApplicationHasNotSeen() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        send(broker.queue("q"), "a", "b");
        consumer.credit(2, false);
        broker.until(() -> broker.received.deliveries.size() == 2);

        broker.get(consumer.release(ranges(1, 1)));
        consumer.credit(2, false);
        broker.until(() -> broker.received.deliveries.size() == 3);
        broker.lane.advance(99);
        assertThat(broker.received.texts()).containsExactly("a", "b", "b");
        broker.lane.advance(1);
        broker.until(() -> broker.received.deliveries.size() == 4);

        assertThat(broker.received.deliveries)
                .extracting(d -> d.text() + d.count())
                .containsExactly("a1", "b1", "b1", "a2");
    }

    @Test
    void shouldExpireWhileItsRedeliveryIsPutOff() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        QueuePartition queue = broker.queue("q");
        broker.send(queue, Messages.message("a", true, 4, broker.lane.millis() + 50, 0, Map.of()));
        consumer.credit(1, false);
        broker.until(() -> broker.received.deliveries.size() == 1);
        broker.get(consumer.release(ranges(1, 1)));

        broker.lane.advance(1_100); // expiry is looked after once a second

        assertThat(queue.counters().expired()).isOne();
        assertThat(broker.get(queue.snapshot()).depth()).isZero();
        consumer.credit(1, true);
        broker.until(() -> !broker.received.drained.isEmpty());
        assertThat(broker.received.texts()).containsExactly("a");
    }

    @Test
    void shouldComeBackAtTheHeadAtOnceByDefault() {
        Fixture plain = new Fixture(store);
        ConsumerHandle consumer = plain.consumer("p", 1, "");
        plain.send(plain.queue("p"), Messages.volatileOne("a"));
        plain.send(plain.queue("p"), Messages.volatileOne("b"));
        consumer.credit(1, false);
        plain.until(() -> plain.received.deliveries.size() == 1);

        plain.get(consumer.release(ranges(1, 1)));
        consumer.credit(2, false);

        assertThat(plain.received.texts()).containsExactly("a", "a", "b");
        plain.subscriptions.close();
    }
}
