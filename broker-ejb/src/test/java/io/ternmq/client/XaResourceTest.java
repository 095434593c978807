package io.ternmq.client;

import static io.ternmq.client.XaSide.failure;
import static io.ternmq.client.XaSide.receive;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a transaction manager is promised (chapter 11.3, and the XA specification): each call, each order of calls, each code. */
@Timeout(60)
class XaResourceTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private final TestXid xid = TestXid.next();
    private XaSide side;
    private XAResource resource;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        side = XaSide.open(BROKER);
        resource = side.resource();
        queue = side.session().createQueue(TestBroker.name("orders"));
    }

    private long depth() throws JMSException {
        return BROKER.depth(queue.getQueueName());
    }

    private void sent(Xid branch, String... texts) throws Exception {
        side.start(branch);
        side.send(queue, texts);
        side.end(branch);
    }

    // ---- the two phases ----

    @Test
    void shouldShowSendsOnlyOnceTheBranchIsCommitted() throws Exception {
        sent(xid, "m1", "m2");
        assertThat(depth()).isZero();
        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_OK);
        assertThat(depth()).isZero();

        resource.commit(xid, false);

        assertThat(receive(side.consumer(queue), 2)).containsExactly("m1/1", "m2/1");
    }

    @Test
    void shouldDropSendsOfABranchThatIsRolledBack() throws Exception {
        TestXid prepared = TestXid.next();
        sent(xid, "m1");
        sent(prepared, "m2");
        resource.prepare(prepared);

        resource.rollback(xid);
        resource.rollback(prepared);

        assertThat(side.consumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void shouldTakeMessagesOnlyWithTheCommit() throws Exception {
        side.send(queue, "m1", "m2", "m3");
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        assertThat(receive(consumer, 2)).containsExactly("m1/1", "m2/1");
        side.end(xid);
        assertThat(depth()).isEqualTo(3);

        side.commit(xid);

        assertThat(depth()).isOne();
        assertThat(receive(consumer, 1)).containsExactly("m3/1");
    }

    @Test
    void shouldForwardInOnePhase() throws Exception {
        Queue target = side.session().createQueue(TestBroker.name("target"));
        side.send(queue, "m1");
        side.start(xid);
        side.session().createProducer(target).send(side.consumer(queue).receive(5_000));
        side.end(xid);

        resource.commit(xid, true);

        assertThat(depth()).isZero();
        assertThat(receive(side.consumer(target), 1)).containsExactly("m1/1");
    }

    @Test
    void shouldVoteReadOnlyForABranchThatDidNothing() throws Exception {
        side.start(xid);
        side.end(xid);

        assertThat(resource.prepare(xid)).isEqualTo(XAResource.XA_RDONLY);

        assertThat(failure(() -> resource.commit(xid, false))).isEqualTo(XAException.XAER_NOTA);
    }

    @Test
    void shouldOnlyRollBackABranchThatASessionHasFailed() throws Exception {
        side.start(xid);
        side.send(queue, "m1");
        resource.end(xid, XAResource.TMFAIL);

        assertThat(failure(() -> resource.prepare(xid))).isEqualTo(XAException.XA_RBROLLBACK);
        assertThat(depth()).isZero();
        sent(xid, "the branch is forgotten, its name is free");
        resource.rollback(xid);
    }

    // ---- several branches, several sessions ----

    @Test
    void shouldInterleaveSuspendedBranches() throws Exception {
        TestXid other = TestXid.next();
        side.start(xid);
        side.send(queue, "a1");
        resource.end(xid, XAResource.TMSUSPEND);
        side.start(other);
        side.send(queue, "b1");
        resource.end(other, XAResource.TMSUSPEND);
        side.send(queue, "outside");
        resource.start(xid, XAResource.TMRESUME);
        side.send(queue, "a2");
        side.end(xid);
        resource.start(other, XAResource.TMRESUME);
        side.send(queue, "b2");
        side.end(other);

        resource.rollback(other);
        side.commit(xid);

        MessageConsumer consumer = side.consumer(queue);
        assertThat(receive(consumer, 3)).containsExactly("outside/1", "a1/1", "a2/1");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldEndABranchThatIsSuspended() throws Exception {
        side.start(xid);
        side.send(queue, "m1");
        resource.end(xid, XAResource.TMSUSPEND);
        assertThat(failure(() -> resource.prepare(xid))).isEqualTo(XAException.XAER_PROTO);

        side.end(xid);
        resource.commit(xid, true);

        assertThat(depth()).isOne();
    }

    @Test
    void shouldKeepApartWhatIsReceivedInSuspendedBranches() throws Exception {
        TestXid other = TestXid.next();
        side.send(queue, "m1", "m2", "m3", "m4");
        MessageConsumer consumer = side.consumer(queue);
        side.start(xid);
        receive(consumer, 1);
        resource.end(xid, XAResource.TMSUSPEND);
        side.start(other);
        receive(consumer, 1);
        side.end(other);
        resource.start(xid, XAResource.TMRESUME);
        receive(consumer, 1);
        side.end(xid);

        side.commit(other);
        resource.rollback(xid);

        assertThat(receive(consumer, 3)).containsExactly("m1/2", "m3/2", "m4/1");
    }

    @Test
    void shouldLetSessionsJoinABranch() throws Exception {
        XaSide joined = side.another();
        XaSide elsewhere = XaSide.open(BROKER);
        side.start(xid);
        joined.resource().start(xid, XAResource.TMJOIN);
        elsewhere.resource().start(xid, XAResource.TMJOIN);
        side.send(queue, "m1");
        joined.send(queue, "m2");
        elsewhere.send(queue, "m3");
        side.end(xid);
        assertThat(failure(() -> resource.prepare(xid))).isEqualTo(XAException.XAER_PROTO);
        joined.end(xid);
        elsewhere.end(xid);
        assertThat(depth()).isZero();

        side.commit(xid);

        assertThat(depth()).isEqualTo(3);
    }

    @Test
    void shouldJoinABranchAgainThatHasEnded() throws Exception {
        sent(xid, "m1");
        resource.start(xid, XAResource.TMJOIN);
        side.send(queue, "m2");
        side.end(xid);

        resource.commit(xid, true);

        assertThat(depth()).isEqualTo(2);
    }

    @Test
    void shouldCommitOnAnotherConnectionThanItWasPreparedOn() throws Exception {
        side.send(queue, "m1");
        side.start(xid);
        receive(side.consumer(queue), 1);
        side.send(queue, "m2");
        side.end(xid);
        resource.prepare(xid);
        side.connection().close();

        XaSide.open(BROKER).resource().commit(xid, false);

        MessageConsumer left = XaSide.open(BROKER).consumer(queue);
        assertThat(receive(left, 1)).containsExactly("m2/1");
        assertThat(left.receiveNoWait()).isNull();
    }

    @Test
    void shouldCommitByAResourceWhoseSessionIsClosed() throws Exception {
        sent(xid, "m1");
        side.session().close();

        side.commit(xid);

        assertThat(depth()).isOne();
    }

    // ---- what must not harm ----

    @Test
    void shouldLeaveTheLiveBranchAloneWhenAnUnknownOneIsEnded() throws Exception {
        TestXid unknown = TestXid.next();
        side.start(xid);
        side.send(queue, "m1");

        assertThat(failure(() -> resource.rollback(unknown))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> resource.commit(unknown, false))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> resource.commit(unknown, true))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> resource.prepare(unknown))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> resource.forget(unknown))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> resource.end(unknown, XAResource.TMSUCCESS))).isEqualTo(XAException.XAER_NOTA);
        side.end(xid);
        side.commit(xid);

        MessageConsumer consumer = side.consumer(queue);
        assertThat(receive(consumer, 1)).containsExactly("m1/1");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldRefuseCallsInTheWrongOrder() throws Exception {
        TestXid other = TestXid.next();
        side.start(xid);
        assertThat(failure(() -> side.start(other))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> side.start(xid))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.prepare(xid))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.commit(xid, true))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.rollback(xid))).isEqualTo(XAException.XAER_PROTO);
        side.send(queue, "m1");
        side.end(xid);
        assertThat(failure(() -> side.end(xid))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.start(xid, XAResource.TMRESUME))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> side.start(xid))).isEqualTo(XAException.XAER_DUPID);
        assertThat(failure(() -> resource.start(other, XAResource.TMJOIN))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> resource.start(other, XAResource.TMRESUME))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> resource.commit(xid, false))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.forget(xid))).isEqualTo(XAException.XAER_PROTO);
        resource.prepare(xid);
        assertThat(failure(() -> resource.prepare(xid))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.commit(xid, true))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.start(xid, XAResource.TMJOIN))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.forget(xid))).isEqualTo(XAException.XAER_PROTO);
        resource.commit(xid, false);
        assertThat(failure(() -> resource.commit(xid, false))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> resource.rollback(xid))).isEqualTo(XAException.XAER_NOTA);

        assertThat(depth()).isOne();
    }

    @Test
    void shouldRefuseWhatItCannotUnderstand() {
        assertThat(failure(() -> resource.start(xid, XAResource.TMFAIL))).isEqualTo(XAException.XAER_INVAL);
        assertThat(failure(() -> resource.end(xid, XAResource.TMJOIN))).isEqualTo(XAException.XAER_INVAL);
        assertThat(failure(() -> resource.recover(XAResource.TMJOIN))).isEqualTo(XAException.XAER_INVAL);
        assertThat(failure(() -> resource.setTransactionTimeout(-1))).isEqualTo(XAException.XAER_INVAL);
        assertThat(failure(() -> side.start(null))).isEqualTo(XAException.XAER_INVAL);
        assertThat(failure(() -> side.start(new TestXid(-1, new byte[1], new byte[1]))))
                .isEqualTo(XAException.XAER_INVAL);
        assertThat(failure(() -> side.start(new TestXid(1, new byte[65], new byte[1]))))
                .isEqualTo(XAException.XAER_INVAL);
    }

    @Test
    void shouldTakeTheLongestIdentifier() throws Exception {
        byte[] global = new byte[Xid.MAXGTRIDSIZE];
        byte[] qualifier = new byte[Xid.MAXBQUALSIZE];
        Arrays.fill(global, (byte) 0xff);
        TestXid longest = new TestXid(Integer.MAX_VALUE, global, qualifier);

        sent(longest, "m1");
        side.commit(longest);

        assertThat(depth()).isOne();
    }

    // ---- time limits ----

    @Test
    void shouldRollBackABranchWhoseTimeIsOver() throws Exception {
        side.send(queue, "m1");
        MessageConsumer consumer = side.consumer(queue);
        assertThat(resource.getTransactionTimeout()).isZero();
        assertThat(resource.setTransactionTimeout(1)).isTrue();
        assertThat(resource.getTransactionTimeout()).isOne();
        side.start(xid);
        receive(consumer, 1);
        consumer.close();
        side.send(queue, "m2");
        side.end(xid);
        MessageConsumer other = side.another().consumer(queue);

        assertThat(receive(other, 1)).containsExactly("m1/2");

        assertThat(failure(() -> resource.prepare(xid))).isEqualTo(XAException.XA_RBTIMEOUT);
        assertThat(other.receiveNoWait()).isNull();
    }

    @Test
    void shouldTellASessionThatStillWorksThatTheTimeIsOver() throws Exception {
        resource.setTransactionTimeout(1);
        side.start(xid);
        awaitEndOfTime(xid);
        side.send(queue, "too late");

        assertThat(failure(() -> side.end(xid))).isEqualTo(XAException.XA_RBTIMEOUT);

        assertThat(depth()).isZero();
        side.send(queue, "outside");
        assertThat(depth()).isOne();
    }

    /** Asks for what the branch's state does not allow, until the answer is that its time is over. */
    private void awaitEndOfTime(TestXid branch) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> failure(() -> resource.commit(branch, false)) == XAException.XA_RBTIMEOUT);
    }

    @Test
    void shouldKeepAPreparedBranchOverItsTime() throws Exception {
        resource.setTransactionTimeout(1);
        sent(xid, "m1");
        TestXid later = TestXid.next();
        side.start(later);
        side.end(later);
        resource.prepare(xid);
        awaitEndOfTime(later);

        resource.commit(xid, false);

        assertThat(depth()).isOne();
    }

    // ---- the rest ----

    @Test
    void shouldBeTheSameResourceManagerForTheSameBrokerAndUser() throws Exception {
        assertThat(resource.isSameRM(resource)).isTrue();
        assertThat(resource.isSameRM(side.another().resource())).isTrue();
        assertThat(resource.isSameRM(XaSide.open(BROKER).resource())).isTrue();
        try (Relay relay = new Relay(BROKER.port())) {
            TernConnectionFactory elsewhere = new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port());
            XaSide other = XaSide.of(BROKER.endingWithTest(elsewhere.createXAConnection()));
            assertThat(resource.isSameRM(other.resource())).isFalse();
        }
    }

    @Test
    void shouldNameAllPreparedBranchesAtTheStartOfAScan() throws Exception {
        sent(xid, "m1");
        resource.prepare(xid);
        XAResource scanner = XaSide.open(BROKER).resource();

        assertThat(scanner.recover(XAResource.TMSTARTRSCAN))
                .filteredOn(xid::isNamedBy)
                .hasSize(1);
        assertThat(scanner.recover(XAResource.TMNOFLAGS)).isEmpty();
        assertThat(scanner.recover(XAResource.TMENDRSCAN)).isEmpty();
        Xid[] found = scanner.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
        for (Xid branch : found) {
            if (xid.isNamedBy(branch)) {
                scanner.commit(branch, false);
            }
        }

        assertThat(depth()).isOne();
        assertThat(scanner.recover(XAResource.TMSTARTRSCAN)).noneMatch(xid::isNamedBy);
    }

    @Test
    void shouldSayThatTheConnectionIsLost() throws Exception {
        try (Relay relay = new Relay(BROKER.port())) {
            TernConnectionFactory factory = new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port());
            XaSide cut = XaSide.of(BROKER.endingWithTest(factory.createXAConnection()));
            cut.start(xid);
            cut.send(queue, "m1");

            relay.cut();

            assertThat(failure(() -> cut.end(xid))).isEqualTo(XAException.XAER_RMFAIL);
            assertThat(failure(() -> cut.resource().prepare(xid))).isEqualTo(XAException.XAER_RMFAIL);
            assertThat(failure(() -> cut.resource().rollback(xid))).isEqualTo(XAException.XAER_RMFAIL);
            assertThat(failure(() -> cut.resource().recover(XAResource.TMSTARTRSCAN)))
                    .isEqualTo(XAException.XAER_RMFAIL);
            assertThat(failure(() -> cut.start(TestXid.next()))).isEqualTo(XAException.XAER_RMFAIL);
        }
        Awaitility.await().until(() -> failure(() -> resource.commit(xid, true)) == XAException.XAER_NOTA);
        assertThat(depth()).isZero();
    }

    @Test
    void shouldNotWaitForEverForAnOutcome() throws Exception {
        try (Relay relay = new Relay(BROKER.port())) {
            TernConnectionFactory factory =
                    new TernConnectionFactory("dmqp://127.0.0.1:" + relay.port() + "?requestTimeout=300");
            XaSide mute = XaSide.of(BROKER.endingWithTest(factory.createXAConnection()));
            mute.start(xid);
            mute.send(queue, "m1");
            mute.end(xid);

            relay.freeze();

            assertThat(failure(() -> mute.resource().prepare(xid))).isEqualTo(XAException.XAER_RMFAIL);
            relay.cut();
        }
    }

    @Test
    void shouldRollBackWhatIsNotPreparedWhenTheConnectionIsClosed() throws Exception {
        side.send(queue, "m1");
        side.start(xid);
        receive(side.consumer(queue), 1);
        side.end(xid);

        side.connection().close();

        assertThat(receive(XaSide.open(BROKER).consumer(queue), 1)).containsExactly("m1/2");
        assertThat(failure(() -> resource.prepare(xid))).isEqualTo(XAException.XAER_RMFAIL);
    }

    @Test
    void shouldRollBackTheBranchThatASessionWorksForWhenTheConnectionIsClosed() throws Exception {
        side.send(queue, "m1");
        side.start(xid);
        receive(side.consumer(queue), 1);
        side.send(queue, "m2");

        side.connection().close();

        XaSide other = XaSide.open(BROKER);
        MessageConsumer consumer = other.consumer(queue);
        assertThat(receive(consumer, 1)).containsExactly("m1/2");
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(failure(() -> other.resource().rollback(xid))).isEqualTo(XAException.XAER_NOTA);
        assertThat(failure(() -> side.end(xid))).isEqualTo(XAException.XA_RBROLLBACK);
    }

    @Test
    void shouldFailTheBranchOfASessionThatIsClosedMeanwhile() throws Exception {
        side.start(xid);
        side.send(queue, "m1");

        side.session().close();

        assertThat(failure(() -> side.end(xid))).isEqualTo(XAException.XA_RBROLLBACK);
        assertThat(failure(() -> side.start(TestXid.next()))).isEqualTo(XAException.XAER_PROTO);
        assertThat(failure(() -> resource.prepare(xid))).isEqualTo(XAException.XA_RBROLLBACK);
        assertThat(depth()).isZero();
    }

    @Test
    void shouldFailTheBranchThatASessionHasSuspendedWhenItIsClosed() throws Exception {
        side.start(xid);
        side.send(queue, "m1");
        resource.end(xid, XAResource.TMSUSPEND);

        side.session().close();

        assertThat(failure(() -> side.end(xid))).isEqualTo(XAException.XAER_PROTO);
        resource.rollback(xid);
        assertThat(depth()).isZero();
    }

    @Test
    void shouldWorkFromAnyThread() throws Exception {
        inAnotherThread(() -> side.start(xid));
        side.send(queue, "m1");
        inAnotherThread(() -> side.end(xid));
        inAnotherThread(() -> side.commit(xid));

        assertThat(depth()).isOne();
    }

    private static void inAnotherThread(XaSide.Call call) {
        CompletableFuture.runAsync(
                        () -> {
                            try {
                                call.run();
                            } catch (XAException e) {
                                throw new AssertionError(e);
                            }
                        },
                        task -> new Thread(task).start())
                .join();
    }

    @Test
    void shouldEndABranchThoughTheThreadIsInterrupted() throws Exception {
        sent(xid, "m1");
        Thread.currentThread().interrupt();

        side.commit(xid);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(depth()).isOne();
    }
}
