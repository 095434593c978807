package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.transport.Endpoint;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmqpUrlTest {

    @Test
    void shouldGiveTheDefaults() {
        ClientOptions options = DmqpUrl.parse("dmqp://localhost");

        assertThat(options.endpoints()).containsExactly(new Endpoint("localhost", 5700));
        assertThat(options.user()).isNull();
        assertThat(options.password()).isNull();
        assertThat(options.passwordFile()).isNull();
        assertThat(options.clientId()).isNull();
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.requestTimeout()).isEqualTo(Duration.ofSeconds(60));
        assertThat(options.heartbeat()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.prefetch()).isEqualTo(100);
        assertThat(options.maxFrame()).isEqualTo(100 * 1024 * 1024);
        assertThat(options.allowedClasses()).isNull();
        assertThat(options.jmsx()).isNull();
        assertThat(options.appId()).isNull();
    }

    @Test
    void shouldReadAllOptions() {
        ClientOptions options = DmqpUrl.parse(
                "dmqp://h:1?user=u&password=p%26q&clientId=c+1&connectTimeout=1"
                        + "&requestTimeout=2&heartbeat=0&prefetch=4&maxFrame=65536&allowedClasses=a.*,b.C&jmsx=JMSXUserID,JMSXRcvTimestamp&appId=shop");

        assertThat(options.user()).isEqualTo("u");
        assertThat(options.password()).isEqualTo("p&q");
        assertThat(options.clientId()).isEqualTo("c+1");
        assertThat(options.connectTimeout()).isEqualTo(Duration.ofMillis(1));
        assertThat(options.requestTimeout()).isEqualTo(Duration.ofMillis(2));
        assertThat(options.heartbeat()).isZero();
        assertThat(options.prefetch()).isEqualTo(4);
        assertThat(options.maxFrame()).isEqualTo(65_536);
        assertThat(options.allowedClasses()).isEqualTo("a.*,b.C");
        assertThat(options.jmsx()).isEqualTo("JMSXUserID,JMSXRcvTimestamp");
        assertThat(options.appId()).isEqualTo("shop");
    }

    @Test
    void shouldReadSeveralHosts() {
        assertThat(DmqpUrl.parse("dmqp://a:1,b,[::1]:3/?prefetch=1").endpoints())
                .containsExactly(new Endpoint("a", 1), new Endpoint("b", 5700), new Endpoint("::1", 3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tcp://localhost                    | dmqp://
            localhost:5700                     | dmqp://
            dmqps://localhost                  | dmqps
            dmqp://                            | host:port
            dmqp://a,,b                        | host:port
            dmqp://a/b                         | a/b
            dmqp://::1                         | ::1
            dmqp://a:port                      | the port of a
            dmqp://a:0                         | 1 to 65535
            dmqp://a:70000                     | 1 to 65535
            dmqp://u:p@a                       | passwordFile
            dmqp://a?speed=1                   | 'speed'
            dmqp://a?Prefetch=1                | 'Prefetch'
            dmqp://a?prefetch                  | 'prefetch'
            dmqp://a?prefetch=x                | prefetch
            dmqp://a?allowedClasses=a..b       | 'a..b'
            dmqp://a?jmsx=JMSXState            | 'JMSXState'
            dmqp://a?jmsx=JMSXAppID            | appId
            dmqp://a?jmsx=JMSXUserID,x         | 'x'
            dmqp://a?appId=                    | appId
            dmqp://a?prefetch=0                | prefetch
            dmqp://a?prefetch=1&prefetch=2     | twice
            dmqp://a?user=%zz                  | 'user'
            dmqp://a?heartbeat=-1              | heartbeat
            dmqp://a?connectTimeout=0          | connectTimeout
            dmqp://a?maxFrame=1                | maxFrame
            dmqp://a?clientId=                 | clientId
            dmqp://a?password=p&passwordFile=f | passwordFile
            """)
    void shouldSayInOneLineWhatIsWrong(String url, String part) {
        assertThatThrownBy(() -> DmqpUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldWantAUrl() {
        assertThatThrownBy(() -> DmqpUrl.parse(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DmqpUrl.parse(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dmqp://a:1",
                "dmqp://a:1,[::1]:2?user=x%20y&clientId=c%2B1&prefetch=7",
                "dmqp://a:1?passwordFile=%2Ftmp%2Fp&heartbeat=0&allowedClasses=a.*%2Cb.C"
            })
    void shouldWriteWhatItReads(String url) {
        assertThat(DmqpUrl.format(DmqpUrl.parse(url))).isEqualTo(url);
    }

    @Test
    void shouldNeverWriteThePassword() {
        assertThat(DmqpUrl.parse("dmqp://a?user=u&password=secret").toString())
                .contains("user=u")
                .doesNotContain("secret");
    }
}
