package io.ternmq.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorRefusalTest {

    /** Each with the column that the text points at. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "(a = 'x' AND ( OR )) | 16",
                "a = 1 AMD b = 2 | 7",
                "a = b c AND d = 'x' | 7",
                "a = 'x | 5",
                "(a = 1 | 7",
                "a IN () | 7",
                "a IN ('b', ) | 12",
                "a IN ('b' 'c') | 11",
                "a IN (1) | 7",
                "a LIKE 'x' ESCAPE 'ab' | 19",
                "a LIKE 'x' ESCAPE '' | 19",
                "a LIKE 'x!' ESCAPE '!' | 8",
                "a LIKE b | 8",
                "'a' LIKE 'a' | 1",
                "a BETWEEN 1 | 12",
                "a BETWEEN 'a' AND 'b' | 11",
                "a NOT 1 | 7",
                "AND = 1 | 1",
                "1 = . | 5",
                "a = 09 | 5",
                "a =< 255 | 4",
                "a == 1 | 4",
                "a != 1 | 3",
                "a = \"\"x\"\" | 5",
                "a = 99999999999999999999 | 5",
                "a = 9223372036854775808 | 5",
                "a = -9223372036854775809 | 6",
                "a = 0x1FFFFFFFFFFFFFFFF | 5",
                "a = 0x | 5",
                "a = 0xG | 5",
                "a = 1_ | 5",
                "a = 1__.5 | 5",
                "a = 1.2.3 | 5",
                "a = 12abc | 5",
                "a = 1e | 5",
                "a = 1e999 | 5",
                "a = 1e-999 | 5",
                "a = 1e39f | 5",
                "a = 1.5L | 5",
                "a < 'b' | 5",
                "'a' < b | 1",
                "a > TRUE | 5",
                "TRUE = 0 | 8",
                "FALSE = 0 | 9",
                "0 <> TRUE | 1",
                "TRUE = 'TRUE' | 8",
                "a + 1 = FALSE | 1",
                "a + 'b' = 1 | 5",
                "-'a' = 1 | 2",
                "-TRUE = 1 | 2",
                "a = (b = c) | 5",
                "(a = b) = c | 1",
                "(a = b) + 1 = 2 | 1",
                "a + 1 | 1",
                "'a' | 1",
                "5 | 1",
                "NOT 5 | 5",
                "a AND 'x' | 7",
                "a IS 1 | 6",
                "1 IS NULL | 1",
                "a IS NOT | 9",
                "NULL = a | 1",
                "a = NULL | 5",
                "a = 1 AND | 10",
                "a = 1) | 6",
                "a = 1; DROP | 6",
                "a.b = 1 | 2",
                "a = 1 b | 7",
                "a-b = 1 OR # | 12",
                "JMSDestination = 'q' | 1",
                "JMSReplyTo IS NULL | 1",
                "JMSExpiration > 1 | 1",
                "JMSRedelivered | 1",
                "a = 1 AND JMSRedelivered = TRUE | 11",
                "JMSDeliveryTime > 0 | 1",
                "JMSMessageId = 'x' | 1"
            })
    void shouldPointAtTheColumn(String selector, int column) {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.parse(selector))
                .withMessageStartingWith("column " + column + ": ")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "a = 1 AMD b = 2 | column 7: AND, OR or the end was expected, not AMD",
                "(a = 1 | column 7: ) was expected, not the end of the selector",
                "a < 'b' | column 5: strings and booleans are compared by = and <> only, not by <",
                "a = 'x | column 5: the string that begins here has no closing quote",
                "a = 09 | column 5: 09 is no number of base 8 with up to 64 bits",
                "a != 1 | column 3: '!' is nothing in a selector; unequal is <>, the contrary is NOT"
            })
    void shouldSayWhatWasExpected(String selector, String text) {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.parse(selector))
                .withMessage(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x\uFF11F", // digits of another script
                "0b\uFF11",
                "1\uFF11",
                "0\u0661",
                "1.5\u0001", // what Double.parseDouble would trim
                "2L\u0000",
                "0x1p1\u001B",
                "0x_1",
                "0_x1",
                "1_.5",
                "1._5",
                "1_L",
                "1e_5",
                "0b2",
                "0b",
                "08",
                "0xL",
                "1LL",
                "1fd",
                "0x1.8"
            })
    void shouldRefuseNumbersThatJavaWouldNotRead(String literal) {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.parse("a = " + literal))
                .withMessageStartingWith("column 5: ");
    }

    /** Java's white space is a space, a tab, a form feed and line ends, nothing else that looks blank. */
    @ParameterizedTest
    @ValueSource(strings = {"\u000B", "\u00A0", "\u0085", "\u2003", "\u2028", "\uFEFF"})
    void shouldRefuseWhatOnlyLooksBlank(String blank) {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.parse("a =" + blank + "1"))
                .withMessageStartingWith("column 4: ");
    }

    @Test
    void shouldCountACharacterBeyondTheBasicPlaneAsOneColumn() {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.parse("\uD835\uDCB3 = #"))
                .withMessageStartingWith("column 5: ");
    }

    @Test
    void shouldRefuseBlanksAlone() {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.ofNullable(" "))
                .withMessage("column 2: a value or a condition was expected, not the end of the selector");
    }

    @Test
    void shouldEchoNeitherControlCharactersNorLongTexts() {
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.parse("a = 1 x\u0000\u202Ey"))
                .withMessage("column 7: AND, OR or the end was expected, not x??y");
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.parse("a = \u0007"))
                .withMessage("column 5: a selector has no character U+0007 outside a string");
        assertThatExceptionOfType(InvalidSelectorException.class)
                .isThrownBy(() -> Selector.parse("a = 1 '" + "x".repeat(1_000) + "'"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(120));
    }
}
