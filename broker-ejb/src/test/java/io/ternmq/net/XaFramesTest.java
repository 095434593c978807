package io.ternmq.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import io.ternmq.management.QueueView;
import io.ternmq.message.BodyType;
import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import io.ternmq.message.MessageHeader;
import io.ternmq.store.FaultyStore;
import io.ternmq.store.FaultyStore.Fault;
import io.ternmq.store.jpa.JpaMessageStore;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.ConsumerKind;
import io.ternmq.wire.Frame.Seen;
import io.ternmq.wire.Frame.XaEndMode;
import io.ternmq.wire.Frame.XaStartMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of distributed transactions frame by frame, on a broker whose store outlives it. */
class XaFramesTest {

    private static final DestinationName IN = DestinationName.queue("in");
    private static final DestinationName OUT = DestinationName.queue("out");
    private static final byte[] HEADER =
            new MessageHeader("ID:1", 1, 0, 0, null, null, null, BodyType.TEXT, false, Map.of()).encode();
    private static final BranchId BRANCH = new BranchId(1, new byte[] {1}, new byte[] {1});
    private static final BranchId OTHER = new BranchId(1, new byte[] {1}, new byte[] {2});

    @TempDir
    Path directory;

    private FaultyStore store;
    private Broker broker;
    private RawClient client;
    private long request;

