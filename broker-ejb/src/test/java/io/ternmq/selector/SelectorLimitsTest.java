package io.ternmq.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No selector exhausts a stack, memory or time. */
@Timeout(10)
class SelectorLimitsTest {

    private static final long SMALL_STACK = 512 * 1024; // half of what a thread has by default

    @Test
    void shouldEvaluateLongChainsUpToTheirLastTerm() throws Exception {
        int terms = Selector.MAX_TERMS / 2;
        String or = IntStream.range(0, terms).mapToObj(i -> "a=" + i).collect(Collectors.joining(" OR "));
        String and = IntStream.range(0, terms).mapToObj(i -> "a<>" + i).collect(Collectors.joining(" AND "));
        String sum = "a" + "+1".repeat(Selector.MAX_TERMS - 2) + "=" + (terms - 1 + Selector.MAX_TERMS - 2);

        assertThat(onSmallStack(() -> Selector.parse(or).matches(Properties.of("a", terms - 1))))
                .isTrue();
        assertThat(onSmallStack(() -> Selector.parse(and).matches(Properties.of("a", terms))))
                .isTrue();
        assertThat(onSmallStack(() -> Selector.parse(and).matches(Properties.of("a", terms - 1))))
                .isFalse();
        assertThat(onSmallStack(() -> Selector.parse(sum).matches(Properties.of("a", terms - 1))))
                .isTrue();
    }

    @Test
    void shouldEvaluateLongRunsOfNotAndOfSigns() throws Exception {
        assertThat(onSmallStack(
                        () -> Selector.parse("NOT ".repeat(10_000) + "a = 1").matches(Properties.of("a", 1))))
                .isTrue();
        assertThat(onSmallStack(
                        () -> Selector.parse("NOT ".repeat(10_001) + "a = 1").matches(Properties.of("a", 1))))
                .isFalse();
        assertThat(onSmallStack(
                        () -> Selector.parse("-".repeat(60_001) + "a = 1").matches(Properties.of("a", -1))))
                .isTrue();
    }

    @Test
    void shouldTakeBracketsUpToTheLimitAndRefuseMore() throws Exception {
        Selectable message = Properties.of("a", 1);

        assertThat(onSmallStack(() ->
                        Selector.parse(nested("a = 1", Selector.MAX_DEPTH)).matches(message)))
                .isTrue();
        assertThat(onSmallStack(() ->
                        Selector.parse(nestedConditions(Selector.MAX_DEPTH)).matches(message)))
                .isTrue();
        assertRefused(nested("a = 1", Selector.MAX_DEPTH + 1), "column 101: brackets nest at most 100 deep");
        assertRefused(nested("a = 1", 20_000), "column 101: brackets nest at most 100 deep");
        assertRefused("(".repeat(20_000), "column 101: brackets nest at most 100 deep");
    }

    @Test
    void shouldRefuseTooManyTerms() {
        String or = "a" + " OR a".repeat(Selector.MAX_TERMS);

        assertRefused(or, "column 50001: a selector names at most 10000 identifiers and literals");
    }

    @Test
    void shouldRefuseTooLongSources() {
        String or = IntStream.range(0, 20_000).mapToObj(i -> "a = " + i).collect(Collectors.joining(" OR "));

        assertRefused(or, "column 65537: a selector has at most 65536 characters, this one has " + or.length());
        String longest = "a = '" + "x".repeat(Selector.MAX_LENGTH - 6) + "'";
        assertThat(Selector.parse(longest).matches(Properties.of("a", "x".repeat(Selector.MAX_LENGTH - 6))))
                .isTrue();
        String longNumber = "a = " + "9".repeat(60_000);
        assertThatExceptionOfType(InvalidSelectorException.class).isThrownBy(() -> Selector.parse(longNumber));
    }

    @Test
    void shouldFindTheLastOfManyValues() {
        String in =
                IntStream.range(0, 8_000).mapToObj(i -> "'" + i + "'").collect(Collectors.joining(",", "a IN (", ")"));

        assertThat(Selector.parse(in).matches(Properties.of("a", "7999"))).isTrue();
        assertThat(Selector.parse(in).matches(Properties.of("a", "8000"))).isFalse();
    }

    @Test
    @Timeout(2)
    void shouldMatchPatternsWithManyRunsInTime() {
        String value = "a".repeat(100_000);
        String selector = "s LIKE '" + "%a".repeat(50) + "%b'";

        assertThat(Selector.parse(selector).matches(Properties.of("s", value))).isFalse();
        assertThat(Selector.parse(selector).matches(Properties.of("s", value + "b")))
                .isTrue();
    }

    @Test
    void shouldParseManySelectorsInTime() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(Selector.parse("a = " + i + " AND b LIKE 'x%'").matches(Properties.of("a", i, "b", "xy")))
                    .isTrue();
        }
    }

    private static String nested(String inner, int depth) {
        return "(".repeat(depth) + inner + ")".repeat(depth);
    }

    private static String nestedConditions(int depth) {
        return "(NOT NOT a = 2 OR ".repeat(depth) + "a = 1" + ")".repeat(depth);
    }

    private static void assertRefused(String selector, String text) {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> onSmallStack(() -> Selector.parse(selector)))
                .withMessage(text);
    }

    private static <T> T onSmallStack(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(task);
        new Thread(null, future, "small stack", SMALL_STACK).start();
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InvalidSelectorException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
