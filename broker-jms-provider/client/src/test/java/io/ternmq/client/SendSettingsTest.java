package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendSettingsTest {

    private static SendSettings of(long timeToLive, long delay) {
        return new SendSettings(2, 4, timeToLive, delay, false, false);
    }

    @Test
    void shouldAddTheTimeToLiveToTheTimeOfTheSend() {
        assertThat(of(500, 0).expiration(1_000)).isEqualTo(1_500);
        assertThat(of(0, 0).expiration(1_000)).isZero();
    }

    @Test
    void shouldNeverGiveANegativeTime() {
        assertThat(of(Long.MAX_VALUE, 0).expiration(1_000)).isEqualTo(Long.MAX_VALUE);
        assertThat(of(0, Long.MAX_VALUE).deliveryTime(1_000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldAddTheDelayToTheTimeOfTheSend() {
        assertThat(of(0, 300).deliveryTime(1_000)).isEqualTo(1_300);
        assertThat(of(0, 0).deliveryTime(1_000)).isEqualTo(1_000);
    }
}
