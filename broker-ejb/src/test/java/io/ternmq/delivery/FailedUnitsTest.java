package io.ternmq.delivery;

import static io.ternmq.delivery.Fixture.durable;
import static io.ternmq.delivery.Fixture.ranges;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.config.RedeliveryPolicy;
import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.store.Change;
import io.ternmq.store.FaultyStore;
import io.ternmq.store.FaultyStore.Fault;
import io.ternmq.store.memory.MemoryMessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Units of the store that fail, that come late, and that a crash cuts off: nothing is lost, doubled or counted wrong. */
class FailedUnitsTest {

    private static final SubscriptionSpec SHARED = new SubscriptionSpec("client", "s", true, true, null, "");

    private final MemoryMessageStore memory = new MemoryMessageStore();
    private final FaultyStore store = new FaultyStore(memory);
    private Fixture broker;

    @BeforeEach
    void open() {
        store.open();
        broker = new Fixture(store);
    }

    @AfterEach
    void close() {
        broker.subscriptions.close();
        store.close();
    }

    /** A lane whose turn comes when the test says so. */
    private static final class LateLane implements Lane {
        private final List<Runnable> tasks = new ArrayList<>();

        @Override
        public boolean inLane() {
            return false;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Runnable schedule(Runnable task, long delayMillis) {
            throw new UnsupportedOperationException("no task of this lane waits for a time");
        }

        private void runAll() {
            List.copyOf(tasks).forEach(Runnable::run);
            tasks.clear();
        }
    }

    private void publish(String... texts) {
        for (String text : texts) {
            broker.send(broker.topic("t"), Messages.persistent(text));
        }
    }

    private List<String> afterACrash(SubscriptionSpec spec) {
        Fixture after = Fixture.recovered(memory);
        after.subscriber("t", 1, spec).credit(100, true);
        after.until(() -> !after.received.drained.isEmpty());
        after.subscriptions.close();
        return after.received.texts();
    }

    private UnitOfWork held(LateLane lane, ConsumerHandle consumer, Ranges ranges, RuntimeException end) {
        UnitOfWork unit = new UnitOfWork(store);
        unit.add(consumer.acknowledging(ranges));
        unit.add(new UnitOfWork.Part(lane, () -> {
            if (end != null) {
                throw end;
            }
            return List.of();
        }));
        return unit;
    }

    @Test
    void shouldNotMoveTheCursorOverWhatAnUnfinishedTransactionAcknowledges() {
        ConsumerHandle one = broker.subscriber("t", 1, SHARED);
        ConsumerHandle two = broker.subscriber("t", 2, SHARED);
        one.credit(1, false);
        publish("a");
        broker.until(() -> broker.received.texts(1).size() == 1);
        two.credit(1, false);
        publish("b");
        broker.until(() -> broker.received.texts(2).size() == 1);

        held(new LateLane(), one, ranges(1, 1), null).commit();
        broker.get(two.acknowledge(ranges(1, 1)));

        assertThat(afterACrash(SHARED)).containsExactly("a");
    }

    @Test
    void shouldKeepARowWhileTheAcknowledgementThatNeedsItNoMoreMayFail() {
        ConsumerHandle one = broker.subscriber("t", 1, durable("one", ""));
        ConsumerHandle two = broker.subscriber("t", 2, durable("two", ""));
        one.credit(1, false);
        two.credit(1, false);
        publish("a");
        broker.until(() -> broker.received.deliveries.size() == 2);
        LateLane lane = new LateLane();

        CompletableFuture<Void> committed = held(lane, one, ranges(1, 1), new IllegalStateException("refused"))
                .commit();
        broker.get(two.acknowledge(ranges(1, 1)));
        lane.runAll();
        broker.until(committed::isCompletedExceptionally);

        assertThat(afterACrash(durable("one", ""))).containsExactly("a");
        assertThat(afterACrash(durable("two", ""))).isEmpty();
    }

    @Test
    void shouldRemoveARowOnceTwoUnitsThatWereUnderWayTogetherNeedItNoMore() {
        ConsumerHandle one = broker.subscriber("t", 1, durable("one", ""));
        ConsumerHandle two = broker.subscriber("t", 2, durable("two", ""));
        one.credit(1, false);
        two.credit(1, false);
        publish("a");
        broker.until(() -> broker.received.deliveries.size() == 2);
        LateLane lane = new LateLane();

        CompletableFuture<Void> committed = held(lane, one, ranges(1, 1), null).commit();
        broker.get(two.acknowledge(ranges(1, 1)));
        lane.runAll();
        broker.get(committed);

        broker.until(() -> rows("t").isEmpty());
    }

