package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.boot.BrokerParts;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broker that answers when nobody waits for it any more. */
@Timeout(30)
class LateAnswerTest {

    private static final CountDownLatch GO_ON = new CountDownLatch(1);

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(
            UnaryOperator.identity(),
            parts -> new BrokerParts(
                    parts.store(),
                    parts.destinations(),
                    parts.router(),
                    (who, what, where) -> !where.name().startsWith("slow") || waited(),
                    parts.clock()));

    private static boolean waited() {
        try {
            return GO_ON.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldLeaveNoConsumerBehindThatWasOpenedTooLate() throws Exception {
        TernConnectionFactory factory = new TernConnectionFactory(BROKER.url() + "?requestTimeout=300");
        factory.setClientId("late");
        Connection connection = BROKER.endingWithTest(factory.createConnection());
        Session session = connection.createSession();
        Topic topic = session.createTopic(TestBroker.name("slow"));
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "n"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("requestTimeout");

        GO_ON.countDown();

        Awaitility.await().ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
            session.createDurableConsumer(topic, "n").close();
            return true;
        });
        session.unsubscribe("n");
        assertThat(session.createTextMessage()).isNotNull();
    }
}
