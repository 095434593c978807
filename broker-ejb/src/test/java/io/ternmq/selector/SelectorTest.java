package io.ternmq.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {

    private static final Selectable NUMBERS = Properties.of(
            "i",
            255,
            "b",
            (byte) 5,
            "s",
            (short) 7,
            "l",
            9_007_199_254_740_993L,
            "m",
            Long.MAX_VALUE,
            "n",
            Long.MIN_VALUE,
            "f",
            0.1f,
            "d",
            0.1d,
            "max",
            Integer.MAX_VALUE,
            "nan",
            Double.NaN,
            "text",
            "255",
            "yes",
            true,
            "no",
            false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "i = 0xFF",
                "i = 0377",
                "i = 255L",
                "i = 2.55E2",
                "i = 255.",
                "i BETWEEN 254.5 AND 255.5",
                "-i = -255",
                "+i = +255",
                "i / 2 = 127",
                "i = 0b1111_1111",
                "i = 0xF_Fl",
                "i = 0x1.FEp7",
                "i = 255f",
                "i = 255.0D",
                "i = 2_55",
                "d = .1",
                "d = 1e-1",
                "i - 0.5 = 254.5",
                "b = 5.0",
                "s = 7",
                "b + s = 12",
                "l = 9007199254740993",
                "l = 9007199254740992.0",
                "m = 9223372036854775807",
                "n = -9223372036854775808",
                "f = 0.1F",
                "f <> 0.1",
                "d = 0.1",
                "d = 09.0 / 90",
                "i + 1 * 2 = 257",
                "(i + 1) * 2 = 512",
                "10 - 3 - 2 = 5",
                "100 / 10 / 5 = 2",
                "7 / 2 = 3",
                "7 / 2. = 3.5",
                "- - i = 255",
                "1/0.0 > m",
                "nan <> nan"
            })
    void shouldReckonWithNumbersAsJavaDoes(String selector) {
        assertThat(Selector.parse(selector).matches(NUMBERS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "l = 9007199254740992",
                "f = 0.1",
                "nan = nan",
                "nan > 1 OR nan <= 1",
                "i / 0 = 1",
                "NOT (i / 0 = 1)",
                "m = 9223372036854775806",
                "max + 1 > max"
            })
    void shouldNotMatchWhereJavaWouldNot(String selector) {
        assertThat(Selector.parse(selector).matches(NUMBERS)).isFalse();
    }

    @Test
    void shouldPromoteBothSidesToLongWhereOneIs() {
        assertThat(Selector.parse("max + 1L = 2147483648").matches(NUMBERS)).isTrue();
        assertThat(Selector.parse("max * 3000000000 = 6442450941000000000").matches(NUMBERS))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "text = 255 | false",
                "text <> 255 | false",
                "NOT (text = 255) | true",
                "yes = 'true' | false",
                "yes = TRUE | true",
                "yes <> false | true",
                "TRUE = yes | true",
                "yes | true",
                "no | false",
                "NOT no | true",
                "yes AND NOT no | true",
                "text | false",
                "NOT text | false",
                "text > i | false",
                "NOT (text > i) | true",
                "i IN ('255') | false",
                "i NOT IN ('255') | false",
                "i LIKE '255' | false",
                "i NOT LIKE '255' | false",
                "text BETWEEN 1 AND 300 | false",
                "text NOT BETWEEN 1 AND 300 | false",
                "text + 1 = 256 | false",
                "NOT (text + 1 = 256) | false",
                "TRUE | true",
                "FALSE | false",
                "(yes) = (TRUE) | true",
                "((i)) = 255 | true"
            })
    void shouldTreatUnlikeTypesAsTheTextSays(String selector, boolean matches) {
        assertThat(Selector.parse(selector).matches(NUMBERS)).isEqualTo(matches);
    }

    /** C17. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "x <> 'a' | false",
                "NOT (x = 'a') | false",
                "x = 'a' OR y = 1 | true",
                "NOT (x = 'a' AND y = 2) | true",
                "NOT (x = 'a' AND y = 1) | false",
                "x NOT IN ('a') | false",
                "x NOT LIKE 'a%' | false",
                "x NOT BETWEEN 1 AND 2 | false",
                "x IS NULL | true",
                "x IS NOT NULL | false",
                "y IS NOT NULL | true",
                "x + 1 = 1 | false",
                "-x = 1 OR NOT (-x = 1) | false",
                "x | false",
                "NOT x | false",
                "y BETWEEN 2 AND x | false",
                "y NOT BETWEEN 2 AND x | true"
            })
    void shouldKnowThreeTruthValues(String selector, boolean matches) {
        assertThat(Selector.parse(selector).matches(Properties.of("y", 1))).isEqualTo(matches);
    }

    /** C25. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a.b$c_ | s LIKE 'a.b$c!_' ESCAPE '!' | true",
                "axb$c_ | s LIKE 'a.b$c!_' ESCAPE '!' | false",
                "a.b$c_ | s LIKE 'a.b$c__' ESCAPE '_' | true",
                "a.b$cX | s LIKE 'a.b$c__' ESCAPE '_' | false",
                "50% | s LIKE '50%%' ESCAPE '%' | true",
                "50x | s LIKE '50%%' ESCAPE '%' | false",
                "C:\\d | s LIKE 'C:\\d' | true",
                "(a | s LIKE '(a%' | true",
                "(ab | s LIKE '(a%' | true",
                "12993 | s LIKE '12%3' | true",
                "123 | s LIKE '12%3' | true",
                "1234 | s LIKE '12%3' | false",
                "lose | s LIKE 'l_se' | true",
                "loose | s LIKE 'l_se' | false",
                "_foo | s LIKE '\\_%' ESCAPE '\\' | true",
                "bar | s LIKE '\\_%' ESCAPE '\\' | false",
                "aXbXc | s LIKE '%X%' | true",
                "abab | s LIKE '%ab' | true",
                "aaa | s LIKE '_%_%_' | true",
                "aa | s LIKE '_%_%_' | false",
                "it's | s LIKE 'it''s' | true",
                "A | s LIKE 'a' | false",
                "A | s NOT LIKE 'a' | true"
            })
    void shouldTakeOnlyTwoCharactersOfPatternsAsSpecial(String value, String selector, boolean matches) {
        assertThat(Selector.parse(selector).matches(Properties.of("s", value))).isEqualTo(matches);
    }

    @Test
    void shouldLetPatternsGoOverLineEnds() {
        Selectable message = Properties.of("s", "x\ny");

        assertThat(Selector.parse("s LIKE 'x%y'").matches(message)).isTrue();
        assertThat(Selector.parse("s LIKE 'x_y'").matches(message)).isTrue();
    }

    @Test
    void shouldTakeACharacterBeyondTheBasicPlaneAsOne() {
        Selectable message = Properties.of("s", "x\uD83D\uDC26y");

        assertThat(Selector.parse("s LIKE 'x_y'").matches(message)).isTrue();
        assertThat(Selector.parse("s LIKE 'x__y'").matches(message)).isFalse();
        assertThat(Selector.parse("s LIKE '%\uD83D\uDC26_'").matches(message)).isTrue();
    }

    @Test
    void shouldTakeTheEmptyPatternAsTheEmptyString() {
        assertThat(Selector.parse("s LIKE ''").matches(Properties.of("s", ""))).isTrue();
        assertThat(Selector.parse("s LIKE ''").matches(Properties.of("s", "x"))).isFalse();
        assertThat(Selector.parse("s LIKE '%'").matches(Properties.of("s", ""))).isTrue();
        assertThat(Selector.parse("s LIKE '_'").matches(Properties.of("s", ""))).isFalse();
    }

    /** C49. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "JMSMessageID = 'ID:1-2' | true",
                "JMSCorrelationID = 'c-1' | true",
                "JMSType = 'order' | true",
                "JMSPriority > 6 | true",
                "JMSDeliveryMode = 'PERSISTENT' | true",
                "JMSDeliveryMode <> 'NON_PERSISTENT' | true",
                "JMSTimestamp >= 1764000000000 | true",
                "JMSXGroupID IS NULL | true",
                "JMS_vendor = 1 | true",
                "jmstype = 'order' | false",
                "JMSType = 'Order' | false"
            })
    void shouldSelectByHeaders(String selector, boolean matches) {
        Selectable message = Properties.of(
                "JMSMessageID", "ID:1-2",
                "JMSCorrelationID", "c-1",
                "JMSType", "order",
                "JMSPriority", 7,
                "JMSDeliveryMode", "PERSISTENT",
                "JMSTimestamp", 1_764_000_000_123L,
                "JMS_vendor", 1);

        assertThat(Selector.parse(selector).matches(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "größe = 1 AND $x = 2 AND _y = 3 AND 名前 = 'n'",
                "größe=1 aNd $x=2 And\t_y=3\nand\r\f名前='n'",
                "größe IN ('a') oR NoT größe bEtWeEn 2 AnD 3 AND 名前 lIkE 'n' AND z iS nUlL AND 名前 iN ('m', 'n')",
                "𝒳 = 4",
                "order = 5 AND trueish = 6 AND ISNULL = 7"
            })
    void shouldTakeIdentifiersOfAnyScriptAndKeywordsInAnyCase(String selector) {
        Selectable message =
                Properties.of("größe", 1, "$x", 2, "_y", 3, "名前", "n", "𝒳", 4, "order", 5, "trueish", 6, "ISNULL", 7);

        assertThat(Selector.parse(selector).matches(message)).isTrue();
    }

    /** Letters whose other case is an ASCII letter do not make a keyword: i without a dot, I with one, the long s. */
    @ParameterizedTest
    @ValueSource(strings = {"\u0131s", "\u0131n", "l\u0131ke", "\u0130S", "fal\u017Fe", "e\u017Fcape"})
    void shouldTakeNoForeignLetterForOneOfAKeyword(String name) {
        assertThat(Selector.parse(name + " = 1 AND " + name + " IS NOT NULL").matches(Properties.of(name, 1)))
                .isTrue();
    }

    /** The text gives exact literals the syntax of Java's and the range of long: the digits say all 64 bits, no suffix is needed. */
    @ParameterizedTest
    @CsvSource({
        "0xFFFFFFFF, 4294967295",
        "0xFFFFFFFFL, 4294967295",
        "0x7FFFFFFFFFFFFFFF, 9223372036854775807",
        "0xFFFFFFFFFFFFFFFF, -1",
        "-0x1, -1",
        "037777777777, 4294967295",
        "01777777777777777777777, -1",
        "0b11, 3",
        "0, 0",
        "00, 0",
        "0L, 0",
        "1_000, 1000",
        "0x7F_FF, 32767",
        "0_7, 7",
        "-9223372036854775808, -9223372036854775808"
    })
    void shouldReadExactLiteralsAsJavaWritesThem(String literal, long value) {
        assertThat(Selector.parse("x = " + literal).matches(Properties.of("x", value)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "7., 7",
        "7E3, 7000",
        "-57.9E2, -5790",
        "+6.2, 6.2",
        "-95.7, -95.7",
        ".5, 0.5",
        "1e-3, 0.001",
        "1.5D, 1.5",
        "2d, 2",
        "0x1p4, 16",
        "0x.8p1, 1",
        "1_0.2_5e1_0, 102500000000",
        "1.7976931348623157E308, 1.7976931348623157E308",
        "4.9E-324, 4.9E-324"
    })
    void shouldReadApproximateLiteralsAsJavaWritesThem(String literal, double value) {
        assertThat(Selector.parse("x = " + literal).matches(Properties.of("x", value)))
                .isTrue();
    }

    @Test
    void shouldReadQuotesAsTwo() {
        assertThat(Selector.parse("s = 'joe''s ''' AND s IN ('joe''s ''')").matches(Properties.of("s", "joe's '")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT a = 1 AND b = 2 | true",
                "a = 1 OR a = 2 AND b = 3 | false",
                "(a = 2 OR a = 1) AND b = 2 | true",
                "a = 2 OR b = 2 AND NOT (a = 1 OR b = 3) | true",
                "NOT NOT a = 2 | true",
                "a BETWEEN 1 AND 3 AND b BETWEEN 1 AND 3 | true"
            })
    void shouldBindNotTighterThanAndTighterThanOr(String selector, boolean matches) {
        assertThat(Selector.parse(selector).matches(Properties.of("a", 2, "b", 2)))
                .isEqualTo(matches);
    }

    @Test
    void shouldGiveItsSourceAsItCame() {
        assertThat(Selector.parse("  a=1 ")).hasToString("  a=1 ");
    }

    @Test
    void shouldMeanNoSelectorByNothing() {
        assertThat(Selector.ofNullable(null)).isNull();
        assertThat(Selector.ofNullable("")).isNull();
        assertThat(Selector.ofNullable("a = 1")).hasToString("a = 1");
    }

    @Test
    void shouldEvaluateWithoutAllocation() {
        Selector selector = Selector.parse("(i + 1) * 2 = 512 AND s LIKE '%b_' AND s IN ('x', 'aabc')"
                + " AND d BETWEEN 0.05 AND i / 3 AND gone IS NULL");
        Selectable message = Properties.of("i", 255, "s", "aabc", "d", 0.1);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 1_000; i++) {
            assertThat(selector.matches(message)).isTrue();
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        boolean all = true;
        for (int i = 0; i < 10_000; i++) {
            all &= selector.matches(message);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(all).isTrue();
        assertThat(allocated).isLessThan(10_000); // less than a byte each: what the measurement itself takes
    }
}
