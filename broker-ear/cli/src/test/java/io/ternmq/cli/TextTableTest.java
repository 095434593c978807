package io.ternmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void shouldSetFiguresToTheRight() {
        TextTable table = TextTable.ofFigures("QUEUE", "DEPTH", "IN");
        table.add("orders", "12345", "0");
        table.add("🦅", "1", "22");

        assertThat(table.toString()).isEqualTo("QUEUE   DEPTH  IN\norders  12345   0\n🦅           1  22\n");
    }

    @Test
    void shouldSetTextToTheLeftWithoutBlanksAtTheEnd() {
        TextTable table = TextTable.ofText("NODE", "STORE");
        table.add("a", "x");

        assertThat(table.toString()).isEqualTo("NODE  STORE\na     x\n");
    }
}
