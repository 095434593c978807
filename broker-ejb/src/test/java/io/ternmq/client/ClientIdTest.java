package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClientIdTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private TernConnectionFactory named;
    private String id;

    @BeforeEach
    void name() {
        id = TestBroker.name("client");
        named = BROKER.factory();
        named.setClientId(id);
    }

    @Test
    void shouldRefuseAnotherIdentifierThanTheFactorys() throws JMSException {
        Connection connection = BROKER.endingWithTest(named.createConnection());

        assertThat(connection.getClientID()).isEqualTo(id);
        assertThatThrownBy(() -> connection.setClientID("b")).isInstanceOf(IllegalStateException.class);
        connection.close();
        try (JMSContext context = named.createContext()) {
            assertThatThrownBy(() -> context.setClientID("b")).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    void shouldRefuseAnIdentifierOnceTheConnectionIsInUse() throws JMSException {
        Connection connection = BROKER.connect();
        connection.createSession();

        assertThatThrownBy(() -> connection.setClientID(id)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldTakeAnIdentifierThoughAnEarlierConnectionOfTheFactoryWasInUse() throws JMSException {
        TernConnectionFactory factory = BROKER.factory();
        Connection earlier = factory.createConnection();
        earlier.createSession();
        earlier.close();
        Connection connection = BROKER.endingWithTest(factory.createConnection());
        connection.setExceptionListener(e -> {});

        connection.setClientID(id);

        assertThat(connection.getClientID()).isEqualTo(id);
        assertThatThrownBy(() -> connection.setClientID(id)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldLetAnIdentifierBeTakenAgainAtOnce() throws JMSException {
        for (int i = 0; i < 50; i++) {
            Connection connection = BROKER.connect();
            connection.setClientID(id);
            connection.createSession();
            connection.close();
        }
    }

    @Test
    void shouldRefuseAnIdentifierThatIsInUse() throws JMSException {
        Connection first = BROKER.endingWithTest(named.createConnection());
        Connection second = BROKER.connect();

        assertThatThrownBy(() -> second.setClientID(id)).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(named::createConnection).isInstanceOf(InvalidClientIDException.class);

        first.close();
        second.setClientID(id);
        assertThat(second.getClientID()).isEqualTo(id);
    }

    @Test
    void shouldNeedAnIdentifierForUnsharedDurableSubscriptionsOnly() throws JMSException {
        Session session = BROKER.connect().createSession();
        Topic topic = session.createTopic(TestBroker.name("news"));

        assertThatThrownBy(() -> session.createDurableConsumer(topic, "n")).isInstanceOf(IllegalStateException.class);
        session.createSharedDurableConsumer(topic, TestBroker.name("n"));
        session.createSharedConsumer(topic, "n");
    }

    @Test
    void shouldRefuseABlankIdentifier() throws JMSException {
        Connection connection = BROKER.connect();

        assertThatThrownBy(() -> connection.setClientID(null)).isInstanceOf(InvalidClientIDException.class);
        assertThatThrownBy(() -> connection.setClientID("")).isInstanceOf(InvalidClientIDException.class);
    }
}
