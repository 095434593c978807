package io.ternmq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import io.ternmq.store.memory.MemoryMessageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins of the verbs that move messages, against a real broker that asks for one. */
class LoginTest {

    @TempDir
    private static Path folder;

    private static Broker broker;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        BrokerConfig config = BrokerConfig.of(folder).withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", 0));
        broker = Broker.start(config, BrokerParts.of(new MemoryMessageStore()));
        url = "dmqp://127.0.0.1:" + broker.address().getPort();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldLogInWithTheFirstPassword() {
        String password = folder.resolve("admin-password").toString();

        assertThat(Run.tern("send", "q", "--text", "hello", "--url", url, "--password-file", password)
                        .status())
                .isZero();
        assertThat(Run.tern("receive", "q", "--url", url, "--password-file", password, "--user", "admin")
                        .out())
                .isEqualTo("hello\n");
    }

    @Test
    void shouldTellARefusalByItsStatusInOneLine() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("TERN_PASSWORD", "wrong"))) {
            Run run = Run.tern(environment, "", "send", "refused", "--text", "x", "--url", url);

            assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
            assertThat(run.err()).startsWith("tern: ").hasLineCount(1);
        }
        assertThat(broker.management().queue("refused")).isEmpty();
    }
}