    private List<Long> rows(String topic) {
        List<Long> sequences = new ArrayList<>();
        memory.loadMessages(broker.topic(topic).destination().id(), m -> sequences.add(m.sequence()));
        return sequences;
    }

    @Test
    void shouldKeepAnAcknowledgementThatFailedFirstAndSucceededThen() {
        ConsumerHandle one = broker.subscriber("t", 1, durable("one", ""));
        broker.subscriber("t", 2, durable("two", ""));
        one.credit(2, false);
        publish("a");
        broker.until(() -> broker.received.texts(1).size() == 1);

        store.failWrite(1, Fault.BEFORE_WRITE);
        assertThatThrownBy(() -> broker.get(one.acknowledge(ranges(1, 1)))).isNotNull();
        broker.until(() -> broker.received.texts(1).size() == 2);
        broker.get(one.acknowledge(ranges(2, 2)));

        assertThat(afterACrash(durable("one", ""))).isEmpty();
        assertThat(afterACrash(durable("two", ""))).containsExactly("a");
    }

    @Test
    void shouldNotTakeANewMessageForOneThatWasDoneBeforeACleanStop() {
        ConsumerHandle consumer = broker.subscriber("t", 1, durable("s", ""));
        consumer.credit(2, false);
        publish("a", "b");
        broker.until(() -> broker.received.deliveries.size() == 2);
        broker.get(consumer.acknowledge(ranges(2, 2)));
        broker.get(consumer.close(Ranges.NONE));
        broker.lane.runAll();
        broker.get(broker.partitions.stopCleanly());
        Fixture second = Fixture.recovered(memory);

        second.send(second.topic("t"), Messages.persistent("c"));
        second.subscriptions.close();

        assertThat(afterACrash(durable("s", ""))).containsExactly("a", "c");
    }

    @Test
    void shouldKeepOthersRowsWhenADeletedSubscriptionsMessageIsAcknowledged() {
        ConsumerHandle one = broker.subscriber("t", 1, durable("one", ""));
        broker.get(broker.subscriber("t", 2, durable("two", "")).close(Ranges.NONE));
        one.credit(1, false);
        publish("a");
        broker.until(() -> broker.received.deliveries.size() == 1);
        broker.get(one.close(ranges(1, 1)));
        broker.get(broker.subscriptions.unsubscribe("client", "one"));

        broker.get(one.acknowledge(ranges(1, 1)));

        assertThat(afterACrash(durable("two", ""))).containsExactly("a");
    }

    @Test
    void shouldChangeNothingWhenASubscriptionCannotBeDeleted() {
        broker.get(broker.subscriber("t", 1, durable("s", "")).close(Ranges.NONE));
        publish("a");
        store.failWrite(1, Fault.BEFORE_WRITE);
        assertThatThrownBy(() -> broker.get(broker.subscriptions.unsubscribe("client", "s")))
                .isNotNull();
        publish("b");

        assertThat(broker.get(broker.topic("t").snapshot())).hasSize(1);
        assertThat(afterACrash(durable("s", ""))).containsExactly("a", "b");
    }

    @Test
    void shouldChangeNothingWhenASubscriptionCannotBeReplaced() {
        broker.get(broker.subscriber("t", 1, durable("s", "")).close(Ranges.NONE));
        publish("a");
        store.failWrite(1, Fault.BEFORE_WRITE);
        assertThatThrownBy(() -> broker.subscriber("t", 2, durable("s", "n = 1")))
                .isNotNull();
        publish("b");

        assertThat(broker.get(broker.topic("t").snapshot())).hasSize(1);
        assertThat(memory.loadSubscriptions()).hasSize(1);
        assertThat(afterACrash(durable("s", ""))).containsExactly("a", "b");
    }

    @Test
    void shouldNotPileUpRowsForWhatNoLocalLeavesOut() {
        SubscriptionSpec noLocal = new SubscriptionSpec("client", "s", true, false, Publisher.ofClient("client"), "");
        broker.get(broker.subscriber("t", 1, noLocal).close(Ranges.NONE));
        ConsumerHandle all = broker.subscriber("t", 2, durable("all", ""));
        all.credit(1000, false);
        for (int i = 1; i <= 500; i++) {
            broker.send(broker.topic("t"), Messages.from(new Publisher("c", "client"), "own", true, 4, 0, 0, Map.of()));
        }

        memory.loadSubscriptions()
                .forEach(kept -> assertThat(memory.loadEntries(kept.id())).hasSizeLessThanOrEqualTo(100));
        assertThat(afterACrash(noLocal)).isEmpty();
    }

    private void assertTheCountsAddUp(QueuePartition queue) {
        assertThat(queue.counters().enqueued())
                .isEqualTo(broker.get(queue.snapshot()).depth()
                        + queue.counters().dequeued()
                        + queue.counters().expired());
    }

