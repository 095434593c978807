package io.ternmq.delivery;

import static io.ternmq.delivery.Fixture.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.config.RedeliveryPolicy;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.memory.MemoryMessageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueuePartitionTest {

    private final MemoryMessageStore store = new MemoryMessageStore();
    private Fixture broker;
    private QueuePartition queue;

    @BeforeEach
    void open() {
        store.open();
        broker = new Fixture(store);
        queue = broker.queue("q");
    }

    @AfterEach
    void close() {
        broker.subscriptions.close();
        store.close();
    }

    private QueueSnapshot snapshot() {
        return broker.get(queue.snapshot());
    }

    private List<Long> kept() {
        List<Long> sequences = new ArrayList<>();
        store.loadMessages(queue.destination().id(), (StoredMessage m) -> sequences.add(m.sequence()));
        return sequences;
    }

    private void send(String... texts) {
        for (String text : texts) {
            broker.send(queue, Messages.persistent(text));
        }
    }

    @Test
    void shouldDeliverOnlyWithinCredit() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        send("a", "b", "c");
        assertThat(broker.received.texts()).isEmpty();

        consumer.credit(2, false);
        broker.until(() -> broker.received.texts().size() == 2);

        assertThat(broker.received.texts()).containsExactly("a", "b");
        assertThat(snapshot()).isEqualTo(new QueueSnapshot(3, 2, 1));
    }

    @Test
    void shouldKeepAPersistentMessageUntilItIsAcknowledged() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        send("a", "b");
        consumer.credit(10, false);
        broker.until(() -> broker.received.texts().size() == 2);
        assertThat(kept()).containsExactly(1L, 2L);

        broker.get(consumer.acknowledge(ranges(1, 1)));

        assertThat(kept()).containsExactly(2L);
        broker.until(() -> snapshot().depth() == 1);
        assertThat(queue.counters().dequeued()).isEqualTo(1);
    }

    @Test
    void shouldKeepNothingOfAVolatileMessage() {
        broker.send(queue, Messages.volatileOne("a"));

        assertThat(kept()).isEmpty();
        assertThat(snapshot().depth()).isEqualTo(1);
    }

    @Test
    void shouldShareMessagesAmongConsumersWithCredit() {
        ConsumerHandle one = broker.consumer("q", 1, "");
        ConsumerHandle two = broker.consumer("q", 2, "");
        one.credit(100, false);
        two.credit(100, false);

        for (int i = 0; i < 10; i++) {
            broker.send(queue, Messages.volatileOne("m" + i));
        }

        assertThat(broker.received.texts(1)).hasSize(5);
        assertThat(broker.received.texts(2)).hasSize(5);
    }

    @Test
    void shouldGiveASelectorItsMessagesFromBehindOthers() {
        for (int i = 0; i < 100; i++) {
            broker.send(queue, Messages.message("m" + i, false, 4, 0, 0, Map.of("n", i)));
        }
        ConsumerHandle consumer = broker.consumer("q", 1, "n = 98 OR n = 3");

        consumer.credit(10, true);

        assertThat(broker.received.texts()).containsExactly("m3", "m98");
        assertThat(broker.received.drained).containsExactly(1);
        assertThat(snapshot().depth()).isEqualTo(100);
    }

    @Test
    void shouldAnswerADrainAfterAllThatIsReadyEvenWhileTheMarkIsWritten() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        send("a", "b");

        consumer.credit(10, true);
        broker.until(() -> !broker.received.drained.isEmpty());

        assertThat(broker.received.texts()).containsExactly("a", "b");
        broker.send(queue, Messages.volatileOne("later"));
        assertThat(broker.received.texts()).as("its credit is gone").doesNotContain("later");
    }

    @Test
    void shouldRedeliverInOrderWithTheCountOfWhatWasSeen() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        send("a", "b", "c", "d");
        consumer.credit(3, false);
        broker.until(() -> broker.received.texts().size() == 3);
        broker.received.clear();

        broker.get(consumer.release(ranges(1, 2)));
        consumer.credit(10, false);

        assertThat(broker.received.deliveries)
                .extracting(Received.Delivery::text, Received.Delivery::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 2),
                        org.assertj.core.groups.Tuple.tuple("b", 2),
                        org.assertj.core.groups.Tuple.tuple("c", 1),
                        org.assertj.core.groups.Tuple.tuple("d", 1));
    }

    @Test
    void shouldGiveBackWhatALostConsumerHeldBeforeWhatCameLater() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        consumer.credit(2, false);
        send("a", "b", "c");
        broker.until(() -> broker.received.texts().size() == 2);
        broker.received.clear();

        broker.get(consumer.lost());
        broker.consumer("q", 2, "").credit(10, false);

        assertThat(broker.received.texts(2)).containsExactly("a", "b", "c");
        assertThat(broker.received.deliveries.get(0).count()).isEqualTo(2);
        assertThat(snapshot().consumers()).isEqualTo(1);
    }

    @Test
    void shouldLetAClosedConsumersSeenMessagesBeAcknowledged() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        consumer.credit(3, false);
        send("a", "b", "c");
        broker.until(() -> broker.received.texts().size() == 3);

        broker.get(consumer.close(ranges(1, 1)));
        assertThat(snapshot()).isEqualTo(new QueueSnapshot(3, 1, 0));
        broker.get(consumer.acknowledge(ranges(1, 1)));

        assertThat(kept()).containsExactly(2L, 3L);
        broker.until(() -> snapshot().equals(new QueueSnapshot(2, 0, 0)));
    }

    @Test
    void shouldDropAMessageWhoseTimeIsOver() {
        BrokerMessage message = Messages.message("old", true, 4, broker.lane.millis() + 500, 0, Map.of());
        broker.send(queue, message);
        assertThat(snapshot().depth()).isEqualTo(1);

        broker.lane.advance(2000);

        broker.until(() -> kept().isEmpty());
        assertThat(snapshot().depth()).isZero();
        assertThat(queue.counters().expired()).isEqualTo(1);
        broker.consumer("q", 1, "").credit(1, true);
        assertThat(broker.received.texts()).isEmpty();
    }

    @Test
    void shouldDeliverADelayedMessageWhenItIsDueAndNotBefore() {
        broker.consumer("q", 1, "").credit(10, false);
        broker.send(queue, Messages.message("later", false, 4, 0, broker.lane.millis() + 5000, Map.of()));
        broker.send(queue, Messages.volatileOne("now"));

        broker.lane.advance(4999);
        assertThat(broker.received.texts()).containsExactly("now");
        assertThat(snapshot().depth()).isEqualTo(2);
        broker.lane.advance(1);

        assertThat(broker.received.texts()).containsExactly("now", "later");
    }

    @Test
    void shouldMoveWhatIsDeliveredInVainTooOftenToTheDeadLetterQueue() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        send("poison", "good");
        for (int i = 1; i <= RedeliveryPolicy.DEFAULT.maxDeliveries(); i++) {
            broker.received.clear();
            consumer.credit(1, false);
            broker.until(() -> !broker.received.texts().isEmpty());
            assertThat(broker.received.texts()).containsExactly("poison");
            broker.get(consumer.release(ranges(i, i)));
        }
        QueuePartition dead = broker.queue("DLQ.q");
        broker.until(() -> broker.get(dead.snapshot()).depth() == 1);

        WaitingMessage letter = broker.get(dead.peek(1)).get(0);
        assertThat(Messages.text(letter.message())).isEqualTo("poison");
        assertThat(letter.message().decodedHeader().properties())
                .containsEntry("JMS_ternmq_originalDestination", "q")
                .containsEntry("JMS_ternmq_deliveryCount", RedeliveryPolicy.DEFAULT.maxDeliveries());
        assertThat(kept()).containsExactly(2L);
        broker.received.clear();
        consumer.credit(5, false);
        broker.until(() -> broker.received.texts().equals(List.of("good")));
    }

    @Test
    void shouldFlagOnlyWhatMayHaveBeenDeliveredBeforeAnUncleanEnd() {
        broker.consumer("q", 1, "").credit(1, false);
        for (int i = 0; i < 5000; i++) {
            queue.send(Messages.persistent("m" + i));
        }
        broker.until(
                () -> broker.received.texts().size() == 1 && queue.counters().enqueued() == 5000);

        Fixture after = Fixture.recovered(store);
        after.consumer("q", 1, "").credit(10_000, false);
        after.until(() -> after.received.deliveries.size() == 5000);

        assertThat(after.received.deliveries.get(0).count()).isEqualTo(2);
        assertThat(after.received.deliveries.get(4999).count()).isEqualTo(1);
        assertThat(after.received.texts())
                .startsWith("m0", "m1")
                .endsWith("m4999")
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldFlagNothingAfterACleanStop() {
        ConsumerHandle consumer = broker.consumer("q", 1, "");
        consumer.credit(1, false);
        send("a", "b");
        broker.until(() -> broker.received.texts().size() == 1);
        broker.get(consumer.close(Ranges.NONE));
        broker.get(broker.partitions.stopCleanly());

        Fixture after = Fixture.recovered(store);
        after.consumer("q", 1, "").credit(10, false);
        after.until(() -> after.received.deliveries.size() == 2);

        assertThat(after.received.deliveries)
                .extracting(Received.Delivery::count)
                .containsExactly(1, 1);
    }
}
