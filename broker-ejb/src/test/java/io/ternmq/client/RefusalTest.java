package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.boot.BrokerParts;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user without a right sees. */
class RefusalTest {

    private static final Set<String> DENIED = ConcurrentHashMap.newKeySet();

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(
            UnaryOperator.identity(),
            parts -> new BrokerParts(
                    parts.store(),
                    parts.destinations(),
                    parts.router(),
                    (who, what, where) -> !DENIED.contains(where.name()),
                    parts.clock()));

    private Connection connection;
    private Session session;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        session = connection.createSession();
        queue = session.createQueue(TestBroker.name("denied"));
        DENIED.add(queue.getQueueName());
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    void shouldRefuseASendWithoutTheRight(int mode) throws JMSException {
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(mode);
        MessageProducer anonymous = session.createProducer(null);
        anonymous.setDeliveryMode(mode);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> producer.send(session.createMessage())).isInstanceOf(JMSSecurityException.class);
            assertThatThrownBy(() -> anonymous.send(queue, session.createMessage()))
                    .isInstanceOf(JMSSecurityException.class);
        }
        try (JMSContext context = BROKER.factory().createContext()) {
            assertThatThrownBy(
                            () -> context.createProducer().setDeliveryMode(mode).send(queue, "a"))
                    .isInstanceOf(JMSSecurityRuntimeException.class);
        }
    }

    @Test
    void shouldNoticeARightThatIsTakenAwayWithinTwoWindows() throws JMSException {
        DENIED.remove(queue.getQueueName());
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        producer.send(session.createMessage());
        DENIED.add(queue.getQueueName());

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 129; i++) {
                        producer.send(session.createMessage());
                    }
                })
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldRefuseTheCommitOfASendWithoutTheRight() throws JMSException {
        Session transacted = connection.createSession(true, 0);
        Queue allowed = session.createQueue(TestBroker.name("allowed"));
        transacted.createProducer(allowed).send(transacted.createMessage());
        transacted.createProducer(queue).send(transacted.createMessage());

        assertThatThrownBy(transacted::commit).isInstanceOf(TransactionRolledBackException.class);

        assertThat(BROKER.depth(allowed.getQueueName())).isZero();
    }

    @Test
    void shouldTellTheCompletionListener() throws JMSException {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        session.createProducer(queue).send(session.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                failures.add(new Exception("it was sent"));
            }

            @Override
            public void onException(Message message, Exception exception) {
                failures.add(exception);
            }
        });

        session.close();

        assertThat(failures).hasSize(1).first().isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldRefuseConsumersAndBrowsersWithoutTheRight() {
        assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> session.createBrowser(queue)).isInstanceOf(JMSSecurityException.class);
    }
}