    @Test
    void shouldMoveToTheDeadLetterQueueOnceTheStoreCanAndCountRightMeanwhile() {
        QueuePartition queue = broker.queue("q");
        QueuePartition dead = broker.queue("DLQ.q");
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        broker.send(queue, Messages.persistent("poison"));
        for (int i = 1; i < RedeliveryPolicy.DEFAULT.maxDeliveries(); i++) {
            int expected = i;
            consumer.credit(1, false);
            broker.until(() -> broker.received.texts().size() == expected);
            broker.get(consumer.release(ranges(i, i)));
        }
        consumer.credit(1, false);
        broker.until(() -> broker.received.texts().size() == RedeliveryPolicy.DEFAULT.maxDeliveries());

        store.failWrite(1, Fault.BEFORE_WRITE);
        broker.get(consumer.release(
                ranges(RedeliveryPolicy.DEFAULT.maxDeliveries(), RedeliveryPolicy.DEFAULT.maxDeliveries())));
        consumer.credit(5, false);
        assertTheCountsAddUp(queue);
        broker.until(() -> {
            assertTheCountsAddUp(queue);
            broker.lane.advance(200);
            return broker.get(dead.snapshot()).depth() == 1;
        });

        assertTheCountsAddUp(queue);
        assertThat(broker.get(queue.snapshot())).isEqualTo(new QueueSnapshot(0, 0, 1));
        assertThat(broker.received.texts()).as("ten times, not more").hasSize(RedeliveryPolicy.DEFAULT.maxDeliveries());
        assertThat(queue.counters().dequeued()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpAMessageThatEndedTheBrokerEachTime() {
        broker.send(broker.queue("q"), Messages.persistent("killer"));
        Fixture now = broker;
        for (int i = 1; i <= RedeliveryPolicy.DEFAULT.maxDeliveries(); i++) {
            Fixture broken = now;
            broken.consumer("q", 1, "").credit(1, false);
            broken.until(() -> broken.received.texts().size() == 1);
            now = Fixture.recovered(memory);
        }
        Fixture last = now;

        last.consumer("q", 1, "").credit(1, false);
        QueuePartition dead = last.queue("DLQ.q");
        last.until(() -> last.get(dead.snapshot()).depth() == 1);

        assertThat(last.received.texts()).isEmpty();
        assertThat(last.get(last.queue("q").snapshot()).depth()).isZero();
    }

    @Test
    void shouldKeepServingADestinationThatCouldNotBeKeptAtFirst() {
        store.failWrite(1, Fault.BEFORE_WRITE);
        ConsumerHandle consumer = broker.consumer("late", 1, "");
        consumer.credit(1, false);
        broker.get(store.write(List.of()));
        broker.lane.runAll();
        assertThatThrownBy(() -> broker.get(broker.queue("late").send(Messages.persistent("too early"))))
                .isNotNull();
        broker.lane.advance(1000);
        broker.get(store.write(List.of()));
        broker.lane.runAll();

        broker.send(broker.queue("late"), Messages.persistent("a"));
        broker.until(() -> broker.received.texts().equals(List.of("a")));

        Fixture after = Fixture.recovered(memory);
        assertThat(after.get(after.queue("late").snapshot()).depth()).isEqualTo(1);
    }

    @Test
    void shouldServeWhatWaitsBehindAMessageWhoseHeaderIsNone() {
        QueuePartition queue = broker.queue("q");
        BrokerMessage rubbish = new BrokerMessage(Publisher.NONE, true, 4, 0, 0, new byte[] {1, 99, 7}, new byte[] {1});
        ConsumerHandle picky = broker.consumer("q", 1, "n = 1");
        picky.credit(10, false);
        broker.send(queue, rubbish);
        broker.send(queue, Messages.message("good", true, 4, 0, 0, Map.of("n", 1)));

        broker.until(() -> broker.received.texts().equals(List.of("good")));
        ConsumerHandle any = broker.consumer("q", 2, "");
        for (int i = 1; i <= RedeliveryPolicy.DEFAULT.maxDeliveries(); i++) {
            int expected = i;
            any.credit(1, false);
            broker.until(() -> broker.received.texts(2).size() == expected);
            broker.get(any.release(ranges(i, i)));
        }
        QueuePartition dead = broker.queue("DLQ.q");
        broker.until(() -> broker.get(dead.snapshot()).depth() == 1);
        broker.until(() -> broker.get(queue.snapshot()).equals(new QueueSnapshot(1, 1, 2)));
    }

    @Test
    void shouldDropADelayedMessageWhoseTimeWasOverBeforeItWasDue() {
        QueuePartition queue = broker.queue("q");
        long now = broker.lane.millis();
        broker.send(queue, Messages.message("never", true, 4, now + 1500, now + 5000, Map.of()));

        broker.lane.advance(10_000);

        broker.until(() -> broker.get(queue.snapshot()).depth() == 0);
        assertThat(queue.counters().expired()).isEqualTo(1);
        assertTheCountsAddUp(queue);
    }

    @Test
    void shouldKeepNoTimerForWhatIsGone() {
        QueuePartition queue = (QueuePartition) broker.partitions.of(broker.partitions.createTemporary(false, "c"));
        long year = broker.lane.millis() + 365L * 24 * 3600 * 1000;
        broker.send(queue, Messages.message("ttl", false, 4, year, 0, Map.of()));
        broker.send(queue, Messages.message("delayed", false, 4, 0, year, Map.of()));
        ConsumerHandle subscriber = broker.subscriber("t", 1, Fixture.unnamed());
        broker.send(broker.topic("t"), Messages.message("ttl", false, 4, year, 0, Map.of()));
        assertThat(broker.lane.scheduled()).isEqualTo(3);

        broker.partitions.dropTemporaries(List.of(queue.destination()));
        broker.get(subscriber.close(Ranges.NONE));
        broker.lane.runAll();

        assertThat(broker.lane.scheduled()).isZero();
        assertThat(broker.destinations.find(DestinationName.topic("t"))).isPresent();
    }

    @Test
    void shouldHoldBackWhatAConnectionCannotTakeAndAnswerTheDrainAfterIt() {
        QueuePartition queue = broker.queue("q");
        broker.send(queue, Messages.volatileOne("a"));
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        broker.received.ready = false;

        consumer.credit(5, true);
        broker.send(queue, Messages.volatileOne("b"));
        assertThat(broker.received.texts()).isEmpty();
        assertThat(broker.received.drained).isEmpty();
        broker.received.ready = true;
        consumer.resume();

        assertThat(broker.received.texts()).containsExactly("a", "b");
        assertThat(broker.received.drained).containsExactly(1);
    }

    @Test
    void shouldRefuseAConsumerThatComesRightBehindTheDeletion() {
        QueuePartition queue = (QueuePartition) broker.partitions.of(broker.partitions.createTemporary(false, "c"));
        TopicPartition topic = (TopicPartition) broker.partitions.of(broker.partitions.createTemporary(true, "c"));
        broker.partitions.dropTemporaries(List.of(queue.destination(), topic.destination()));
        broker.lane.runAll();

        assertThatThrownBy(() -> broker.get(queue.subscribe(broker.received, 1, 1, null)))
                .hasRootCauseInstanceOf(DeliveryException.class);
        assertThatThrownBy(() ->
                        broker.get(broker.subscriptions.subscribe(topic, Fixture.unnamed(), broker.received, 1, 1)))
                .hasRootCauseInstanceOf(DeliveryException.class);
    }

    @Test
    void shouldNeverMoveTheDispatchMarkBack() {
        List<Long> asked = new ArrayList<>();
        DispatchMark mark = new DispatchMark(broker.lane, store, new MarksOnly(asked), () -> {});
        store.failWrite(2, Fault.BEFORE_WRITE);
        mark.covers(1);
        mark.covers(3000);
        mark.covers(6000);
        broker.get(store.write(List.of()));
        broker.lane.runAll();
        broker.lane.advance(1000);
        assertThat(mark.covers(6000)).isTrue();

        store.failWrite(1, Fault.BEFORE_WRITE);
        mark.covers(mark.reached()); // within the last half of a stride, whatever that is
        broker.get(store.write(List.of()));
        broker.lane.runAll();
        mark.covers(10);

        assertThat(asked).isSorted();
    }

    private record MarksOnly(List<Long> asked) implements Settlement {
        @Override
        public long ownerId() {
            return 1;
        }

        @Override
        public boolean isStored(Entry entry) {
            return true;
        }

        @Override
        public Reservation done(List<Entry> entries) {
            return new Reservation.Plain(List.of());
        }

        @Override
        public Change delivered(Entry entry) {
            throw new UnsupportedOperationException("nothing is delivered here");
        }

        @Override
        public Change mark(long sequence) {
            asked.add(sequence);
            return new Change.Mark(1, sequence);
        }
    }

    @Test
    void shouldFindNumbersInManyRanges() {
        Ranges ranges = ranges(1, 1, 3, 5, 7, Long.MAX_VALUE);

        assertThat(ranges.contain(0)).isFalse();
        assertThat(List.of(1L, 3L, 4L, 5L, 7L, 8L, Long.MAX_VALUE)).allMatch(ranges::contain);
        assertThat(List.of(2L, 6L)).noneMatch(ranges::contain);
        assertThat(Ranges.NONE.contain(1)).isFalse();
    }
}
