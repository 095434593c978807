package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that move messages in distributed transactions which end in every way: each message arrives once. */
@Timeout(120)
class XaStressTest {

    private static final int PROGRAMS = 4;
    private static final int MESSAGES = 800;

    private static BrokerConfig config;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(plain -> config = plain, parts -> BrokerParts.of(config));

    private final String in = TestBroker.name("in");
    private final String out = TestBroker.name("out");
    private final AtomicInteger left = new AtomicInteger(MESSAGES);

    /** One program; its transaction manager calls from a thread of its own. */
    private final class Program implements Callable<Void> {

        private final Random random;
        private final ExecutorService manager;
        private XaSide side;
        private MessageConsumer consumer;
        private int moved;

        Program(int seed, ExecutorService manager) {
            this.random = new Random(seed);
            this.manager = manager;
        }

        private void open() throws JMSException {
            side = XaSide.of(BROKER.factory().createXAConnection());
            openConsumer();
        }

        private void openConsumer() throws JMSException {
            consumer = side.consumer(side.session().createQueue(in));
        }

        @Override
        public Void call() throws Exception {
            open();
            while (left.get() > 0) {
                TestXid xid = TestXid.next();
                side.start(xid);
                moved = 0;
                move(1 + random.nextInt(3));
                end(xid);
            }
            side.connection().close();
            return null;
        }

        private void move(int count) throws JMSException {
            Queue target = side.session().createQueue(out);
            for (int i = 0; i < count; i++) {
                Message message = consumer.receive(50);
                if (message != null) {
                    side.session().createProducer(target).send(message);
                    moved++;
                }
            }
        }

        private void end(TestXid xid) throws Exception {
            switch (random.nextInt(16)) {
                case 0 -> {
                    side.end(xid);
                    byManager(() -> side.resource().rollback(xid));
                }
                case 1 -> {
                    side.end(xid);
                    if (isPrepared(xid)) {
                        byManager(() -> side.resource().rollback(xid));
                    }
                }
                case 2 ->
                    byManager(() -> {
                        side.resource().end(xid, XAResource.TMFAIL);
                        side.resource().rollback(xid);
                    });
                case 3 -> {
                    side.session().close();
                    side.resource().rollback(xid);
                    side = side.another();
                    openConsumer();
                }
                case 4, 5 -> {
                    side.resource().end(xid, XAResource.TMSUSPEND);
                    int before = moved;
                    TestXid other = TestXid.next();
                    side.start(other);
                    moved = 0;
                    move(2);
                    side.end(other);
                    commit(other, side);
                    moved = before;
                    side.resource().start(xid, XAResource.TMRESUME);
                    move(1);
                    side.end(xid);
                    commit(xid, side);
                }
                case 6, 7 -> {
                    side.end(xid);
                    boolean prepared = isPrepared(xid);
                    side.connection().close();
                    open();
                    if (prepared) {
                        side.resource().commit(xid, false);
                        left.addAndGet(-moved);
                    }
                }
                case 8, 9 -> {
                    XaSide joined = side.another();
                    joined.resource().start(xid, XAResource.TMJOIN);
                    joined.end(xid);
                    side.end(xid);
                    commit(xid, joined);
                    joined.session().close();
                }
                case 10, 11 -> {
                    side.end(xid);
                    byManager(() -> side.resource().commit(xid, true));
                    left.addAndGet(-moved);
                }
                default -> {
                    side.end(xid);
                    commit(xid, side);
                }
            }
        }

        private boolean isPrepared(TestXid xid) throws XAException {
            int vote = side.resource().prepare(xid);
            assertThat(vote).isEqualTo(moved == 0 ? XAResource.XA_RDONLY : XAResource.XA_OK);
            return vote == XAResource.XA_OK;
        }

        private void commit(TestXid xid, XaSide by) throws Exception {
            if (isPrepared(xid)) {
                byManager(() -> by.resource().commit(xid, false));
            }
            left.addAndGet(-moved);
        }

        private void byManager(XaSide.Call call) throws Exception {
            manager.submit(() -> {
                        call.run();
                        return null;
                    })
                    .get();
        }
    }

    @Test
    void shouldMoveEachMessageOnce() throws Exception {
        List<String> texts = IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).toList();
        XaSide sender = XaSide.open(BROKER);
        sender.send(sender.session().createQueue(in), texts.toArray(String[]::new));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Void>> programs = new ArrayList<>();
            for (int i = 0; i < PROGRAMS; i++) {
                programs.add(threads.submit(new Program(i, threads)));
            }
            for (Future<Void> program : programs) {
                program.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(drain(out)).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(left).hasValue(0);
        Awaitility.await().until(() -> BROKER.depth(in) == 0);
        assertThat(sender.resource().recover(XAResource.TMSTARTRSCAN)).isEmpty();
    }

    private static List<String> drain(String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = BROKER.started();
                Session session = connection.createSession()) {
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                texts.add(text(message));
            }
        }
        return texts;
    }
}
