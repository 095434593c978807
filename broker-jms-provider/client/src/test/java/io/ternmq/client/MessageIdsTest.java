package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    @Test
    void shouldBeUniqueAmongMakers() {
        MessageIds one = new MessageIds();
        MessageIds two = new MessageIds();
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(one.next());
            all.add(two.next());
        }

        assertThat(all).hasSize(2_000).allMatch(id -> id.startsWith("ID:"));
    }
}
