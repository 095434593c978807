package io.ternmq.delivery;

import static io.ternmq.delivery.Fixture.durable;
import static io.ternmq.delivery.Fixture.ranges;
import static io.ternmq.delivery.Fixture.unnamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.store.BranchRecord.Acknowledged;
import io.ternmq.store.Change;
import io.ternmq.store.FaultyStore;
import io.ternmq.store.StoreException;
import io.ternmq.store.memory.MemoryMessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions that span topics: what they get, and that nothing of it is lost, doubled or kept for ever. */
class WildcardTest {

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

    private void publish(Fixture to, String topic, String... texts) {
        for (String text : texts) {
            to.send(to.topic(topic), Messages.persistent(text));
        }
    }

    private void publish(String topic, String... texts) {
        publish(broker, topic, texts);
    }

    private int rows() {
        List<Long> rows = new ArrayList<>();
        store.loadDestinations().forEach(d -> store.loadMessages(d.id(), m -> rows.add(m.sequence())));
        return rows.size();
    }

    private void expect(Fixture at, String... texts) {
        at.until(() -> at.received.deliveries.size() >= texts.length);
        at.lane.runAll();
        assertThat(at.received.texts()).containsExactly(texts);
    }

    private Fixture afterACrash() {
        broker.subscriptions.close();
        broker = Fixture.recovered(store);
        return broker;
    }

    @Test
    void shouldGiveWhatTopicsGetThatAreThereAndThatComeLater() {
        publish("orders.eu", "before");
        broker.subscriber("orders.#", 1, unnamed()).credit(100, false);

        publish("orders.eu", "a");
        publish("orders.us.paid", "b");
        publish("orders", "c");
        publish("invoices", "not mine");
        publish("orders.eu", "d");

        expect(broker, "a", "b", "c", "d");
        assertThat(broker.received.sentTo)
                .containsExactly(
                        DestinationName.topic("orders.eu"),
                        DestinationName.topic("orders.us.paid"),
                        DestinationName.topic("orders"),
                        DestinationName.topic("orders.eu"));
        assertThat(rows()).as("no durable subscription needs them").isZero();
    }

    @Test
    void shouldKeepForADurableOneWhatItMissedWhateverTopicsAppear() {
        publish("orders.old", "before");
        broker.get(broker.subscriber("orders.*", 1, durable("s", "")).close(Ranges.NONE));
        publish("orders.old", "a");
        publish("orders.new", "b");
        publish("orders.x.y", "not mine");

        Fixture after = afterACrash();
        publish("orders.newer", "c");
        publish("orders.old", "d");
        after = afterACrash();
        after.subscriber("orders.*", 1, durable("s", "")).credit(100, false);

        expect(after, "a", "b", "c", "d");
    }

    @Test
    void shouldKeepTheOrderOverTopicsAfterARestart() {
        broker.get(broker.subscriber("#", 1, durable("s", "")).close(Ranges.NONE));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            publish("t" + i * 7 % 5, "m" + i);
            texts.add("m" + i);
        }

        Fixture after = afterACrash();
        after.subscriber("#", 1, durable("s", "")).credit(100, false);

