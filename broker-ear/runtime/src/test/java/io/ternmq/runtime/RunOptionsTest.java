package io.ternmq.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RunOptionsTest {

    @Test
    void shouldListenOnLoopbackOnlyUnlessTold() {
        RunOptions options = parse(Map.of());

        assertThat(options.dmqp()).isEqualTo(new RunOptions.Address("127.0.0.1", 5700));
        assertThat(options.http()).isEqualTo(new RunOptions.Address("127.0.0.1", 8080));
        assertThat(options.anonymous()).isFalse();
        assertThat(options.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(options.store().url()).isNull();
    }

    @Test
    void shouldTakeEachOptionFromTheEnvironmentToo() {
        RunOptions options = parse(Map.of(
                "TERN_DATA", "/srv/tern",
                "TERN_PORT", "6700",
                "TERN_HTTP_PORT", "9090",
                "TERN_ANONYMOUS", "true",
                "TERN_STORE_URL", "jdbc:postgresql://db/tern",
                "TERN_CLUSTER", "a:1,b:2",
                "TERN_CLUSTER_PORT", "1"));

        assertThat(options.data()).isEqualTo(Path.of("/srv/tern"));
        assertThat(options.dmqp().port()).isEqualTo(6700);
        assertThat(options.http().port()).isEqualTo(9090);
        assertThat(options.anonymous()).isTrue();
        assertThat(options.store().url()).isEqualTo("jdbc:postgresql://db/tern");
        assertThat(options.cluster().members()).containsExactly("a:1", "b:2");
    }

    @Test
    void shouldPreferTheCommandLineToTheEnvironment() {
        RunOptions options = parse(Map.of("TERN_PORT", "6700"), "--port", "6701");

        assertThat(options.dmqp().port()).isEqualTo(6701);
    }

    @Test
    void shouldTellTheBrokerBySystemProperties() {
        RunOptions options =
                parse(Map.of(), "--data", "/srv/tern", "--port", "1", "--set", "limits.connections=7", "--anonymous");

        assertThat(options.brokerProperties())
                .containsEntry("tern.data", "/srv/tern")
                .containsEntry("tern.port", "1")
                .containsEntry("tern.bind", "127.0.0.1")
                .containsEntry("tern.anonymous", "true")
                .containsEntry("tern.limits.connections", "7")
                .doesNotContainKey("tern.store.url");
    }

    @Test
    void shouldTakeFromTheFileWhatIsNotSaidElsewhere(@TempDir Path directory) throws IOException {
        Path config = Files.writeString(
                directory.resolve("tern.properties"), "tern.http.port=9090\ntern.port=6700\ntern.max-connections=7\n");

        RunOptions options = parse(Map.of("TERN_PORT", "6701", "TERN_CONFIG", config.toString()));

        assertThat(options.http().port()).isEqualTo(9090);
        assertThat(options.dmqp().port()).isEqualTo(6701);
        assertThat(options.brokerProperties()).containsEntry("tern.max-connections", "7");
    }

    @Test
    void shouldRefuseAFileWithNamesThatNobodyReads(@TempDir Path directory) throws IOException {
        Path config = Files.writeString(directory.resolve("tern.properties"), "port=6700\n");

        assertThatThrownBy(() -> parse(Map.of(), "--config", config.toString()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("names port");
    }

    @ParameterizedTest
    @CsvSource({
        "--anonymous --bind 0.0.0.0, --anonymous",
        "--anonymous --http-bind 0.0.0.0, --anonymous",
        "--port 70000, 65535",
        "--port 7000 --http-port 7000, 7000",
        "--store-url jdbc:postgresql://h/d?user=u&password=p, --store-password-file",
        "--store-url jdbc:mysql://u:p@h/d, --store-password-file",
        "--store-url postgresql://h/d, jdbc:",
        "--store-user u, --store-url",
        "--config /no/such/file, /no/such/file",
        "--tls-port 5701, --tls-cert",
        "--cluster a:1, --cluster-port",
        "--cluster a --cluster-port 1, HOST:PORT",
        "--deploy pom.xml, .war",
        "--bind no.such.host.invalid --anonymous, no.such.host.invalid",
    })
    void shouldRefuseInOneLineThatNamesTheOption(String arguments, String named) {
        StartException refusal =
                catchThrowableOfType(StartException.class, () -> parse(Map.of(), arguments.split(" ")));

        assertThat(refusal.getMessage()).contains(named).doesNotContain("\n");
        assertThat(refusal.status()).isEqualTo(StartException.USAGE);
    }

    private static RunOptions parse(Map<String, String> environment, String... arguments) {
        OptionDefaults defaults = OptionDefaults.of(environment, List.of(arguments));
        RunCommand command = new RunCommand();
        new CommandLine(command).setDefaultValueProvider(defaults).parseArgs(arguments);
        return command.options(defaults.file());
    }
}