    @BeforeEach
    void start() throws IOException {
        BrokerConfig config = BrokerConfig.of(directory)
                .withListener(BrokerConfig.Listener.DEFAULT.at("127.0.0.1", 0))
                .withAnonymous(true);
        store = new FaultyStore(JpaMessageStore.of(config));
        broker = Broker.start(config, BrokerParts.of(store));
        client = RawClient.open(broker.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        broker.close();
    }

    private void restart() throws IOException {
        stop();
        start();
    }

    private void done(Frame frame) throws IOException {
        client.send(frame);
        assertThat(client.receive(Frame.Done.class).request()).isEqualTo(request);
    }

    private void openSession(int session) throws IOException {
        done(new Frame.OpenSession(++request, session, false));
    }

    private void subscribe(int session, DestinationName from) throws IOException {
        done(new Frame.Subscribe(++request, session, 1, from, ConsumerKind.PLAIN, false, "", ""));
        client.send(new Frame.Credit(session, 1, 10, false));
    }

    private void send(DestinationName to, String text) throws IOException {
        openSession(90);
        done(message(++request, 90, to, text));
        done(new Frame.CloseSession(++request, 90, List.of()));
    }

    private static Frame.Send message(long asked, int session, DestinationName to, String text) {
        return new Frame.Send(asked, session, to, true, 4, 0, 0, HEADER, text.getBytes(UTF_8));
    }

    private void assertDelivered(long number, int count, String text) throws IOException {
        Frame.Deliver deliver = client.receive(Frame.Deliver.class);
        assertThat(List.of(deliver.delivery(), deliver.deliveryCount(), new String(deliver.body(), UTF_8)))
                .isEqualTo(List.of(number, count, text));
    }

    private void assertOutcome(int expected, Frame frame) throws IOException {
        client.send(frame);
        Frame.XaOutcome outcome = client.receive(Frame.XaOutcome.class);
        assertThat(outcome.request()).isEqualTo(request);
        assertThat(outcome.outcome()).as(outcome.text()).isEqualTo(expected);
        assertThat(outcome.text().isEmpty())
                .isEqualTo(expected == XAResource.XA_OK || expected == XAResource.XA_RDONLY);
    }

    private Frame begin(int session, BranchId branch) {
        return new Frame.XaStart(++request, session, branch, XaStartMode.NEW, 0);
    }

    private Frame end(int session, BranchId branch, long... seen) {
        return new Frame.XaEnd(
                ++request,
                session,
                branch,
                XaEndMode.SUCCESS,
                seen.length == 0 ? List.of() : List.of(new Seen(1, seen)));
    }

    private Frame prepare(BranchId branch) {
        return new Frame.XaPrepare(++request, branch);
    }

    private Frame commit(BranchId branch, boolean onePhase) {
        return new Frame.XaCommit(++request, branch, onePhase);
    }

    private Frame rollback(BranchId branch) {
        return new Frame.XaRollback(++request, branch);
    }

    private List<BranchId> recovered() throws IOException {
        client.send(new Frame.XaRecover(++request));
        return client.receive(Frame.XaRecovered.class).branches();
    }

    private long depth(DestinationName queue) {
        return broker.management().queue(queue.name()).map(QueueView::depth).orElse(0L);
    }

    /** Receives "order" from one queue and sends "bill" to another. */
    private void work(int session, BranchId branch) throws IOException {
        send(IN, "order");
        openSession(session);
        subscribe(session, IN);
        assertDelivered(1, 1, "order");
        assertOutcome(0, begin(session, branch));
        client.send(message(0, session, OUT, "bill"));
        assertOutcome(0, end(session, branch, 1, 1));
    }

    @Test
    void shouldShowNothingOfABranchBeforeItsCommit() throws IOException {
        work(1, BRANCH);
        assertThat(depth(OUT)).isZero();

        assertOutcome(XAResource.XA_OK, prepare(BRANCH));
        assertThat(depth(OUT)).isZero();
        assertThat(depth(IN)).isOne();
        assertThat(recovered()).containsExactly(BRANCH);

        assertOutcome(XAResource.XA_OK, commit(BRANCH, false));
        assertThat(depth(OUT)).isOne();
        assertThat(depth(IN)).isZero();
        assertThat(recovered()).isEmpty();
    }

    @Test
    void shouldCommitInOnePhase() throws IOException {
        work(1, BRANCH);

        assertOutcome(XAResource.XA_OK, commit(BRANCH, true));

        assertThat(depth(OUT)).isOne();
        assertThat(depth(IN)).isZero();
        assertOutcome(XAException.XAER_NOTA, commit(BRANCH, true));
    }

    @Test
    void shouldCommitAfterARestartWhatWasPrepared() throws IOException {
        work(1, BRANCH);
        assertOutcome(XAResource.XA_OK, prepare(BRANCH));

        restart();

        assertThat(recovered()).containsExactly(BRANCH);
        assertThat(depth(OUT)).isZero();
        openSession(1);
        subscribe(1, IN);
        assertOutcome(XAResource.XA_OK, commit(BRANCH, false));
        assertThat(depth(OUT)).isOne();
        restart();
        assertThat(depth(IN)).isZero();
        assertThat(depth(OUT)).isOne();
        assertThat(recovered()).isEmpty();
    }

    @Test
    void shouldRedeliverAfterARestartWhatAPreparedBranchHeldAndRolledBack() throws IOException {
        work(1, BRANCH);
        assertOutcome(XAResource.XA_OK, prepare(BRANCH));
        restart();
        openSession(1);
        subscribe(1, IN);

        client.send(rollback(BRANCH));

        List<Frame> answers = List.of(client.receive(), client.receive()); // in any order
        assertThat(answers).contains(new Frame.XaOutcome(request, XAResource.XA_OK, ""));
        assertThat(answers)
                .filteredOn(Frame.Deliver.class::isInstance)
                .singleElement()
                .extracting(frame -> ((Frame.Deliver) frame).deliveryCount())
                .isEqualTo(2);
        restart();
        assertThat(depth(IN)).isOne();
        assertThat(depth(OUT)).isZero();
        assertThat(recovered()).isEmpty();
    }

    @Test
    void shouldHoldWhatWasReceivedWhateverIsClosedBeforeTheSecondPhase() throws IOException {
        work(1, BRANCH);
        done(new Frame.CloseConsumer(++request, 1, 1, List.of()));
        done(new Frame.CloseSession(++request, 1, List.of()));
        assertOutcome(XAResource.XA_OK, prepare(BRANCH));
        client.close();
        client = RawClient.open(broker.address());
        request = 0;

        send(IN, "next");
        openSession(1);
        subscribe(1, IN);

        assertThat(client.receive(Frame.Deliver.class).body()).isEqualTo("next".getBytes(UTF_8));
        assertOutcome(XAResource.XA_OK, commit(BRANCH, false));
        assertThat(depth(OUT)).isOne();
    }

    @Test
    void shouldRollBackWithItsConnectionWhatIsNotPrepared() throws IOException {
        work(1, BRANCH);

        client.close();
        await().until(() -> broker.management().connections().isEmpty());
        client = RawClient.open(broker.address());
        request = 0;

        assertOutcome(XAException.XAER_NOTA, prepare(BRANCH));
        openSession(1);
        subscribe(1, IN);
        assertDelivered(1, 2, "order");
        assertThat(depth(OUT)).isZero();
    }

    @Test
    void shouldWorkForOneBranchWhileAnotherIsSuspended() throws IOException {
        send(IN, "a");
        send(IN, "b");
        openSession(1);
        subscribe(1, IN);
        assertDelivered(1, 1, "a");
        assertDelivered(2, 1, "b");
        assertOutcome(0, begin(1, BRANCH));
        client.send(message(0, 1, OUT, "first"));
        assertOutcome(0, new Frame.XaEnd(++request, 1, BRANCH, XaEndMode.SUSPEND, List.of(new Seen(1, new long[] {1, 1
        }))));
        assertOutcome(0, begin(1, OTHER));
        client.send(message(0, 1, OUT, "other"));
        assertOutcome(0, end(1, OTHER, 2, 2));
        assertOutcome(XAException.XAER_PROTO, prepare(BRANCH)); // a session still comes back to it
        assertOutcome(0, new Frame.XaStart(++request, 1, BRANCH, XaStartMode.RESUME, 0));
        client.send(message(0, 1, OUT, "second"));
        assertOutcome(0, end(1, BRANCH));

        client.send(rollback(OTHER));
        assertDelivered(3, 2, "b");
        assertThat(client.receive(Frame.XaOutcome.class).outcome()).isEqualTo(XAResource.XA_OK);
        assertOutcome(XAResource.XA_OK, commit(BRANCH, true));

        assertThat(depth(IN)).isOne();
        assertThat(depth(OUT)).isEqualTo(2);
    }

    @Test
    void shouldEndASuspendedPartWithoutResumingIt() throws IOException {
        openSession(1);
        assertOutcome(0, begin(1, BRANCH));
        client.send(message(0, 1, OUT, "bill"));
        assertOutcome(0, new Frame.XaEnd(++request, 1, BRANCH, XaEndMode.SUSPEND, List.of()));

        assertOutcome(0, end(1, BRANCH));

        assertOutcome(XAResource.XA_OK, prepare(BRANCH));
        assertOutcome(XAResource.XA_OK, commit(BRANCH, false));
        assertThat(depth(OUT)).isOne();
    }

    @Test
    void shouldJoinTheWorkOfSeveralConnections() throws IOException {
        openSession(1);
        assertOutcome(0, begin(1, BRANCH));
        client.send(message(0, 1, OUT, "1"));
        RawClient mine = client;
        long mineRequest = request;
        try (RawClient theirs = RawClient.open(broker.address())) {
            client = theirs;
            request = 0;
            openSession(1);
            assertOutcome(0, new Frame.XaStart(++request, 1, BRANCH, XaStartMode.JOIN, 0));
            client.send(message(0, 1, OUT, "2"));
            assertOutcome(0, end(1, BRANCH));
            assertOutcome(XAException.XAER_PROTO, prepare(BRANCH));

            client = mine;
            request = mineRequest;
            assertOutcome(0, end(1, BRANCH));
            assertOutcome(XAResource.XA_OK, prepare(BRANCH));

            client = theirs;
            request = 100;
            assertOutcome(XAResource.XA_OK, commit(BRANCH, false));
            assertThat(depth(OUT)).isEqualTo(2);
        } finally {
            client = mine;
        }
    }

    @Test
    void shouldForgetABranchThatDidNothing() throws IOException {
        openSession(1);
        assertOutcome(0, begin(1, BRANCH));
        assertOutcome(0, end(1, BRANCH));

        assertOutcome(XAResource.XA_RDONLY, prepare(BRANCH));

        assertOutcome(XAException.XAER_NOTA, commit(BRANCH, false));
        assertOutcome(0, begin(1, BRANCH)); // its identifier is free again
    }

    @Test
    void shouldRefuseWhatTheStateOfABranchDoesNotAllow() throws IOException {
        openSession(1);
        openSession(2);
        for (Frame unknown : List.of(
                new Frame.XaPrepare(1, OTHER),
                new Frame.XaCommit(1, OTHER, false),
                new Frame.XaCommit(1, OTHER, true),
                new Frame.XaRollback(1, OTHER),
                new Frame.XaForget(1, OTHER),
                new Frame.XaStart(1, 1, OTHER, XaStartMode.JOIN, 0),
                new Frame.XaEnd(1, 1, OTHER, XaEndMode.SUCCESS, List.of()))) {
            request = 1;
            assertOutcome(XAException.XAER_NOTA, unknown);
        }
        assertOutcome(0, begin(1, BRANCH));
        assertOutcome(XAException.XAER_DUPID, begin(2, BRANCH));
        assertOutcome(XAException.XAER_PROTO, begin(1, OTHER));
        assertOutcome(XAException.XAER_PROTO, new Frame.XaStart(++request, 2, BRANCH, XaStartMode.RESUME, 0));
        assertOutcome(XAException.XAER_PROTO, end(2, BRANCH));
        assertOutcome(XAException.XAER_PROTO, prepare(BRANCH));
        assertOutcome(XAException.XAER_PROTO, commit(BRANCH, true));
        assertOutcome(XAException.XAER_PROTO, rollback(BRANCH));
        assertOutcome(XAException.XAER_PROTO, new Frame.XaForget(++request, BRANCH));
        client.send(message(0, 1, OUT, "bill"));
        assertOutcome(0, end(1, BRANCH));
        assertOutcome(XAException.XAER_PROTO, commit(BRANCH, false)); // it is not prepared
        assertOutcome(XAResource.XA_OK, prepare(BRANCH));
        assertOutcome(XAException.XAER_PROTO, commit(BRANCH, true)); // it is
        assertOutcome(XAException.XAER_PROTO, prepare(BRANCH));
        assertOutcome(XAException.XAER_PROTO, new Frame.XaStart(++request, 1, BRANCH, XaStartMode.JOIN, 0));

        assertOutcome(XAResource.XA_OK, commit(BRANCH, false)); // none of it harmed the branch
        assertThat(depth(OUT)).isOne();
    }

    @Test
    void shouldRefuseToAcknowledgeBesideTheBranch() throws IOException {
        openSession(1);
        assertOutcome(0, begin(1, BRANCH));

        client.send(new Frame.Acknowledge(++request, 1, List.of()));

        assertThat(client.receive(Frame.Failed.class).code()).isEqualTo(ErrorCode.PROTOCOL);
    }

    @Test
    void shouldOnlyRollBackWhereAPartHasFailed() throws IOException {
        openSession(1);
        assertOutcome(0, begin(1, BRANCH));
        client.send(message(0, 1, OUT, "bill"));
        assertOutcome(0, new Frame.XaEnd(++request, 1, BRANCH, XaEndMode.FAIL, List.of()));
        assertOutcome(XAException.XA_RBROLLBACK, prepare(BRANCH));
        assertOutcome(XAException.XAER_NOTA, rollback(BRANCH));

        assertOutcome(0, begin(1, OTHER));
        done(new Frame.CloseSession(++request, 1, List.of())); // while it works for the branch
        assertOutcome(XAException.XA_RBROLLBACK, commit(OTHER, true));
        assertThat(depth(OUT)).isZero();
    }

    @Test
    void shouldOnlyRollBackWhereASendFailed() throws IOException {
        DestinationName gone = new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "gone");
        openSession(1);
        assertOutcome(0, begin(1, BRANCH));
        client.send(message(0, 1, OUT, "bill"));
        client.send(message(0, 1, gone, "bill"));
        assertOutcome(0, end(1, BRANCH));

        assertOutcome(XAException.XA_RBROLLBACK, prepare(BRANCH));

        assertThat(depth(OUT)).isZero();
    }

