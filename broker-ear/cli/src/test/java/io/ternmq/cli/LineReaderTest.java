package io.ternmq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {

    private static final int MAX = 1_000_000;

    @Test
    void shouldSplitAtLineFeedsAlone() throws IOException {
        assertThat(lines("a\rb\r\nc\u2028d\u0085e\n\n f \n")).containsExactly("a\rb\r", "c\u2028d\u0085e", "", " f ");
    }

    @Test
    void shouldCountALastLineWithoutLineFeed() throws IOException {
        assertThat(lines("a\nb")).containsExactly("a", "b");
    }

    @Test
    void shouldFindNoLineInNothing() throws IOException {
        assertThat(lines("")).isEmpty();
    }

    @Test
    void shouldKeepByteOrderMarksAndNulls() throws IOException {
        assertThat(lines("\uFEFFa\u0000b\n")).containsExactly("\uFEFFa\u0000b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 65_535, 65_536, 65_537, 200_000})
    void shouldNotDependOnWhatOneReadGives(int most) throws IOException {
        StringBuilder text = new StringBuilder();
        Random random = new Random(42);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String line = "ж🦅x".repeat(random.nextInt(i % 50 == 0 ? 20_000 : 60));
            expected.add(line);
            text.append(line).append('\n');
        }

        List<String> lines = new ArrayList<>();
        LineReader reader = new LineReader(new Dribble(bytes(text.toString()), most), "test", MAX);
        for (String line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }

        assertThat(lines).isEqualTo(expected);
        assertThat(reader.number()).isEqualTo(300);
    }

    @Test
    void shouldNameTheLineThatIsNotUtf8() throws IOException {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(bytes("fine\nabc"));
        input.write(0xFF);
        input.write('\n');
        LineReader reader = new LineReader(new ByteArrayInputStream(input.toByteArray()), "orders.txt", MAX);

        assertThat(reader.next()).isEqualTo("fine");
        assertThatThrownBy(reader::next)
                .isInstanceOf(CliException.class)
                .hasMessage("orders.txt, line 2: not UTF-8 at byte 4 of the line");
    }

    @Test
    void shouldRefuseACutCharacterAtTheEnd() {
        LineReader reader = new LineReader(new ByteArrayInputStream(new byte[] {'a', (byte) 0xC3}), "f", MAX);

        assertThatThrownBy(reader::next).hasMessage("f, line 1: not UTF-8 at byte 2 of the line");
    }

    @Test
    void shouldRefuseALineThatNeverEnds() throws IOException {
        assertThat(new LineReader(new ByteArrayInputStream(new byte[MAX]), "f", MAX).next())
                .hasSize(MAX);
        assertThatThrownBy(() -> new LineReader(new ByteArrayInputStream(new byte[MAX + 1]), "f", MAX).next())
                .hasMessage("f, line 1: longer than 1000000 bytes");
    }

    private static List<String> lines(String text) throws IOException {
        LineReader reader = new LineReader(new ByteArrayInputStream(bytes(text)), "test", MAX);
        List<String> lines = new ArrayList<>();
        for (String line = reader.next(); line != null; line = reader.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Gives at most so many bytes a read. */
    private static final class Dribble extends InputStream {

        private final ByteArrayInputStream bytes;
        private final int most;

        Dribble(byte[] bytes, int most) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.most = most;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, Math.min(most, length));
        }
    }
}
