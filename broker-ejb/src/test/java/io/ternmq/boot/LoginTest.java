package io.ternmq.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.config.BrokerConfig;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way in, from the client's side: what the first start writes lets in, nothing else does. */
class LoginTest {

    @TempDir
    private Path data;

    private Broker broker;

    @BeforeEach
    void start() throws IOException {
        broker = Broker.start(BrokerConfig.of(data).withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", 0)));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void shouldLetInWithThePasswordOfTheFirstStart() throws Exception {
        String password = password();

        assertThat(canWork("admin", password)).isTrue();
        broker.close();
        start();

        assertThat(password()).isEqualTo(password);
        assertThat(canWork("admin", password)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"admin,wrong", "admin,''", "nobody,wrong", "'',wrong", "anonymous,anonymous"})
    void shouldRefuseAWrongLogin(String user, String password) {
        assertThatExceptionOfType(JMSSecurityException.class).isThrownBy(() -> canWork(user, password));
    }

    @Test
    void shouldRefuseToGoWithoutALogin() {
        assertThatExceptionOfType(JMSSecurityException.class)
                .isThrownBy(() -> factory().createConnection().close());
    }

    @Test
    void shouldServeThoseInsideDuringAFloodOfLogins() throws Exception {
        ExecutorService attackers = Executors.newFixedThreadPool(16);
        try (Connection connection = factory().createConnection("admin", password())) {
            List<CompletableFuture<Void>> flood = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                flood.add(CompletableFuture.runAsync(this::attack, attackers));
            }
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);

            session.createProducer(session.createQueue("q")).send(session.createTextMessage("inside"));
            session.commit();

            await().atMost(Duration.ofSeconds(60)).until(() -> flood.stream().allMatch(CompletableFuture::isDone));
        } finally {
            attackers.shutdownNow();
        }
        assertThat(canWork("admin", password())).isTrue();
    }

    private void attack() {
        try {
            factory().createConnection("admin", "guess").close();
            throw new AssertionError("a guess was let in");
        } catch (JMSException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private boolean canWork(String user, String password) throws JMSException {
        try (Connection connection = factory().createConnection(user, password)) {
            Session session = connection.createSession();
            session.createProducer(session.createQueue("q")).send(session.createTextMessage("m"));
            return true;
        }
    }

    private String password() throws IOException {
        return Files.readString(data.resolve("admin-password")).strip();
    }

    private TernConnectionFactory factory() {
        return new TernConnectionFactory("dmqp://127.0.0.1:" + broker.address().getPort());
    }
}
