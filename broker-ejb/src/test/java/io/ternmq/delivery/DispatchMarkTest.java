package io.ternmq.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ternmq.store.Change;
import io.ternmq.store.FaultyStore;
import io.ternmq.store.memory.MemoryMessageStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchMarkTest {

    private final FaultyStore store = new FaultyStore(new MemoryMessageStore());
    private final HandLane lane = new HandLane();
    private final List<Long> written = new ArrayList<>();
    private DispatchMark mark;

    /** Only the marks matter here. */
    private final class Marks implements Settlement {
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
            return new Change.Delivered(1, entry.sequence, entry.deliveryCount, entry.dueAt);
        }

        @Override
        public Change mark(long sequence) {
            written.add(sequence);
            return new Change.Mark(1, sequence);
        }
    }

    @BeforeEach
    void open() {
        store.open();
        mark = new DispatchMark(lane, store, new Marks(), () -> {});
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static ConditionFactory awaiting() {
        return await().pollInSameThread().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    private void awaitCovered(long sequence) {
        if (!mark.covers(sequence)) {
            awaiting().until(() -> {
                lane.runAll();
                return mark.covers(sequence);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100, 5_000})
    void shouldCostOneWriteForManyMessagesHoweverFarApartTheyAre(int gap) {
        for (long i = 1; i <= 20_000; i++) {
            awaitCovered(i * gap);
        }

        assertThat(written).hasSizeLessThan(20_000 / 250 + 16).isSorted();
        assertThat(mark.reached())
                .as("not much further than it has to be")
                .isLessThan(20_000L * gap + 8_192L * Math.max(gap, 2));
    }

    @Test
    void shouldNotGrowItsStridesBecauseTheStoreFails() {
        awaitCovered(1);
        long reached = mark.reached();
        store.failUnitsWith(change -> change instanceof Change.Mark);
        for (int i = 0; i < 50; i++) {
            mark.covers(reached);
            awaiting().until(() -> {
                lane.runAll();
                return mark.reached() == reached;
            });
        }
        store.heal();

        awaitCovered(reached);

        assertThat(mark.reached()).isLessThan(reached + 3 * 2_048);
    }

    @Test
    void shouldCoverNothingThatIsNotDurable() {
        assertThat(mark.covers(5)).isFalse();
        assertThat(mark.covers(5)).isFalse();

        awaitCovered(5);

        assertThat(mark.covers(mark.reached() + 1)).isFalse();
    }
}
