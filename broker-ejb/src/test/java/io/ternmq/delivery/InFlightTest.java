package io.ternmq.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final InFlight inFlight = new InFlight();

    private Entry hold(long sequence) {
        Entry entry = new Entry(Messages.volatileOne("m" + sequence), sequence, null);
        assertThat(inFlight.add(entry)).isEqualTo(sequence);
        return entry;
    }

    @Test
    void shouldGiveOutEachNumberOnce() {
        Entry one = hold(1);
        Entry two = hold(2);

        assertThat(inFlight.take(2)).isSameAs(two);
        assertThat(inFlight.take(2)).isNull();
        assertThat(inFlight.take(1)).isSameAs(one);
        assertThat(inFlight.take(0)).isNull();
        assertThat(inFlight.take(3)).isNull();
        assertThat(inFlight.size()).isZero();
    }

    @Test
    void shouldGrowWhileTheOldestIsHeld() {
        hold(1);
        for (long n = 2; n <= 1000; n++) {
            hold(n);
            if (n % 2 == 0) {
                assertThat(inFlight.take(n).sequence).isEqualTo(n);
            }
        }

        List<Long> left = new ArrayList<>();
        inFlight.forEach(entry -> left.add(entry.sequence));

        assertThat(left).hasSize(500).startsWith(1L, 3L, 5L).isSorted();
        assertThat(inFlight.size()).isEqualTo(500);
        assertThat(inFlight.oldest()).isEqualTo(1);
        assertThat(inFlight.next()).isEqualTo(1001);
    }

    @Test
    void shouldLeaveGapsInTheNumbersItIsGiven() {
        hold(1);
        for (long n = 40; n <= 2_000; n += 40) {
            assertThat(inFlight.add(new Entry(Messages.volatileOne("m" + n), n, null), n))
                    .isTrue();
        }

        assertThat(inFlight.take(39)).isNull();
        assertThat(inFlight.take(1_960).sequence).isEqualTo(1_960);
        assertThat(inFlight.size()).isEqualTo(50);
        List<Long> left = new ArrayList<>();
        inFlight.forEach(entry -> left.add(entry.sequence));
        assertThat(left).hasSize(50).startsWith(1L, 40L, 80L).isSorted();
    }

    @Test
    void shouldRefuseANumberThatWasUsedOrIsFarAhead() {
        Entry more = new Entry(Messages.volatileOne("more"), 9, null);
        hold(1);

        assertThat(inFlight.add(more, 1)).isFalse();
        assertThat(inFlight.add(more, 1_003)).isFalse();
        assertThat(inFlight.add(more, 1_002)).isTrue();
        assertThat(inFlight.take(1)).isNotNull();
        assertThat(inFlight.take(1_002)).isNotNull();

        assertThat(inFlight.add(more, Long.MAX_VALUE - 1)).isTrue(); // nothing is held, so nothing grows
        assertThat(inFlight.take(Long.MAX_VALUE - 1)).isSameAs(more);
    }
}
