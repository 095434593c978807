package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners that throw (8.7). */
class ListenerFailureTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        Session session = connection.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
        session.createProducer(queue).send(session.createTextMessage("a"));
        session.createProducer(queue).send(session.createTextMessage("b"));
    }

    private static RuntimeException failure() {
        return new java.lang.IllegalStateException("the listener fails on purpose");
    }

    @Test
    void shouldGoOnWithTheTransactionWhenAListenerFails() throws JMSException {
        List<String> seen = new CopyOnWriteArrayList<>();
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        transacted.createConsumer(queue).setMessageListener(message -> {
            seen.add(AcknowledgementTest.describe(message));
            if (seen.size() == 1) {
                throw failure();
            }
            RuntimeErrors.run(transacted::commit);
        });

        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == 0);

        assertThat(seen).containsExactly("a/1", "b/1");
    }

    @Test
    void shouldLogTheFailureOfAListener() throws JMSException {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logRecord) {
                logged.add(logRecord);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ListenerLoop.class.getPackageName());
        logger.addHandler(handler);
        try {
            Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
            client.createConsumer(queue).setMessageListener(message -> {
                throw failure();
            });

            Awaitility.await().until(() -> logged.size() == 2);
        } finally {
            logger.removeHandler(handler);
        }

        for (LogRecord each : logged) {
            assertThat(each.getLevel()).isEqualTo(Level.WARNING);
            assertThat(each.getMessage()).contains(queue.getQueueName());
            assertThat(each.getThrown()).hasMessage("the listener fails on purpose");
        }
    }
}
