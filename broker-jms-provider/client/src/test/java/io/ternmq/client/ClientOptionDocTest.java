package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of options in docs/configuration.md and the options of the URL are the same. */
class ClientOptionDocTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "configuration.md");

    @Test
    void shouldListAllOptionsWithTheirDefaults() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals("## Client"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> name(line) + "=" + lastCell(line))
                .toList();

        assertThat(rows)
                .isEqualTo(Stream.of(ClientOption.values())
                        .map(option -> option.optionName() + "="
                                + (option.defaultValue() == null ? "" : option.defaultValue()))
                        .toList());
    }

    private static String name(String row) {
        return row.substring(3, row.indexOf('`', 3));
    }

    private static String lastCell(String row) {
        String open = row.substring(0, row.lastIndexOf('|'));
        return open.substring(open.lastIndexOf('|') + 1).strip();
    }
}