        expect(after, texts.toArray(String[]::new));
    }

    @Test
    void shouldRememberWhatIsDoneInWhichTopicOverARestart() {
        ConsumerHandle consumer = broker.subscriber("orders.*", 1, durable("s", ""));
        consumer.credit(100, false);
        publish("orders.a", "a1", "a2");
        publish("orders.b", "b1", "b2");
        publish("orders.a", "a3");
        expect(broker, "a1", "a2", "b1", "b2", "a3");
        broker.get(consumer.acknowledge(ranges(1, 1, 3, 4)));

        Fixture after = afterACrash();
        after.subscriber("orders.*", 1, durable("s", "")).credit(100, false);

        expect(after, "a2", "a3");
        assertThat(after.received.deliveries)
                .extracting(Received.Delivery::count)
                .containsOnly(2);
    }

    @Test
    void shouldLetTheRowGoOnceAllAreDoneWithIt() {
        ConsumerHandle spanning = broker.subscriber("orders.*", 1, durable("all", ""));
        ConsumerHandle own = broker.subscriber("orders.a", 2, durable("own", ""));
        ConsumerHandle other = broker.subscriber("#", 3, durable("more", ""));
        for (ConsumerHandle consumer : List.of(spanning, own, other)) {
            consumer.credit(100, false);
        }
        publish("orders.a", "a");
        publish("orders.b", "b");
        broker.until(() -> broker.received.deliveries.size() == 5);
        assertThat(rows()).isEqualTo(2);

        broker.get(own.acknowledge(ranges(1, 1)));
        broker.get(other.acknowledge(ranges(1, 2)));
        broker.lane.runAll();
        assertThat(rows()).isEqualTo(2);
        broker.get(spanning.acknowledge(ranges(1, 1)));
        broker.until(() -> rows() == 1);
        broker.get(spanning.acknowledge(ranges(2, 2)));
        broker.until(() -> rows() == 0);
    }

    @Test
    void shouldLetTheRowGoWithTheTopicsOwnSubscriptionIfThatIsTheLast() {
        ConsumerHandle spanning = broker.subscriber("orders.*", 1, durable("all", ""));
        ConsumerHandle own = broker.subscriber("orders.a", 2, durable("own", ""));
        spanning.credit(100, false);
        own.credit(100, false);
        publish("orders.a", "a");
        broker.until(() -> broker.received.deliveries.size() == 2);

        broker.get(spanning.acknowledge(ranges(1, 1)));
        broker.lane.runAll();
        assertThat(rows()).isOne();
        broker.get(own.acknowledge(ranges(1, 1)));

        assertThat(rows()).isZero();
    }

    @Test
    void shouldRemoveAtTheNextStartWhatACrashLeftBehindTheCursor() {
        ConsumerHandle consumer = broker.subscriber("orders.*", 1, durable("s", ""));
        consumer.credit(100, false);
        publish("orders.a", "a");
        expect(broker, "a");
        store.failUnitsWith(change -> change instanceof Change.Remove);
        broker.get(consumer.acknowledge(ranges(1, 1)));
        broker.lane.runAll();
        assertThat(rows()).isOne();
        store.heal();

        Fixture after = afterACrash();

        after.until(() -> rows() == 0);
        after.subscriber("orders.*", 1, durable("s", "")).credit(100, true);
        after.until(() -> !after.received.drained.isEmpty());
        assertThat(after.received.texts()).isEmpty();
    }

    @Test
    void shouldNotMoveTheCursorOverWhatATopicHasNotWrittenYet() {
        ConsumerHandle consumer = broker.subscriber("orders.*", 1, durable("s", ""));
        consumer.credit(100, false);
        TopicPartition slow = broker.topic("orders.slow");
        TopicPartition fast = broker.topic("orders.fast");
        broker.lane.runAll();
        Reservation reserved = slow.reserve(Messages.persistent("slow"));
        broker.send(fast, Messages.persistent("fast"));
        expect(broker, "fast");

        broker.get(consumer.acknowledge(ranges(1, 1)));
        broker.get(slow.settle(reserved));

        Fixture after = afterACrash();
        after.subscriber("orders.*", 1, durable("s", "")).credit(100, false);
        expect(after, "slow");
    }

    @Test
    void shouldForgetWhatItWasToGetIfThatIsNotKept() {
        ConsumerHandle consumer = broker.subscriber("orders.*", 1, durable("s", ""));
        consumer.credit(100, false);
        TopicPartition topic = broker.topic("orders.a");
        broker.lane.runAll();
        topic.reserve(Messages.persistent("never kept")).abandon();
        publish("orders.a", "a");
        expect(broker, "a");

        broker.get(consumer.acknowledge(ranges(1, 1)));

        broker.until(() -> rows() == 0);
        assertThat(store.loadEntries(store.loadSubscriptions().get(0).id()))
                .as("the cursor has passed both")
                .isEmpty();
        assertThat(store.loadSubscriptions().get(0).cursor()).isEqualTo(2);
    }

    @Test
    void shouldSelectAndLeaveOutItsOwn() {
        SubscriptionSpec spec = new SubscriptionSpec("client", "s", true, false, Publisher.ofClient("client"), "n > 1");
        broker.get(broker.subscriber("orders.*", 1, spec).close(Ranges.NONE));
        broker.get(broker.subscriber("#", 2, durable("all", "")).close(Ranges.NONE));
        Publisher own = new Publisher("c1", "client");
        Publisher other = new Publisher("c2", "stranger");
        broker.send(broker.topic("orders.a"), Messages.from(own, "own", true, 4, 0, 0, Map.of("n", 2)));
        broker.send(broker.topic("orders.b"), Messages.from(other, "one", true, 4, 0, 0, Map.of("n", 1)));
        broker.send(broker.topic("orders.b"), Messages.from(other, "two", true, 4, 0, 0, Map.of("n", 2)));

        Fixture after = afterACrash();
        after.subscriber("orders.*", 1, spec).credit(100, false);

        expect(after, "two");
    }

    @Test
    void shouldShareAmongConsumersAndEndANonDurableOneWithTheLast() {
        SubscriptionSpec shared = new SubscriptionSpec("", "s", false, true, null, "");
        ConsumerHandle one = broker.subscriber("orders.*", 1, shared);
        ConsumerHandle two = broker.subscriber("orders.*", 2, shared);
        one.credit(100, false);
        two.credit(100, false);
        publish("orders.a", "a", "b");
        publish("orders.b", "c", "d");
        assertThat(broker.received.texts(1)).hasSize(2);
        assertThat(broker.received.texts(2)).hasSize(2);

        broker.get(one.close(Ranges.NONE));
        broker.get(two.close(Ranges.NONE));

        PatternPartition pattern = broker.pattern("orders.*");
        broker.until(() -> broker.get(pattern.snapshot()).isEmpty());
        broker.received.clear();
        publish("orders.a", "nobody's");
        assertThat(broker.received.texts()).isEmpty();
    }

    @Test
    void shouldGiveATopicItsOwnCountBackOnceNothingSpansIt() {
        broker.subscriber("other", 3, unnamed());
        ConsumerHandle consumer = broker.subscriber("orders.*", 1, unnamed());
        publish("orders.a", "1");
        publish("orders.b", "2", "3");
        broker.get(consumer.close(Ranges.NONE));
        broker.until(() -> broker.get(broker.pattern("orders.*").snapshot()).isEmpty());
        broker.subscriber("orders.a", 2, durable("own", ""));

        publish("orders.b", "4");
        publish("orders.a", "5");

        List<Long> sequences = new ArrayList<>();
        store.loadMessages(broker.topic("orders.a").destination().id(), m -> sequences.add(m.sequence()));
        assertThat(sequences).containsExactly(2L);
    }

    @Test
    void shouldForgetEverythingOfADeletedOne() {
        broker.get(broker.subscriber("orders.*", 1, durable("s", "")).close(Ranges.NONE));
        publish("orders.a", "a");
        publish("orders.b", "b");

        broker.get(broker.subscriptions.unsubscribe("client", "s"));
        publish("orders.a", "c");

        broker.until(() -> rows() == 0);
        assertThat(store.loadSubscriptions()).isEmpty();
    }

    @Test
    void shouldRefuseToBeDeletedWhileConsumed() {
        broker.subscriber("orders.*", 1, durable("s", "")).credit(100, false);

        assertThatThrownBy(() -> broker.get(broker.subscriptions.unsubscribe("client", "s")))
                .hasRootCauseInstanceOf(DeliveryException.class);
        assertThatThrownBy(() -> broker.subscriber("orders.*", 2, durable("s", "")))
                .hasRootCauseInstanceOf(DeliveryException.class);

        publish("orders.a", "a");
        expect(broker, "a");
    }

    @Test
    void shouldBeginAnewWhereItsDefinitionChanges() {
        broker.get(broker.subscriber("orders.*", 1, durable("s", "")).close(Ranges.NONE));
        publish("orders.a", "old");

        broker.get(broker.subscriber("orders.#", 1, durable("s", "")).close(Ranges.NONE));
        publish("orders.a", "a");
        broker.until(() -> rows() == 1);
        ConsumerHandle plain = broker.subscriber("orders.a", 1, durable("s", ""));
        plain.credit(100, false);
        publish("orders.a", "b");

        expect(broker, "b");
        broker.until(() -> rows() == 1);
        assertThat(store.loadSubscriptions()).hasSize(1);
    }

    @Test
    void shouldChangeNothingIfItsRowCannotBeKept() {
        broker.get(broker.subscriber("orders.*", 1, durable("s", "")).close(Ranges.NONE));
        publish("orders.a", "a");
        store.failUnitsWith(change -> change instanceof Change.PutSubscription);

        assertThatThrownBy(() -> broker.subscriber("orders.#", 1, durable("s", "")))
                .hasRootCauseInstanceOf(StoreException.class);
        store.heal();
        publish("orders.new", "b");

        broker.subscriber("orders.*", 1, durable("s", "")).credit(100, false);
        expect(broker, "a", "b");
        assertThat(broker.get(broker.pattern("orders.#").snapshot())).isEmpty();
    }

    @Test
    void shouldRefuseMessagesOfItsOwn() {
        broker.subscriber("orders.*", 1, unnamed());
        BrokerMessage message = Messages.persistent("a");

        assertThatThrownBy(() -> broker.partitions.destinationOfSend(DestinationName.topic("never.seen.#")))
                .isInstanceOf(DeliveryException.class)
                .hasMessageContaining("never.seen.#");
        CompletableFuture<Void> sent = broker.pattern("orders.*").send(message);
        assertThatThrownBy(() -> broker.get(sent))
                .hasRootCauseInstanceOf(DeliveryException.class)
                .hasMessageContaining("orders.*");
        assertThat(broker.destinations.find(DestinationName.topic("never.seen.#")))
                .isEmpty();
    }

    @Test
    void shouldMoveWhatIsDeliveredInVainToTheDeadLettersOfItsTopic() {
        ConsumerHandle consumer = broker.subscriber("orders.*", 1, durable("s", ""));
        publish("orders.a", "poison");
        for (int i = 1; i <= 10; i++) {
            int count = i;
            consumer.credit(1, false);
            broker.until(() -> broker.received.deliveries.size() == count);
            broker.get(consumer.release(ranges(i, i)));
        }

        broker.until(() ->
                broker.destinations.find(DestinationName.queue("DLQ.orders.a")).isPresent());
        broker.until(() -> broker.get(broker.queue("DLQ.orders.a").snapshot()).depth() == 1);
        broker.until(() -> rows() == 1);
    }

    @Test
    void shouldHoldForAPreparedBranchWhatItGotFromItsTopicsOverARestart() {
        ConsumerHandle consumer = broker.subscriber("orders.*", 1, durable("s", ""));
        consumer.credit(100, false);
        publish("orders.a", "a");
        publish("orders.b", "b");
        expect(broker, "a", "b");
        List<Acknowledged> acknowledged =
                broker.get(consumer.hold(ranges(1, 1))).kept();
        assertThat(acknowledged).hasSize(1);

        Fixture after = afterACrash();
        List<HeldDeliveries> held = new PreparedHolds(after.partitions).take(acknowledged);
        after.subscriber("orders.*", 1, durable("s", "")).credit(100, false);
        expect(after, "b");
        UnitOfWork unit = new UnitOfWork(store);
        held.forEach(deliveries -> unit.add(deliveries.acknowledging()));
        after.get(unit.commit());

        after.until(() -> rows() == 1);
    }
}
