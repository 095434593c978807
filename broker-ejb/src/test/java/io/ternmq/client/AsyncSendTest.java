package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AsyncSendTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private Connection connection;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        Session session = connection.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
    }

    /** Records what completes, slowly. */
    private static final class Recorder implements CompletionListener {
        final List<String> ids = new CopyOnWriteArrayList<>();
        final List<Exception> failures = new CopyOnWriteArrayList<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final AtomicInteger running = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        @Override
        public void onCompletion(Message message) {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            threads.add(Thread.currentThread());
            try {
                new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS); // time for a second callback to overlap
                ids.add(message.getJMSMessageID());
            } catch (JMSException | InterruptedException e) {
                failures.add(e);
            }
            running.decrementAndGet();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failures.add(exception);
        }
    }

    @Test
    void shouldLetACallbackReadABytesMessage() throws Exception {
        Session session = connection.createSession();
        BytesMessage message = session.createBytesMessage();
        message.writeUTF("hello");
        CompletableFuture<String> read = new CompletableFuture<>();

        session.createProducer(queue).send(message, new CompletionListener() {
            @Override
            public void onCompletion(Message sent) {
                try {
                    read.complete(((BytesMessage) sent).readUTF());
                } catch (JMSException e) {
                    read.completeExceptionally(e);
                }
            }

            @Override
            public void onException(Message sent, Exception exception) {
                read.completeExceptionally(exception);
            }
        });

        assertThat(read).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.SESSION_TRANSACTED})
    void shouldWaitForAllCallbacksInOrder(int mode) throws JMSException {
        Session session = connection.createSession(mode);
        MessageProducer producer = session.createProducer(queue);
        Recorder recorder = new Recorder();
        List<String> sent = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 100; i++) {
            Message message = session.createTextMessage("m" + i);
            producer.setDeliveryMode(i % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
            producer.send(message, recorder);
            sent.add(message.getJMSMessageID());
        }

        if (mode == Session.SESSION_TRANSACTED) {
            session.commit();
        } else {
            session.close();
        }

        assertThat(recorder.ids).isEqualTo(sent);
        assertThat(recorder.failures).isEmpty();
        assertThat(recorder.most).hasValue(1);
        assertThat(recorder.threads).doesNotContain(Thread.currentThread());
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(100);
    }

    @Test
    void shouldRefuseThatACallbackWaitsForItself() throws JMSException {
        Session session = connection.createSession(true, 0);
        MessageProducer producer = session.createProducer(queue);
        List<Exception> thrown = new CopyOnWriteArrayList<>();
        producer.send(session.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                attempt(producer::close);
                attempt(session::close);
                attempt(session::commit);
                attempt(session::rollback);
                attempt(connection::close);
            }

            private void attempt(ListenerTest.Step step) {
                try {
                    step.run();
                } catch (Exception e) {
                    thrown.add(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                thrown.add(exception);
            }
        });

        session.commit();

        assertThat(thrown).hasSize(5).allMatch(e -> e instanceof IllegalStateException);
    }

    @Test
    void shouldCallNobodyBackForASendThatFailsAtOnce() throws JMSException {
        Session session = connection.createSession();
        MessageProducer producer = session.createProducer(null);
        Recorder recorder = new Recorder();
        Message message = session.createMessage();

        assertThatThrownBy(() -> producer.send(null, message, recorder))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> producer.send(queue, message, (CompletionListener) null))
                .isInstanceOf(IllegalArgumentException.class);

        session.close();
        assertThat(recorder.ids).isEmpty();
        assertThat(recorder.failures).isEmpty();
    }

    @Test
    void shouldTellTheCallbackOfARefusal() throws JMSException {
        Session session = connection.createSession();
        Queue gone = session.createTemporaryQueue();
        ((jakarta.jms.TemporaryQueue) gone).delete();
        Recorder recorder = new Recorder();

        session.createProducer(gone).send(session.createMessage(), recorder);
        session.close();

        assertThat(recorder.failures).hasSize(1).first().isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void shouldGoOnWhenACallbackThrows() throws JMSException {
        Session session = connection.createSession();
        AtomicInteger calls = new AtomicInteger();
        CompletionListener throwing = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                calls.incrementAndGet();
                throw new java.lang.IllegalStateException("the callback fails on purpose");
            }

            @Override
            public void onException(Message message, Exception exception) {
                calls.addAndGet(1_000);
            }
        };
        for (int i = 0; i < 3; i++) {
            session.createProducer(queue).send(session.createMessage(), throwing);
        }

        session.close();

        assertThat(calls).hasValue(3);
    }
}
