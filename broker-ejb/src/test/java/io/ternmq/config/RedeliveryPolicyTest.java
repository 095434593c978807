package io.ternmq.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedeliveryPolicyTest {

    private static RedeliveryPolicy backingOff(double by, Duration most) {
        return new RedeliveryPolicy(5, Duration.ofMillis(100), by, most);
    }

    @Test
    void shouldBringMessagesBackAtOnceTenTimesByDefault() {
        assertThat(RedeliveryPolicy.DEFAULT.delayMillis(1)).isZero();
        assertThat(RedeliveryPolicy.DEFAULT.delayMillis(9)).isZero();
        assertThat(RedeliveryPolicy.DEFAULT.isExhausted(9)).isFalse();
        assertThat(RedeliveryPolicy.DEFAULT.isExhausted(10)).isTrue();
        assertThat(RedeliveryPolicy.DEFAULT.maxDelay()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void shouldDelayEachTimeByTheFactorMoreUpToTheCap() {
        RedeliveryPolicy policy = backingOff(2, Duration.ofMillis(500));

        assertThat(policy.delayMillis(1)).isEqualTo(100);
        assertThat(policy.delayMillis(2)).isEqualTo(200);
        assertThat(policy.delayMillis(3)).isEqualTo(400);
        assertThat(policy.delayMillis(4)).isEqualTo(500);
        assertThat(policy.delayMillis(Integer.MAX_VALUE)).isEqualTo(500);
    }

    @Test
    void shouldHaveNoLimitWithZeroDeliveries() {
        assertThat(RedeliveryPolicy.UNLIMITED.isExhausted(Integer.MAX_VALUE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseABackOffThatIsNone(double backOff) {
        assertThatThrownBy(() -> backingOff(backOff, Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("back-off");
    }

    @Test
    void shouldRefuseADelayThatNoClockCanReach() {
        assertThatThrownBy(() -> backingOff(2, Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT8760H");
    }

    @Test
    void shouldRefuseNegativeNumbers() {
        assertThatThrownBy(() -> new RedeliveryPolicy(-1, Duration.ZERO, 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RedeliveryPolicy(1, Duration.ofMillis(-1), 1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backingOff(1, Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
