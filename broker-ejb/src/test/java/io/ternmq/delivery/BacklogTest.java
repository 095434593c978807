package io.ternmq.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final Backlog backlog = new Backlog();

    private static Entry entry(long sequence, int priority) {
        return new Entry(Messages.message("m" + sequence, false, priority, 0, 0, Map.of()), sequence, null);
    }

    private Entry add(long sequence, int priority) {
        Entry entry = entry(sequence, priority);
        backlog.add(entry);
        return entry;
    }

    private List<Long> drain() {
        List<Long> order = new ArrayList<>();
        for (Entry next = backlog.next(null); next != null; next = backlog.next(null)) {
            backlog.remove(next);
            order.add(next.sequence);
        }
        return order;
    }

    @Test
    void shouldGiveHigherPrioritiesFirstAndSequencesInOrder() {
        add(1, 4);
        add(2, 9);
        add(3, 4);
        add(4, 0);
        add(5, 9);

        assertThat(drain()).containsExactly(2L, 5L, 1L, 3L, 4L);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void shouldPutBackWhereTheSequenceBelongs() {
        Entry first = add(1, 4);
        add(2, 4);
        Entry third = add(3, 4);
        add(5, 4);
        backlog.remove(first);
        backlog.remove(third);

        backlog.add(third);
        backlog.add(first);
        add(4, 4);

        assertThat(drain()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldLookAtAnEntryOnceForAScanThatDoesNotWantIt() {
        List<Long> looked = new ArrayList<>();
        Backlog.Scan scan = backlog.scan(entry -> {
            looked.add(entry.sequence);
            return entry.sequence % 10 == 0;
        });
        for (long sequence = 1; sequence <= 25; sequence++) {
            add(sequence, 4);
        }

        Entry ten = backlog.next(scan);
        backlog.remove(ten);
        Entry twenty = backlog.next(scan);
        backlog.remove(twenty);

        assertThat(List.of(ten.sequence, twenty.sequence)).containsExactly(10L, 20L);
        assertThat(looked).hasSize(20).doesNotHaveDuplicates();
        assertThat(backlog.next(scan)).isNull();
        assertThat(backlog.next(scan)).isNull();
        assertThat(looked).hasSize(25);
    }

    @Test
    void shouldLetAScanFindWhatIsPutBackBehindIt() {
        Backlog.Scan scan = backlog.scan(entry -> entry.sequence == 2);
        add(1, 4);
        Entry two = add(2, 4);
        add(3, 4);
        backlog.remove(two);
        assertThat(backlog.next(scan)).isNull();

        backlog.add(two);

        assertThat(backlog.next(scan)).isSameAs(two);
    }

    @Test
    void shouldKeepOrderAndScansUnderRandomWork() {
        Random random = new Random(7);
        List<Entry> present = new ArrayList<>();
        List<Entry> absent = new ArrayList<>();
        Backlog.Scan scan = backlog.scan(entry -> entry.sequence % 3 == 0);
        Comparator<Entry> order =
                Comparator.<Entry>comparingInt(e -> -e.message.priority()).thenComparingLong(e -> e.sequence);
        for (int step = 0; step < 20_000; step++) {
            int choice = random.nextInt(3);
            if (choice == 0 || present.isEmpty()) {
                present.add(add(step + 1, random.nextInt(10)));
            } else if (choice == 1) {
                Entry gone = present.remove(random.nextInt(present.size()));
                backlog.remove(gone);
                absent.add(gone);
            } else if (!absent.isEmpty()) {
                Entry back = absent.remove(random.nextInt(absent.size()));
                backlog.add(back);
                present.add(back);
            }
            if (step % 50 == 0) {
                assertThat(backlog.next(scan))
                        .isSameAs(present.stream()
                                .filter(e -> e.sequence % 3 == 0)
                                .min(order)
                                .orElse(null));
            }
        }
        assertThat(backlog.size()).isEqualTo(present.size());
        present.sort(order);
        assertThat(drain())
                .containsExactlyElementsOf(present.stream().map(e -> e.sequence).toList());
    }
}
