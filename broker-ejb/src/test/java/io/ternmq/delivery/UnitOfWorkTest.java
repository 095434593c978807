package io.ternmq.delivery;

import static io.ternmq.delivery.Fixture.ranges;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.store.memory.MemoryMessageStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnitOfWorkTest {

    private final MemoryMessageStore store = new MemoryMessageStore();
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

    @Test
    void shouldSendToSeveralQueuesAndAcknowledgeInOneUnit() {
        broker.send(broker.queue("in"), Messages.persistent("request"));
        ConsumerHandle consumer = broker.consumer("in", 1, "");
        consumer.credit(1, false);
        broker.until(() -> broker.received.texts().size() == 1);

        UnitOfWork unit = new UnitOfWork(store);
        unit.send(broker.queue("a"), List.of(Messages.persistent("1"), Messages.persistent("2")));
        unit.send(broker.queue("b"), List.of(Messages.persistent("3")));
        unit.add(consumer.acknowledging(ranges(1, 1)));
        broker.get(unit.commit());

        broker.until(() -> broker.get(broker.queue("a").snapshot()).depth() == 2);
        broker.until(() -> broker.get(broker.queue("b").snapshot()).depth() == 1);
        broker.until(() -> broker.get(broker.queue("in").snapshot()).depth() == 0);
    }

    @Test
    void shouldLeaveEverythingAsItWasWhenTheStoreRefuses() {
        broker.send(broker.queue("in"), Messages.persistent("request"));
        ConsumerHandle consumer = broker.consumer("in", 1, "");
        consumer.credit(1, false);
        broker.until(() -> broker.received.texts().size() == 1);
        QueuePartition target = broker.queue("a");
        store.close(); // what is handed over from now on fails

        UnitOfWork unit = new UnitOfWork(store);
        unit.send(target, List.of(Messages.persistent("1")));
        unit.add(consumer.acknowledging(ranges(1, 1)));
        CompletableFuture<Void> committed = unit.commit();
        broker.until(committed::isCompletedExceptionally);

        broker.until(() -> broker.get(broker.queue("in").snapshot()).equals(new QueueSnapshot(1, 0, 1)));
        assertThat(broker.get(target.snapshot()).depth()).isZero();
    }
}
