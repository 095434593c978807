package io.ternmq.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random texts and random selectors; the latter evaluated by {@link ReferenceSelector} too. */
class SelectorPropertyTest {

    private static final Selectable MESSAGE = Properties.of("a", 1, "b", "x", "c", true);

    @Property
    void shouldThrowNothingButItsOwnExceptionOnAnyText(@ForAll String text) {
        parseAndEvaluate(text);
    }

    @Property
    void shouldThrowNothingButItsOwnExceptionOnAnyTokens(@ForAll("tokens") String text) {
        parseAndEvaluate(text);
    }

    @Property
    void shouldAgreeWithTheReference(@ForAll long seed) {
        RandomSelectors selectors = new RandomSelectors(new Random(seed));
        for (int i = 0; i < 50; i++) {
            ReferenceSelector selector = selectors.condition(4);
            Map<String, Object> message = selectors.message();

            assertThat(Selector.parse(selector.source()).matches(message::get))
                    .as("%s on %s", selector, message)
                    .isEqualTo(Boolean.TRUE.equals(selector.value(message)));
        }
    }

    private static void parseAndEvaluate(String text) {
        Selector selector;
        try {
            selector = Selector.parse(text);
        } catch (InvalidSelectorException e) {
            assertThat(e.getMessage()).startsWith("column ");
            return;
        }
        selector.matches(MESSAGE);
        assertThat(selector).hasToString(text);
    }

    @Provide
    Arbitrary<String> tokens() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "c",
                        "zz",
                        "'x'",
                        "'%_'",
                        "''",
                        "1",
                        "0",
                        "2.5",
                        "0x1F",
                        "1e3",
                        "9e",
                        "1L",
                        ".5f",
                        "AND",
                        "OR",
                        "NOT",
                        "BETWEEN",
                        "LIKE",
                        "ESCAPE",
                        "'!'",
                        "IN",
                        "IS",
                        "NULL",
                        "TRUE",
                        "FALSE",
                        "=",
                        "<>",
                        "<",
                        "<=",
                        ">",
                        ">=",
                        "+",
                        "-",
                        "*",
                        "/",
                        "(",
                        ")",
                        ",",
                        "'",
                        ".",
                        "#",
                        "JMSType",
                        "JMSReplyTo",
                        "\u0000",
                        "9223372036854775808")
                .list()
                .ofMaxSize(25)
                .map(tokens -> String.join(" ", tokens));
    }
}
