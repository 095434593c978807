package io.ternmq.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.management.QueueView;
import io.ternmq.web.problem.RefusedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueueOrderTest {

    private static final QueueView A = queue("a", 5);
    private static final QueueView B = queue("b", 9);
    private static final QueueView C = queue("c", 5);

    @Test
    void shouldOrderByNameUnlessAsked() {
        assertThat(ordered(null)).containsExactly(A, B, C);
    }

    @Test
    void shouldKeepEqualOnesByNameInBothDirections() {
        assertThat(ordered("depth")).containsExactly(A, C, B);
        assertThat(ordered("-depth")).containsExactly(B, A, C);
    }

    @Test
    void shouldNameWhatCanBeOrderedBy() {
        assertThatThrownBy(() -> QueueOrder.of("colour"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("depth");
    }

    private static List<QueueView> ordered(String parameter) {
        return Stream.of(C, B, A).sorted(QueueOrder.of(parameter)).toList();
    }

    private static QueueView queue(String name, long depth) {
        return new QueueView(name, false, depth, 0, 0, 0, 0, 0, 0, 0);
    }
}
