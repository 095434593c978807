package io.ternmq.session.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ternmq.config.RedeliveryPolicy;
import io.ternmq.delivery.Lane;
import io.ternmq.delivery.Partition;
import io.ternmq.delivery.Partitions;
import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.routing.Destinations;
import io.ternmq.security.Identity;
import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.store.StoreException;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.memory.MemoryMessageStore;
import io.ternmq.wire.Frame.XaEndMode;
import io.ternmq.wire.Frame.XaStartMode;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XaBranchesTest {

    private static final BranchId BRANCH = new BranchId(1, new byte[] {1}, new byte[] {1});
    private static final Identity ALICE = new Identity("alice", Set.of());
    private static final Identity BOB = new Identity("bob", Set.of());
    private static final Identity ADMIN = new Identity("root", Set.of(Identity.ADMIN));

    private final MemoryMessageStore store = new MemoryMessageStore();
    private final Destinations destinations = new Destinations();
    private final Partitions partitions = new Partitions(
            destinations, id -> new CallersLane(), store, Clock.systemUTC(), any -> RedeliveryPolicy.DEFAULT);
    private final XaBranches branches =
            new XaBranches(destinations, partitions, id -> new CallersLane(), store, Clock.systemUTC());
    private final Object session = new Object();

    /** Runs everything at once, on the caller's thread; time stands still. */
    private record CallersLane() implements Lane {
        @Override
        public boolean inLane() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Runnable schedule(Runnable task, long delayMillis) {
            return () -> {};
        }
    }

    @BeforeEach
    void open() {
        store.open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void prepared() throws Exception {
        Partition queue = partitions.of(partitions.destination(DestinationName.queue("q")));
        XaBranch branch = branches.start(BRANCH, XaStartMode.NEW, ALICE, session, "c-1", 0);
        branch.add(queue, new BrokerMessage(Publisher.NONE, true, 4, 0, 0, new byte[0], new byte[] {1}));
        branch.end(session, XaEndMode.SUCCESS, List.of());
        assertThat(get(branches.prepare(BRANCH, ALICE))).isEqualTo(XAResource.XA_OK);
    }

    private static int get(CompletableFuture<Integer> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    private static void assertFails(int outcome, CompletableFuture<Integer> answer) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> get(answer))
                .satisfies(
                        e -> assertThat(((XaException) e.getCause()).outcome()).isEqualTo(outcome));
    }

    @Test
    void shouldHideABranchFromAllButItsUserAndAdministrators() throws Exception {
        prepared();

        assertThat(branches.recover(BOB)).isEmpty();
        assertFails(XAException.XAER_NOTA, branches.commit(BRANCH, BOB, false));
        assertFails(XAException.XAER_NOTA, branches.rollback(BRANCH, BOB));
        assertThatExceptionOfType(XaException.class)
                .isThrownBy(() -> branches.start(BRANCH, XaStartMode.JOIN, BOB, session, "c-2", 0));
        assertThat(branches.recover(ALICE)).containsExactly(BRANCH);
        assertThat(branches.recover(ADMIN)).containsExactly(BRANCH);
        assertThat(get(branches.commit(BRANCH, ADMIN, false))).isEqualTo(XAResource.XA_OK);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellTheTransactionManagerWhatAnAdministratorDidUntilItForgets(boolean commit) throws Exception {
        prepared();

        get(branches.endByHand(BRANCH, commit));

        int told = commit ? XAException.XA_HEURCOM : XAException.XA_HEURRB;
        assertFails(told, branches.commit(BRANCH, ALICE, false));
        assertFails(told, branches.rollback(BRANCH, ALICE));
        assertFails(XAException.XAER_PROTO, branches.endByHand(BRANCH, !commit));
        assertThat(branches.recover(ALICE)).containsExactly(BRANCH);
        assertThat(store.loadBranches())
                .singleElement()
                .satisfies(row -> assertThat(row.state())
                        .isEqualTo(commit ? BranchRecord.State.COMMITTED : BranchRecord.State.ROLLED_BACK));
        long queue = destinations.find(DestinationName.queue("q")).orElseThrow().id();
        long row = store.loadBranches().get(0).id();
        store.loadMessages(
                row, message -> assertThat(message).as("nothing waits beside").isNull());
        int[] sent = new int[1];
        store.loadMessages(queue, message -> sent[0]++);
        assertThat(sent[0]).isEqualTo(commit ? 1 : 0);

        get(branches.forget(BRANCH, ALICE));

        assertThat(branches.recover(ALICE)).isEmpty();
        assertThat(store.loadBranches()).isEmpty();
        assertFails(XAException.XAER_NOTA, branches.forget(BRANCH, ALICE));
    }

    @Test
    void shouldRememberTheAdministratorsEndOverARestart() throws Exception {
        prepared();
        get(branches.endByHand(BRANCH, true));

        XaBranches restarted =
                new XaBranches(destinations, partitions, id -> new CallersLane(), store, Clock.systemUTC());
        restarted.restore();

        assertFails(XAException.XA_HEURCOM, restarted.commit(BRANCH, ALICE, false));
        get(restarted.forgetByHand(BRANCH));
        assertThat(store.loadBranches()).isEmpty();
    }

    @Test
    void shouldKeepTheOrderOfTheSendsOverDestinations() throws Exception {
        Partition one = partitions.of(partitions.destination(DestinationName.topic("one")));
        Partition two = partitions.of(partitions.destination(DestinationName.topic("two")));
        XaBranch branch = branches.start(BRANCH, XaStartMode.NEW, ALICE, session, "c-1", 0);
        List<Partition> order = List.of(one, two, one);
        order.forEach(
                to -> branch.add(to, new BrokerMessage(Publisher.NONE, true, 4, 0, 0, new byte[0], new byte[] {1})));
        branch.end(session, XaEndMode.SUCCESS, List.of());

        get(branches.prepare(BRANCH, ALICE));

        assertThat(store.loadBranches())
                .singleElement()
                .satisfies(row -> assertThat(row.sends())
                        .containsExactlyElementsOf(
                                order.stream().map(to -> to.destination().id()).toList()));
    }

    @Test
    void shouldNameABranchWhoseMessagesAreMoreThanItSends() {
        store.write(List.of(
                        new Change.PutBranch(new BranchRecord(
                                9, BRANCH, "alice", BranchRecord.State.PREPARED, 1, List.of(), List.of())),
                        new Change.Append(new StoredMessage(9, 1, 4, 0, 0, 0, new byte[0], new byte[0]))))
                .join();

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(branches::restore)
                .withMessageContaining("1:01:01");
    }

    @Test
    void shouldEndNothingByHandThatIsNotPrepared() throws Exception {
        branches.start(BRANCH, XaStartMode.NEW, ALICE, session, "c-1", 0);

        assertFails(XAException.XAER_PROTO, branches.endByHand(BRANCH, true));
        assertThat(branches.all()).isEmpty();
    }

    @Test
    void shouldTellEverySessionThatABranchWasRolledBackWithOneConnection() throws Exception {
        Object other = new Object();
        XaBranch branch = branches.start(BRANCH, XaStartMode.NEW, ALICE, session, "c-1", 0);
        branches.start(BRANCH, XaStartMode.JOIN, ALICE, other, "c-2", 0);

        branches.connectionEnded("c-1");

        assertThatExceptionOfType(XaException.class)
                .isThrownBy(() -> branch.end(other, XaEndMode.SUCCESS, List.of()))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(XAException.XA_RBCOMMFAIL));
        assertFails(XAException.XA_RBCOMMFAIL, branches.prepare(BRANCH, ALICE));
        assertFails(XAException.XAER_NOTA, branches.prepare(BRANCH, ALICE));
    }

    @Test
    void shouldForgetABranchWithTheLastConnectionThatWorkedForIt() {
        branches.start(BRANCH, XaStartMode.NEW, ALICE, session, "c-1", 0);

        branches.connectionEnded("c-1");

        assertFails(XAException.XAER_NOTA, branches.rollback(BRANCH, ALICE));
    }
}
