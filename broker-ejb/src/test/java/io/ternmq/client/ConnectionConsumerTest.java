package io.ternmq.client;

import static io.ternmq.client.AcknowledgementTest.describe;
import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection consumers and the sessions of an application server (11.2). */
@Timeout(30)
class ConnectionConsumerTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private final List<ServerPool> pools = new CopyOnWriteArrayList<>();
    private Connection connection;
    private Session sending;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        connection = BROKER.started();
        sending = BROKER.connect().createSession();
        queue = sending.createQueue(TestBroker.name("orders"));
    }

    @AfterEach
    void closePools() {
        pools.forEach(ServerPool::close);
    }

    private ServerPool pool(int size, int mode, ServerPool.Work work) throws JMSException {
        return pool(connection, size, mode, work);
    }

    private ServerPool pool(Connection of, int size, int mode, ServerPool.Work work) throws JMSException {
        ServerPool pool = new ServerPool(of, size, mode, work);
        pools.add(pool);
        return pool;
    }

    private void send(Destination destination, int from, int to) throws JMSException {
        MessageProducer producer = sending.createProducer(destination);
        for (int i = from; i <= to; i++) {
            producer.send(sending.createTextMessage("m" + i));
        }
    }

    private void awaitDepth(long depth) {
        Awaitility.await().until(() -> BROKER.depth(queue.getQueueName()) == depth);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldShareTheMessagesAmongTheSessionsOfThePool(int mode) throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Set<Session> used = ConcurrentHashMap.newKeySet();
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger calls = new AtomicInteger();
        ServerPool pool = pool(2, mode, (session, message) -> {
            used.add(session);
            if (calls.incrementAndGet() <= 2) { // the first two run at once
                try {
                    both.await(10, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            seen.add(describe(message));
        });
        connection.createConnectionConsumer(queue, null, pool, 1);

        send(queue, 1, 200);

        Awaitility.await().until(() -> seen.size() == 200);
        assertThat(calls).hasValue(200);
        assertThat(used).hasSize(2);
        assertThat(seen).allMatch(text -> text.endsWith("/1"));
        awaitDepth(0);
        assertThat(pool.starts()).isEqualTo(200);
    }

    @Test
    void shouldLoadASessionWithAtMostSoManyMessagesAndInOrder() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {
            await(all);
            seen.add(text(message));
        });
        connection.createConnectionConsumer(queue, null, pool, 10);
        send(queue, 1, 1);
        Awaitility.await().until(() -> pool.starts() == 1);
        send(queue, 2, 41);
        Awaitility.await().until(() -> inFlight(queue) == 41);

        all.countDown();

        Awaitility.await().until(() -> seen.size() == 41);
        assertThat(seen).startsWith("m1", "m2", "m3").endsWith("m40", "m41");
        assertThat(pool.starts()).isEqualTo(5);
        awaitDepth(0);
    }

    private static long inFlight(Queue queue) throws JMSException {
        return BROKER.broker()
                .management()
                .queue(queue.getQueueName())
                .orElseThrow()
                .inFlight();
    }

    @Test
    void shouldDeliverWhatTheSelectorMatches() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> seen.add(text(message)));
        connection.createConnectionConsumer(queue, "n > 1", pool, 5);
        MessageProducer producer = sending.createProducer(queue);
        for (int i = 1; i <= 3; i++) {
            Message message = sending.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            producer.send(message);
        }

        Awaitility.await().until(() -> seen.size() == 2);

        assertThat(seen).containsExactly("m2", "m3");
        awaitDepth(1);
    }

    @Test
    void shouldDeliverAgainWhatASessionRollsBackAndLeaveTheOthersAlone() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicBoolean first = new AtomicBoolean(true);
        CountDownLatch rolledBack = new CountDownLatch(1);
        ServerPool pool = pool(2, Session.SESSION_TRANSACTED, (session, message) -> {
            seen.add(describe(message));
            if (text(message).equals("m1") && first.getAndSet(false)) {
                session.rollback();
                rolledBack.countDown();
            } else {
                await(rolledBack); // so that the other session has its message while this one rolls back
                session.commit();
            }
        });
        connection.createConnectionConsumer(queue, null, pool, 1);

        send(queue, 1, 4);

        Awaitility.await().until(() -> seen.size() == 5);
        assertThat(seen).containsExactlyInAnyOrder("m1/1", "m1/2", "m2/1", "m3/1", "m4/1");
        awaitDepth(0);
    }

    @Test
    void shouldGiveBackUncountedWhatWasLoadedButNotShown() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        AtomicBoolean first = new AtomicBoolean(true);
        CountDownLatch all = new CountDownLatch(1);
        ServerPool pool = pool(1, Session.SESSION_TRANSACTED, (session, message) -> {
            await(all);
            seen.add(describe(message));
            if (text(message).equals("m3") && first.getAndSet(false)) {
                session.rollback(); // m2 and m3 were shown, m4 and m5 were not
            } else if (text(message).equals("m1") || text(message).equals("m5")) {
                session.commit();
            }
        });
        connection.createConnectionConsumer(queue, null, pool, 10);
        send(queue, 1, 1);
        Awaitility.await().until(() -> pool.starts() == 1);
        send(queue, 2, 5);
        Awaitility.await().until(() -> inFlight(queue) == 5);

        all.countDown();

        Awaitility.await().until(() -> seen.size() == 7);
        assertThat(seen).containsExactly("m1/1", "m2/1", "m3/1", "m2/2", "m3/2", "m4/1", "m5/1");
        awaitDepth(0);
    }

    @Test
    void shouldSendInTheTransactionOfTheSession() throws Exception {
        Queue answers = sending.createQueue(TestBroker.name("answers"));
        ServerPool pool = pool(2, Session.SESSION_TRANSACTED, (session, message) -> {
            session.createProducer(answers).send(session.createTextMessage("re: " + text(message)));
            if (message.getJMSRedelivered()) {
                session.commit();
            } else {
                session.rollback();
            }
        });
        connection.createConnectionConsumer(queue, null, pool, 1);

        send(queue, 1, 10);

        Awaitility.await().until(() -> BROKER.depth(answers.getQueueName()) == 10);
        awaitDepth(0);
    }

    @Test
    void shouldLetAClientSessionAcknowledgeAndRecover() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerPool pool = pool(1, Session.CLIENT_ACKNOWLEDGE, (session, message) -> {
            seen.add(describe(message));
            if (message.getIntProperty("JMSXDeliveryCount") == 1) {
                session.recover();
            } else {
                message.acknowledge();
            }
        });
        connection.createConnectionConsumer(queue, null, pool, 1);

        send(queue, 1, 2);

        Awaitility.await().until(() -> seen.size() == 4);
        assertThat(seen).containsExactly("m1/1", "m1/2", "m2/1", "m2/2");
        awaitDepth(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void shouldDeliverAgainAtOnceWhatTheListenerFailedOn(int mode) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerPool pool = pool(1, mode, (session, message) -> {
            seen.add(describe(message));
            if (!message.getJMSRedelivered()) {
                throw new java.lang.IllegalStateException("the listener fails on purpose");
            }
        });
        connection.createConnectionConsumer(queue, null, pool, 4);

        send(queue, 1, 2);

        Awaitility.await().until(() -> seen.size() == 4);
        assertThat(seen).containsExactly("m1/1", "m1/2", "m2/1", "m2/2");
        awaitDepth(0);
    }

    @Test
    void shouldGiveBackWhatASessionHasWhenItCloses() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerPool pool = pool(1, Session.CLIENT_ACKNOWLEDGE, (session, message) -> seen.add(describe(message)));
        connection.createConnectionConsumer(queue, null, pool, 1);
        send(queue, 1, 2);
        Awaitility.await().until(() -> seen.size() == 2);
        Session first = pool.sessions().get(0);
        Session second = connection.createSession();
        second.setMessageListener(message -> seen.add(describe(message)));

        first.close();
        pool.add(second);

        Awaitility.await().until(() -> seen.size() == 4);
        assertThat(seen).containsExactly("m1/1", "m2/1", "m1/2", "m2/2");
        awaitDepth(0);
    }

    @Test
    void shouldRunNoListenerWhileStoppedAndWaitForThoseThatRun() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {
            calls.incrementAndGet();
            entered.countDown();
            await(leave);
        });
        connection.createConnectionConsumer(queue, null, pool, 3);
        send(queue, 1, 3);
        await(entered);

        CompletableFuture<Void> stop = ListenerTest.inBackground(connection::stop);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !stop.isDone());
        leave.countDown();
        stop.get(5, TimeUnit.SECONDS);
        int before = calls.get();
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> calls.get() == before);
        connection.start();
        Awaitility.await().until(() -> calls.get() == 3);
        awaitDepth(0);
    }

    @Test
    void shouldDeliverNothingBeforeTheStart() throws Exception {
        Connection stopped = BROKER.connect();
        AtomicInteger calls = new AtomicInteger();
        ServerPool pool = pool(stopped, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> calls.incrementAndGet());
        stopped.createConnectionConsumer(queue, null, pool, 3);
        send(queue, 1, 3);
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> calls.get() == 0);

        stopped.start();

        Awaitility.await().until(() -> calls.get() == 3);
    }

    @Test
    void shouldWaitAtCloseForTheListenerAndGiveBackTheRest() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {
            calls.incrementAndGet();
            entered.countDown();
            await(leave);
        });
        send(queue, 1, 5);
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, pool, 3);
        assertThat(consumer.getServerSessionPool()).isSameAs(pool);
        await(entered);

        CompletableFuture<Void> close = ListenerTest.inBackground(consumer::close);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !close.isDone());
        leave.countDown();
        close.get(5, TimeUnit.SECONDS);
        consumer.close();
        assertThat(calls).hasValue(1);
        assertThatThrownBy(consumer::getServerSessionPool).isInstanceOf(IllegalStateException.class);
        MessageConsumer other = connection.createSession().createConsumer(queue);
        for (int i = 2; i <= 5; i++) {
            assertThat(describe(other.receive(WAIT))).isEqualTo("m" + i + "/1");
        }
        Awaitility.await().until(() -> pool.idle() == 1);
    }

    @Test
    void shouldLetTheListenerCloseItsConsumer() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        CompletableFuture<ConnectionConsumer> consumer = new CompletableFuture<>();
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {
            seen.add(text(message));
            consumer.join().close();
        });
        send(queue, 1, 3);

        consumer.complete(connection.createConnectionConsumer(queue, null, pool, 3));

        awaitDepth(2);
        assertThat(seen).containsExactly("m1");
        assertThat(text(connection.createSession().createConsumer(queue).receive(WAIT)))
                .isEqualTo("m2");
    }

    @Test
    void shouldCloseThoughThePoolBlocks() throws Exception {
        ServerPool empty = pool(0, Session.AUTO_ACKNOWLEDGE, (session, message) -> {});
        send(queue, 1, 3);
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, empty, 3);
        Awaitility.await().until(() -> inFlight(queue) == 3);

        consumer.close();

        assertThat(describe(connection.createSession().createConsumer(queue).receive(WAIT)))
                .isEqualTo("m1/1");
        Awaitility.await().until(() -> threads().isEmpty());
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("tern-connection-consumer"))
                .toList();
    }

    @Test
    void shouldEndWithItsConnectionOnceTheListenersHaveReturned() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        ServerPool pool = pool(1, Session.SESSION_TRANSACTED, (session, message) -> {
            entered.countDown();
            await(leave);
            try {
                connection.close(); // its own: refused
            } catch (JMSException e) {
                failures.add(e);
            }
            session.commit();
        });
        connection.createConnectionConsumer(queue, null, pool, 1);
        send(queue, 1, 2);
        await(entered);

        CompletableFuture<Void> close = ListenerTest.inBackground(connection::close);

        Awaitility.await().during(Duration.ofMillis(200)).until(() -> !close.isDone());
        leave.countDown();
        close.get(5, TimeUnit.SECONDS);
        assertThat(failures).hasSize(1).first().isInstanceOf(IllegalStateException.class);
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(1);
        Awaitility.await().until(() -> threads().isEmpty());
    }

    @Test
    void shouldEndARunThatWaitsWhileStoppedWithItsConnection() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {
            calls.incrementAndGet();
            entered.countDown();
            await(leave);
        });
        send(queue, 1, 3);
        connection.createConnectionConsumer(queue, null, pool, 3);
        await(entered);
        CompletableFuture<Void> stop = ListenerTest.inBackground(connection::stop);
        Awaitility.await().during(Duration.ofMillis(100)).until(() -> !stop.isDone());
        leave.countDown();
        stop.get(5, TimeUnit.SECONDS);

        connection.close();

        Awaitility.await().until(() -> pool.idle() == 1);
        assertThat(calls).hasValue(1);
        assertThat(BROKER.depth(queue.getQueueName())).isEqualTo(2);
    }

    @Test
    void shouldEndItsThreadWhereTheConnectionIsLost() throws Exception {
        try (Relay relay = new Relay(BROKER.port());
                Connection lost = new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port()).createConnection()) {
            List<JMSException> told = new CopyOnWriteArrayList<>();
            lost.setExceptionListener(told::add);
            AtomicInteger calls = new AtomicInteger();
            ServerPool pool = pool(lost, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> calls.incrementAndGet());
            lost.createConnectionConsumer(queue, null, pool, 1);
            lost.start();
            send(queue, 1, 1);
            Awaitility.await().until(() -> calls.get() == 1);

            relay.cut();

            Awaitility.await().until(() -> told.size() == 1);
            Awaitility.await().until(() -> threads().isEmpty());
        }
    }

    @Test
    void shouldServeAllKindsOfSubscriptions() throws Exception {
        Connection named = BROKER.connect();
        named.setClientID(TestBroker.name("client"));
        named.start();
        Topic topic = sending.createTopic(TestBroker.name("news"));
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerPool plain = pool(named, 1, Session.AUTO_ACKNOWLEDGE, (s, message) -> seen.add("plain " + text(message)));
        ServerPool durable = pool(named, 1, Session.SESSION_TRANSACTED, (session, message) -> {
            seen.add("durable " + describe(message));
            if (message.getJMSRedelivered()) {
                session.commit();
            } else {
                session.rollback();
            }
        });
        ServerPool shared =
                pool(named, 2, Session.AUTO_ACKNOWLEDGE, (s, message) -> seen.add("shared " + text(message)));
        ServerPool both = pool(named, 2, Session.AUTO_ACKNOWLEDGE, (s, message) -> seen.add("both " + text(message)));
        named.createConnectionConsumer(topic, null, plain, 1);
        ConnectionConsumer unshared = named.createDurableConnectionConsumer(topic, "a", "", durable, 1);
        named.createSharedConnectionConsumer(topic, "b", null, shared, 1);
        named.createSharedDurableConnectionConsumer(topic, "c", "", both, 1);

        send(topic, 1, 1);

        Awaitility.await().until(() -> seen.size() == 5);
        assertThat(seen).containsExactlyInAnyOrder("plain m1", "durable m1/1", "durable m1/2", "shared m1", "both m1");
        Session session = named.createSession();
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "a")).isInstanceOf(JMSException.class);
        unshared.close();
        send(topic, 2, 2);
        assertThat(describe(session.createDurableConsumer(topic, "a").receive(WAIT)))
                .isEqualTo("m2/1");
    }

    /** A server session whose run is the work of a branch, as a server has it for a bean with a container's transaction. */
    private record BranchSession(XASession session, BlockingQueue<ServerSession> idle, List<String> seen)
            implements ServerSession {

        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            new Thread(() -> {
                        try {
                            runInBranch();
                        } catch (XAException e) {
                            seen.add("failed: " + e.errorCode);
                        }
                        idle.add(this);
                    })
                    .start();
        }

        private void runInBranch() throws XAException {
            XAResource resource = session.getXAResource();
            TestXid xid = TestXid.next();
            int before = seen.size();
            resource.start(xid, XAResource.TMNOFLAGS);
            session.run();
            resource.end(xid, XAResource.TMSUCCESS);
            if (seen.stream().skip(before).allMatch(text -> text.endsWith("/1"))) {
                resource.rollback(xid);
            } else {
                assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
                resource.commit(xid, false);
            }
        }
    }

    private static ServerSession taken(BlockingQueue<ServerSession> idle) throws JMSException {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            throw JmsErrors.with(new JMSException("interrupted"), e);
        }
    }

    @Test
    void shouldServeBranchesOfDistributedTransactions() throws Exception {
        XAConnection xa = BROKER.endingWithTest(BROKER.factory().createXAConnection());
        xa.start();
        BlockingQueue<ServerSession> idle = new LinkedBlockingQueue<>();
        List<String> seen = new CopyOnWriteArrayList<>();
        XASession session = xa.createXASession();
        session.setMessageListener(message -> seen.add(describe(message)));
        idle.add(new BranchSession(session, idle, seen));
        xa.createConnectionConsumer(queue, null, () -> taken(idle), 1);

        send(queue, 1, 2);

        awaitDepth(0);
        assertThat(seen).containsExactly("m1/1", "m1/2", "m2/1", "m2/2");
    }

    @Test
    void shouldServeTheFormsForQueuesAndForTopics() throws Exception {
        QueueConnection queues = BROKER.endingWithTest(BROKER.factory().createQueueConnection());
        queues.start();
        TopicConnection topics = BROKER.endingWithTest(BROKER.factory().createTopicConnection());
        topics.start();
        Topic topic = sending.createTopic(TestBroker.name("news"));
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerPool queuePool = pool(0, Session.AUTO_ACKNOWLEDGE, (session, message) -> {});
        QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        queueSession.setMessageListener(message -> RuntimeErrors.run(() -> seen.add("queue " + text(message))));
        queuePool.add(queueSession);
        ServerPool topicPool = pool(0, Session.AUTO_ACKNOWLEDGE, (session, message) -> {});
        Session topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        topicSession.setMessageListener(message -> RuntimeErrors.run(() -> seen.add("topic " + text(message))));
        topicPool.add(topicSession);
        queues.createConnectionConsumer(queue, null, queuePool, 1);
        topics.createConnectionConsumer(topic, null, topicPool, 1);

        send(queue, 1, 1);
        send(topic, 1, 1);

        Awaitility.await().until(() -> seen.size() == 2);
        assertThat(seen).containsExactlyInAnyOrder("queue m1", "topic m1");
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> queues.createDurableConnectionConsumer(topic, "n", null, queuePool, 1),
                () -> queues.createSharedConnectionConsumer(topic, "n", null, queuePool, 1),
                () -> queues.createSharedDurableConnectionConsumer(topic, "n", null, queuePool, 1))) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldRefuseWrongArguments() throws Exception {
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {});
        Topic topic = sending.createTopic(TestBroker.name("news"));

        assertThatThrownBy(() -> connection.createConnectionConsumer(null, null, pool, 1))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> connection.createSharedConnectionConsumer(null, "n", null, pool, 1))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, "a =", pool, 1))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> connection.createDurableConnectionConsumer(topic, "n", null, pool, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSharedDurableConnectionConsumer(topic, " ", null, pool, 1))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, null, 1))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("ServerSessionPool");
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, pool, 0))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("maxMessages");
        assertThat(threads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "none", "silent"})
    void shouldEndInOneLineWhereThePoolGivesAWrongSession(String kind) throws Exception {
        List<JMSException> told = new CopyOnWriteArrayList<>();
        connection.setExceptionListener(told::add);
        Session wrong = switch (kind) {
            case "other" -> BROKER.connect().createSession();
            case "none" -> null;
            default -> connection.createSession();
        };
        if (kind.equals("other")) {
            wrong.setMessageListener(message -> {});
        }
        send(queue, 1, 1);

        connection.createConnectionConsumer(queue, null, () -> new FixedSession(wrong), 1);

        Awaitility.await().until(() -> told.size() == 1);
        assertThat(told.get(0))
                .hasMessageContaining(queue.getQueueName())
                .hasMessageContaining("session")
                .message()
                .doesNotContain("\n");
        assertThat(describe(connection.createSession().createConsumer(queue).receive(WAIT)))
                .isEqualTo("m1/1");
    }

    private record FixedSession(Session session) implements ServerSession {
        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            session.run();
        }
    }

    @Test
    void shouldTryAgainWhereThePoolOrTheStartFailsAndTellOfItOnce() throws Exception {
        List<JMSException> told = new CopyOnWriteArrayList<>();
        connection.setExceptionListener(told::add);
        List<String> seen = new CopyOnWriteArrayList<>();
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> seen.add(describe(message)));
        AtomicInteger attempts = new AtomicInteger();
        ServerSessionPool failing = () -> {
            switch (attempts.incrementAndGet()) {
                case 1:
                    throw new JMSException("the pool fails on purpose");
                case 2:
                    return new ServerSession() {
                        @Override
                        public Session getSession() {
                            return pool.sessions().get(0);
                        }

                        @Override
                        public void start() throws JMSException {
                            throw new JMSException("the start fails on purpose");
                        }
                    };
                default:
                    return pool.getServerSession();
            }
        };

        connection.createConnectionConsumer(queue, null, failing, 5);
        send(queue, 1, 3);

        Awaitility.await().until(() -> seen.size() == 3);
        assertThat(seen).containsExactly("m1/1", "m2/1", "m3/1");
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).hasMessageContaining("the pool fails on purpose");
        awaitDepth(0);
    }

    @Test
    void shouldRunInTheThreadThatStarts() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Session session = connection.createSession();
        session.setMessageListener(message -> seen.add(describe(message)));
        connection.createConnectionConsumer(queue, null, () -> new FixedSession(session), 2);

        send(queue, 1, 20);

        Awaitility.await().until(() -> seen.size() == 20);
        awaitDepth(0);
    }

    @Test
    void shouldReceiveInNoOtherWayWhereTheSessionHasAListener() throws Exception {
        Session session = connection.createSession();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(session.getMessageListener()).isNull();
        session.setMessageListener(message -> {});
        assertThat(session.getMessageListener()).isNotNull();

        assertThatThrownBy(() -> consumer.receive(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> consumer.setMessageListener(message -> {})).isInstanceOf(IllegalStateException.class);
        session.createProducer(queue).send(session.createTextMessage("a"));
        session.run(); // with nothing

        session.setMessageListener(null);
        assertThat(text(consumer.receive(WAIT))).isEqualTo("a");
        consumer.setMessageListener(message -> {});
        assertThatThrownBy(() -> session.setMessageListener(message -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldRefuseThatASessionRunsInItself() throws Exception {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        ServerPool pool = pool(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> {
            for (ListenerTest.Step step : List.<ListenerTest.Step>of(session::run, session::close, connection::stop)) {
                try {
                    step.run();
                } catch (Exception e) {
                    thrown.add(e);
                }
            }
        });
        connection.createConnectionConsumer(queue, null, pool, 1);

        send(queue, 1, 1);

        Awaitility.await().until(() -> thrown.size() == 3);
        assertThat(thrown.get(0)).isInstanceOf(IllegalStateRuntimeException.class);
        assertThat(thrown.subList(1, 3)).allMatch(e -> e instanceof IllegalStateException);
        awaitDepth(0);
    }

    @Test
    void shouldLoseAndDoubleNothingAcrossRollbacksOfManySessions() throws Exception {
        Set<String> committed = ConcurrentHashMap.newKeySet();
        List<String> doubled = new CopyOnWriteArrayList<>();
        AtomicInteger calls = new AtomicInteger();
        ServerPool pool = pool(4, Session.SESSION_TRANSACTED, (session, message) -> {
            String text = text(message);
            if (calls.incrementAndGet() % 7 == 0) {
                session.rollback();
                return;
            }
            session.commit();
            if (!committed.add(text)) {
                doubled.add(text);
            }
        });
        connection.createConnectionConsumer(queue, null, pool, 3);

        send(queue, 1, 500);

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> committed.size() == 500);
        assertThat(doubled).isEmpty();
        awaitDepth(0);
    }
}
