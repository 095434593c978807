package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.message.BodyType;
import io.ternmq.message.MessageHeader;
import io.ternmq.wire.Frame;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivedTest {

    private static Arrived arrived(long expiration, long at) {
        byte[] header =
                new MessageHeader("ID:1", 1, expiration, 0, null, null, null, BodyType.NONE, false, Map.of()).encode();
        return new Arrived(new Frame.Deliver(1, 1, 1, 1, true, 4, null, header, new byte[0]), at, 0);
    }

    @Test
    void shouldExpireWhatRanOutWhileItWaited() {
        assertThat(arrived(1_500, 1_000).expiredHere(1_499)).isFalse();
        assertThat(arrived(1_500, 1_000).expiredHere(1_500)).isTrue();
    }

    @Test
    void shouldKeepWhatNeverExpires() {
        assertThat(arrived(0, 1_000).expiredHere(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void shouldTrustTheBrokerOverAClockThatDiffers() {
        assertThat(arrived(900, 1_000).expiredHere(2_000)).isFalse();
    }

    @Test
    void shouldKeepWhatCannotBeRead() {
        Arrived broken = new Arrived(new Frame.Deliver(1, 1, 1, 1, true, 4, null, new byte[3], new byte[0]), 1, 0);

        assertThat(broken.expiredHere(5)).isFalse();
    }
}
