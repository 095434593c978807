package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig.Limits;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.ResourceAllocationRuntimeException;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackRuntimeException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The exceptions that the broker's refusals become (chapter 10). */
class ExceptionsTest {

    private static final String FORBIDDEN = "forbidden";
    private static final int MOST = 5;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(
            config -> config.withLimits(new Limits(config.limits().frameBytes(), MOST)),
            parts -> new BrokerParts(
                    parts.store(),
                    parts.destinations(),
                    parts.router(),
                    (who, what, where) -> !where.name().equals(FORBIDDEN),
                    parts.clock()));

    @Test
    void shouldHaveTextAndCodeOfWhatTheBrokerRefuses() throws JMSException {
        Session session = BROKER.connect().createSession();
        Queue queue = session.createQueue(FORBIDDEN);
        try (JMSContext context = BROKER.factory().createContext()) {
            JMSException checked =
                    catchThrowableOfType(JMSSecurityException.class, () -> session.createConsumer(queue));
            JMSRuntimeException unchecked =
                    catchThrowableOfType(JMSSecurityRuntimeException.class, () -> context.createConsumer(queue));

            assertThat(checked).hasMessageContaining(FORBIDDEN);
            assertThat(checked.getErrorCode()).isEqualTo("FORBIDDEN");
            assertThat(checked.getLinkedException()).isNotNull().isSameAs(checked.getCause());
            assertThat(unchecked).hasMessage(checked.getMessage());
            assertThat(unchecked.getErrorCode()).isEqualTo("FORBIDDEN");
            assertThat(unchecked).hasCauseInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    void shouldThrowTheRuntimeFormsOfARefusedLogin() {
        TernConnectionFactory factory = BROKER.factory();

        assertThatThrownBy(() -> factory.createContext("nobody", "wrong"))
                .isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> factory.createContext("nobody", "wrong", JMSContext.AUTO_ACKNOWLEDGE))
                .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @Test
    void shouldThrowTheRuntimeFormsOfARefusedIdentifier() throws JMSException {
        String id = TestBroker.name("client");
        BROKER.connect().setClientID(id);
        TernConnectionFactory named = BROKER.factory();
        named.setClientId(id);

        try (JMSContext context = BROKER.factory().createContext()) {
            assertThatThrownBy(() -> context.setClientID(id)).isInstanceOf(InvalidClientIDRuntimeException.class);
            assertThatThrownBy(() -> context.setClientID("")).isInstanceOf(InvalidClientIDRuntimeException.class);
        }
        assertThatThrownBy(named::createContext).isInstanceOf(InvalidClientIDRuntimeException.class);
    }

    @Test
    void shouldSayThatTheBrokerHasNoRoomForAConnection() throws JMSException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            open.add(BROKER.connect());
        }

        assertThatThrownBy(() -> BROKER.factory().createConnection())
                .isInstanceOf(ResourceAllocationException.class)
                .hasMessageContaining("" + MOST);
        assertThatThrownBy(() -> BROKER.factory().createContext())
                .isInstanceOf(ResourceAllocationRuntimeException.class);

        open.get(0).close();
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> BROKER.factory().createConnection().close());
    }

    @Test
    void shouldThrowTheRuntimeFormOfACommitThatWasRolledBack() {
        try (JMSContext context = BROKER.factory().createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue allowed = context.createQueue(TestBroker.name("allowed"));
            context.createProducer().send(allowed, "a").send(context.createQueue(FORBIDDEN), "b");

            assertThatThrownBy(context::commit).isInstanceOf(TransactionRolledBackRuntimeException.class);

            context.commit();
            assertThat(context.createConsumer(allowed).receiveNoWait()).isNull();
        }
    }
}