    @Test
    void shouldRollBackAfterItsTimeLimit() throws IOException {
        send(IN, "order");
        openSession(1);
        subscribe(1, IN);
        assertDelivered(1, 1, "order");
        assertOutcome(0, new Frame.XaStart(++request, 1, BRANCH, XaStartMode.NEW, 1));
        assertOutcome(0, end(1, BRANCH, 1, 1));

        assertDelivered(2, 2, "order");

        assertOutcome(XAException.XA_RBTIMEOUT, prepare(BRANCH));
        assertOutcome(XAException.XAER_NOTA, rollback(BRANCH));
    }

    @Test
    void shouldRollBackWhatTheStoreDidNotKeep() throws IOException {
        work(1, BRANCH);
        store.failWrite(1, Fault.BEFORE_WRITE);

        client.send(prepare(BRANCH));

        assertDelivered(2, 2, "order");
        assertThat(client.receive(Frame.XaOutcome.class).outcome()).isEqualTo(XAException.XA_RBROLLBACK);
        restart();
        assertThat(recovered()).isEmpty();
        assertThat(depth(IN)).isOne();
    }

    @Test
    void shouldForgetARowWhoseAnswerWasLost() throws IOException {
        work(1, BRANCH);
        store.failWrite(1, Fault.AFTER_COMMIT);
        client.send(prepare(BRANCH));
        assertDelivered(2, 2, "order");
        assertThat(client.receive(Frame.XaOutcome.class).outcome()).isEqualTo(XAException.XA_RBROLLBACK);

        restart();

        assertThat(recovered()).isEmpty();
        assertThat(depth(IN)).isOne();
        assertThat(depth(OUT)).isZero();
    }

