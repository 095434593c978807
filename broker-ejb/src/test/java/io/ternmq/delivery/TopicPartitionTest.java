package io.ternmq.delivery;

import static io.ternmq.delivery.Fixture.durable;
import static io.ternmq.delivery.Fixture.ranges;
import static io.ternmq.delivery.Fixture.unnamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.store.memory.MemoryMessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicPartitionTest {

    private final MemoryMessageStore store = new MemoryMessageStore();
    private Fixture broker;
    private TopicPartition topic;

    @BeforeEach
    void open() {
        store.open();
        broker = new Fixture(store);
        topic = broker.topic("t");
    }

    @AfterEach
    void close() {
        broker.subscriptions.close();
        store.close();
    }

    private List<Long> kept() {
        List<Long> sequences = new ArrayList<>();
        store.loadMessages(topic.destination().id(), m -> sequences.add(m.sequence()));
        return sequences;
    }

    private void publish(String... texts) {
        for (String text : texts) {
            broker.send(topic, Messages.persistent(text));
        }
    }

    @Test
    void shouldGiveEachSubscriptionEveryMessageFromItsBeginningOn() {
        publish("before");
        broker.subscriber("t", 1, unnamed()).credit(10, false);
        broker.subscriber("t", 2, unnamed()).credit(10, false);

        publish("a", "b");

        assertThat(broker.received.texts(1)).containsExactly("a", "b");
        assertThat(broker.received.texts(2)).containsExactly("a", "b");
        assertThat(kept()).as("no durable subscription needs them").isEmpty();
    }

    @Test
    void shouldKeepOneRowUntilTheLastDurableSubscriptionIsDone() {
        ConsumerHandle one = broker.subscriber("t", 1, durable("one", ""));
        ConsumerHandle two = broker.subscriber("t", 2, durable("two", ""));
        one.credit(10, false);
        two.credit(10, false);
        publish("a", "b");
        broker.until(() -> broker.received.deliveries.size() == 4);
        assertThat(kept()).containsExactly(1L, 2L);

        broker.get(one.acknowledge(ranges(1, 2)));
        assertThat(kept()).containsExactly(1L, 2L);
        broker.get(two.acknowledge(ranges(2, 2)));
        assertThat(kept()).containsExactly(1L);
        broker.get(two.acknowledge(ranges(1, 1)));

        assertThat(kept()).isEmpty();
    }

    @Test
    void shouldRememberWhatIsDoneOutOfOrderOverARestart() {
        ConsumerHandle consumer = broker.subscriber("t", 1, durable("s", ""));
        consumer.credit(10, false);
        publish("a", "b", "c", "d");
        broker.until(() -> broker.received.deliveries.size() == 4);
        broker.get(consumer.acknowledge(ranges(1, 1, 3, 3)));

        Fixture after = Fixture.recovered(store);
        after.subscriber("t", 1, durable("s", "")).credit(10, false);
        after.until(() -> after.received.deliveries.size() == 2);

        assertThat(after.received.texts()).containsExactly("b", "d");
        assertThat(after.received.deliveries)
                .extracting(Received.Delivery::count)
                .containsOnly(2);
    }

    @Test
    void shouldKeepMessagesForADurableSubscriptionWithoutConsumer() {
        broker.get(broker.subscriber("t", 1, durable("s", "n > 1")).close(Ranges.NONE));
        for (int n = 0; n < 4; n++) {
            broker.send(topic, Messages.message("m" + n, true, 4, 0, 0, Map.of("n", n)));
        }

        Fixture after = Fixture.recovered(store);
        after.subscriber("t", 1, durable("s", "n > 1")).credit(10, true);
        after.until(() -> !after.received.drained.isEmpty());

        assertThat(after.received.texts()).containsExactly("m2", "m3");
        assertThat(kept()).containsExactly(3L, 4L);
    }

    @Test
    void shouldBeginAnewWhenADurableSubscriptionChangesItsSelector() {
        broker.get(broker.subscriber("t", 1, durable("s", "n = 1")).close(Ranges.NONE));
        broker.send(topic, Messages.message("old", true, 4, 0, 0, Map.of("n", 1)));

        ConsumerHandle consumer = broker.subscriber("t", 1, durable("s", "n = 2"));
        consumer.credit(10, false);
        broker.send(topic, Messages.message("one", true, 4, 0, 0, Map.of("n", 1)));
        broker.send(topic, Messages.message("two", true, 4, 0, 0, Map.of("n", 2)));
        broker.until(() -> broker.received.deliveries.size() == 1);

        assertThat(broker.received.texts()).containsExactly("two");
        assertThat(kept()).containsExactly(3L);
    }

    @Test
    void shouldRefuseASecondConsumerOfAnUnsharedSubscription() {
        broker.subscriber("t", 1, durable("s", ""));

        assertThatThrownBy(() -> broker.subscriber("t", 2, durable("s", "")))
                .hasRootCauseInstanceOf(DeliveryException.class);
        assertThatThrownBy(() -> broker.get(broker.subscriptions.unsubscribe("client", "s")))
                .hasRootCauseInstanceOf(DeliveryException.class);
        assertThatThrownBy(() -> broker.get(broker.subscriptions.unsubscribe("client", "none")))
                .hasRootCauseInstanceOf(DeliveryException.class);
    }

    @Test
    void shouldForgetEverythingOfADeletedSubscription() {
        broker.get(broker.subscriber("t", 1, durable("s", "")).close(Ranges.NONE));
        publish("a");

        broker.get(broker.subscriptions.unsubscribe("client", "s"));

        broker.until(() -> kept().isEmpty());
        assertThat(store.loadSubscriptions()).isEmpty();
        ConsumerHandle again = broker.subscriber("t", 1, durable("s", ""));
        again.credit(10, true);
        assertThat(broker.received.texts()).isEmpty();
    }

    @Test
    void shouldKeepASubscribersOwnMessagesFromItWithNoLocalOverARestart() {
        SubscriptionSpec spec = new SubscriptionSpec("client", "s", true, false, Publisher.ofClient("client"), "");
        broker.get(broker.subscriber("t", 1, spec).close(Ranges.NONE));
        broker.get(broker.subscriber("t", 2, durable("other", "")).close(Ranges.NONE));
        broker.send(topic, Messages.from(new Publisher("c1", "client"), "own", true, 4, 0, 0, Map.of()));
        broker.send(topic, Messages.from(new Publisher("c2", "stranger"), "foreign", true, 4, 0, 0, Map.of()));

        Fixture after = Fixture.recovered(store);
        after.subscriber("t", 1, spec).credit(10, true);
        after.until(() -> !after.received.drained.isEmpty());

        assertThat(after.received.texts()).containsExactly("foreign");
    }

    @Test
    void shouldShareASubscriptionAmongItsConsumersAndEndItWithTheLast() {
        SubscriptionSpec shared = new SubscriptionSpec("", "s", false, true, null, "");
        ConsumerHandle one = broker.subscriber("t", 1, shared);
        ConsumerHandle two = broker.subscriber("t", 2, shared);
        one.credit(10, false);
        two.credit(10, false);
        publish("a", "b", "c", "d");

        assertThat(broker.received.texts(1)).hasSize(2);
        assertThat(broker.received.texts(2)).hasSize(2);
        broker.get(one.close(Ranges.NONE));
        broker.get(two.close(Ranges.NONE));
        broker.until(() -> broker.get(topic.snapshot()).isEmpty());
    }
}
