package io.ternmq.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.web.problem.RefusedException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {

    private static final List<String> NAMES = List.of("orders", "Orders.eu", "invoices", "mail");

    @Test
    void shouldShowAThousandFromTheFirstUnlessAsked() {
        assertThat(PageRequest.of(null, null, null)).isEqualTo(new PageRequest(1_000, 0, ""));
        assertThat(PageRequest.of("", "", " ")).isEqualTo(new PageRequest(1_000, 0, ""));
    }

    @Test
    void shouldCapTheLimit() {
        assertThat(PageRequest.of("10001", null, null).limit()).isEqualTo(10_000);
        assertThat(PageRequest.of("99999999999999999999", null, null).limit()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "ten", " 5", "١"})
    void shouldRefuseWhatIsNoWholeNumber(String value) {
        assertThatThrownBy(() -> PageRequest.of(null, value, null))
                .isInstanceOf(RefusedException.class)
                .hasMessage("'offset' is a whole number from 0");
    }

    @Test
    void shouldCountWhatMatchesAndShowThePart() {
        Page<String> page = PageRequest.of("1", "1", "ORDERS").select(NAMES, Function.identity(), null);

        assertThat(page.items()).containsExactly("Orders.eu");
        assertThat(page.total()).isEqualTo(2);
    }

    @Test
    void shouldOrderBeforeItCuts() {
        Page<String> page =
                PageRequest.of("2", "0", "").select(NAMES, Function.identity(), Comparator.<String>naturalOrder());

        assertThat(page.items()).containsExactly("Orders.eu", "invoices");
        assertThat(page.total()).isEqualTo(4);
    }

    @Test
    void shouldShowNothingBeyondTheEnd() {
        assertThat(PageRequest.of("5", "2147483647", "")
                        .select(NAMES, Function.identity(), null)
                        .items())
                .isEmpty();
    }
}
