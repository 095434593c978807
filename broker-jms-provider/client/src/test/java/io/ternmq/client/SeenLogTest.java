package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.wire.Frame.Seen;
import org.junit.jupiter.api.Test;

class SeenLogTest {

    private final SeenLog log = new SeenLog();

    @Test
    void shouldJoinNeighbours() {
        for (long delivery : new long[] {1, 2, 3, 7, 9, 10}) {
            log.add(5, delivery);
        }

        assertThat(log.count()).isEqualTo(6);
        Seen seen = log.drain().get(0);
        assertThat(seen.consumer()).isEqualTo(5);
        assertThat(seen.ranges()).containsExactly(1, 3, 7, 7, 9, 10);
    }

    @Test
    void shouldKeepConsumersApart() {
        log.add(1, 1);
        log.add(2, 1);
        log.add(1, 2);

        assertThat(log.of(1).get(0).ranges()).containsExactly(1, 2);
        assertThat(log.of(3)).isEmpty();
        assertThat(log.drain()).extracting(Seen::consumer).containsExactly(1, 2);
    }

    @Test
    void shouldBeEmptyOnceDrained() {
        log.add(1, 1);
        log.drain();

        assertThat(log.isEmpty()).isTrue();
        assertThat(log.drain()).isEmpty();
        log.add(1, 9);
        assertThat(log.drain().get(0).ranges()).containsExactly(9, 9);
    }
}