    @Test
    void shouldStayPreparedUntilTheStoreTakesTheSecondPhase() throws IOException {
        work(1, BRANCH);
        assertOutcome(XAResource.XA_OK, prepare(BRANCH));
        store.failWrite(1, Fault.BEFORE_WRITE);
        assertOutcome(XAException.XA_RETRY, commit(BRANCH, false));
        store.failWrite(1, Fault.BEFORE_WRITE);
        assertOutcome(XAException.XAER_RMFAIL, rollback(BRANCH));
        assertThat(recovered()).containsExactly(BRANCH);
        assertThat(depth(OUT)).isZero();

        assertOutcome(XAResource.XA_OK, commit(BRANCH, false));

        assertThat(depth(OUT)).isOne();
        assertThat(depth(IN)).isZero();
    }

    @Test
    void shouldAcknowledgeOfADurableSubscriptionAfterARestart() throws IOException {
        DestinationName topic = DestinationName.topic("prices");
        done(new Frame.Identify(++request, "shop"));
        openSession(1);
        done(new Frame.Subscribe(++request, 1, 1, topic, ConsumerKind.DURABLE, false, "", "s"));
        send(topic, "1");
        send(topic, "2");
        client.send(new Frame.Credit(1, 1, 10, false));
        assertDelivered(1, 1, "1");
        assertDelivered(2, 1, "2");
        assertOutcome(0, begin(1, BRANCH));
        assertOutcome(0, end(1, BRANCH, 1, 1));
        assertOutcome(XAResource.XA_OK, prepare(BRANCH));
        restart();
        request = 0;
        done(new Frame.Identify(++request, "shop"));
        openSession(1);
        done(new Frame.Subscribe(++request, 1, 1, topic, ConsumerKind.DURABLE, false, "", "s"));
        client.send(new Frame.Credit(1, 1, 10, false));

        assertDelivered(1, 2, "2"); // the first is the branch's
        assertOutcome(XAResource.XA_OK, commit(BRANCH, false));

        restart();
        request = 0;
        done(new Frame.Identify(++request, "shop"));
        openSession(1);
        done(new Frame.Subscribe(++request, 1, 1, topic, ConsumerKind.DURABLE, false, "", "s"));
        client.send(new Frame.Credit(1, 1, 10, true));
        assertDelivered(1, 3, "2");
        client.receive(Frame.Drained.class);
    }
}
