package io.ternmq.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compares docs/protocol.md with the code. */
class ProtocolDocumentTest {

    private static final Set<Class<?>> ANSWERS = Set.of(
            Frame.Done.class, Frame.Failed.class, Frame.Created.class, Frame.XaOutcome.class, Frame.XaRecovered.class);

    private List<String> lines;

    @BeforeEach
    void readDocument() throws IOException {
        lines = Files.readAllLines(Path.of("..", "..", "docs", "protocol.md"));
    }

    @Test
    void shouldListEveryFrameWithItsCode() {
        List<String> documented = rows("## Frames").stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();

        List<String> coded = FrameArbitraries.types().stream()
                .map(type -> code(type) + " " + type.getSimpleName())
                .toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(coded);
    }

    @Test
    void shouldNameTheAnswerOfEveryRequest() {
        for (List<String> row : rows("## Frames")) {
            Class<?> type = type(row.get(1));
            boolean isRequest = !ANSWERS.contains(type)
                    && Arrays.stream(type.getRecordComponents())
                            .anyMatch(component -> component.getName().equals("request"));
            if (isRequest) {
                assertThat(row.get(2)).as(row.get(1)).isEqualTo("C");
                assertThat(row.get(3)).as(row.get(1)).containsAnyOf("Done", "Created", "XaOutcome", "XaRecovered");
            }
        }
    }

    @Test
    void shouldListTheFieldsOfEveryFrameInOrder() {
        for (Class<?> type : FrameArbitraries.types()) {
            List<String> coded = new ArrayList<>();
            if (type == Frame.Hello.class) {
                coded.add("magic");
            }
            for (RecordComponent component : type.getRecordComponents()) {
                coded.add(component.getName());
            }

            List<String> documented = rows("### " + type.getSimpleName()).stream()
                    .map(row -> row.get(0).replace("`", ""))
                    .toList();

            assertThat(documented).as(type.getSimpleName()).containsExactlyElementsOf(coded);
        }
    }

    @Test
    void shouldListEveryErrorWithItsCode() {
        List<String> documented = rows("## Errors").stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(ErrorCode.values())
                        .map(error -> error.code() + " " + error.name())
                        .toList());
    }

    @Test
    void shouldNameTheLimitsOfTheCode() {
        String text = String.join("\n", lines);

        assertThat(text)
                .contains("%,d bytes until the login is done".formatted(FrameCodec.MAX_FRAME_BEFORE_LOGIN))
                .contains("UTF-8, at most %,d bytes".formatted(FrameCodec.MAX_STRING))
                .contains("at most %,d items".formatted(FrameCodec.MAX_ITEMS))
                .contains("0x%08X".formatted(Frame.Hello.MAGIC));
    }

    /** The cells of the first table below a heading, without its head. */
    private List<List<String>> rows(String heading) {
        int from = lines.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        List<List<String>> rows = new ArrayList<>();
        for (String line : lines.subList(from + 1, lines.size())) {
            if (line.startsWith("#")) {
                break;
            }
            if (line.startsWith("|")) {
                rows.add(Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows.isEmpty() ? rows : rows.subList(2, rows.size());
    }

    private static Class<?> type(String name) {
        return FrameArbitraries.types().stream()
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int code(Class<?> type) {
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(FrameArbitraries.frames(type).sample(), bytes);
        return bytes.getByte(FrameCodec.LENGTH_BYTES);
    }
}
