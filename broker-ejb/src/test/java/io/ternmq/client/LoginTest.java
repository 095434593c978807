package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginTest {

    private static final String USER = "admin";

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(config -> config.withAnonymous(false), UnaryOperator.identity());

    private static Path passwordFile() {
        return BROKER.data().resolve("admin-password");
    }

    private static String password() throws IOException {
        return Files.readString(passwordFile()).strip();
    }

    @Test
    void shouldLetInWhoHasThePassword() throws Exception {
        try (Connection connection = BROKER.factory().createConnection(USER, password())) {
            connection.createSession();
        }
        try (JMSContext context = BROKER.factory().createContext(USER, password())) {
            context.createProducer().send(context.createQueue("q"), "a");
        }
    }

    @Test
    void shouldReadThePasswordFromItsFile() throws JMSException {
        TernConnectionFactory factory = BROKER.factory();
        factory.setUser(USER);
        factory.setPasswordFile(passwordFile().toString());

        factory.createQueueConnection().close();
        factory.createTopicConnection().close();
    }

    @Test
    void shouldRefuseAWrongOrEmptyPassword() {
        for (String wrong : new String[] {"wrong", "", null}) {
            assertThatThrownBy(() -> BROKER.factory().createConnection(USER, wrong))
                    .isInstanceOf(JMSSecurityException.class);
        }
        assertThatThrownBy(() -> BROKER.factory().createContext("nobody", "x"))
                .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @Test
    void shouldRefuseWhoDoesNotLogIn() {
        assertThatThrownBy(() -> BROKER.factory().createConnection())
                .isInstanceOf(JMSSecurityException.class)
                .hasMessageContaining("user");
    }
}
