package io.ternmq.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.config.BrokerConfig;
import io.ternmq.config.RedeliveryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {

    private static BrokerConfig read(Map<String, String> values) {
        return new ConfigReader(name -> Optional.ofNullable(values.get(name))).read();
    }

    @Test
    void shouldTakeTheDefaultsWhereNothingIsSaid() {
        assertThat(read(Map.of())).isEqualTo(BrokerConfig.of(Path.of("data")));
    }

    @Test
    void shouldReadHowMessagesComeAgain() {
        RedeliveryPolicy policy = read(Map.of(
                        "tern.redelivery.max-deliveries", "5",
                        "tern.redelivery.delay", "PT0.1S",
                        "tern.redelivery.back-off", "1.5",
                        "tern.redelivery.max-delay", "PT1M"))
                .redelivery();

        assertThat(policy).isEqualTo(new RedeliveryPolicy(5, Duration.ofMillis(100), 1.5, Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "tern.redelivery.max-deliveries, many, tern.redelivery.max-deliveries",
        "tern.redelivery.max-deliveries, -1, -1",
        "tern.redelivery.delay, 100, tern.redelivery.delay",
        "tern.redelivery.delay, PT-1S, negative",
        "tern.redelivery.back-off, twice, tern.redelivery.back-off",
        "tern.redelivery.back-off, 0.5, back-off",
        "tern.redelivery.max-delay, 1h, tern.redelivery.max-delay"
    })
    void shouldRefuseWhatIsNoSettingByNamingIt(String name, String value, String named) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageNotContaining("\n");
    }
}
