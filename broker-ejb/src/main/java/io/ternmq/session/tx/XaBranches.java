package io.ternmq.session.tx;

import io.ternmq.delivery.Lane;
import io.ternmq.delivery.Lanes;
import io.ternmq.delivery.Partitions;
import io.ternmq.delivery.PreparedHolds;
import io.ternmq.delivery.Stored;
import io.ternmq.message.BranchId;
import io.ternmq.routing.Destinations;
import io.ternmq.security.Identity;
import io.ternmq.store.BranchRecord;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoreException;
import io.ternmq.wire.Frame.XaStartMode;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The branches of distributed transactions that this node knows, by their identifier. Thread-safe. */
public final class XaBranches {

    /** The most branches that one answer names. */
    static final int MAX_RECOVERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(XaBranches.class);

    private final Destinations destinations;
    private final Partitions partitions;
    private final Lanes lanes;
    private final MessageStore store;
    private final Clock clock;
    private final Map<BranchId, XaBranch> branches = new ConcurrentHashMap<>();

    /** No branches yet. */
    public XaBranches(Destinations destinations, Partitions partitions, Lanes lanes, MessageStore store, Clock clock) {
        this.destinations = destinations;
        this.partitions = partitions;
        this.lanes = lanes;
        this.store = store;
        this.clock = clock;
    }

    /** Takes in the branches that the store kept; after the partitions have taken in their messages, before anybody uses them. */
    public void restore() {
        List<BranchRecord> kept = store.loadBranches();
        if (kept.isEmpty()) {
            return;
        }
        PreparedHolds holds = new PreparedHolds(partitions);
        for (BranchRecord record : kept) {
            destinations.reserve(record.id());
            BranchWork work = new BranchWork();
            work.hold(holds.take(record.acknowledged()).stream()
                    .map(CompletableFuture::completedFuture)
                    .toList());
            store.loadMessages(record.id(), message -> {
                long destination = destination(record, message.sequence());
                partitions
                        .find(destination)
                        .ifPresentOrElse(
                                partition -> work.sends().add(partition, Stored.toMessage(message)),
                                () -> LOG.warn(
                                        "the branch {} was to send to a destination that was deleted since",
                                        record.branch()));
            });
            branches.put(record.branch(), new XaBranch(this, record, work));
        }
        LOG.info("{} branches of distributed transactions wait for their transaction managers", kept.size());
    }

    private static long destination(BranchRecord record, long sequence) {
        if (sequence > record.sends().size()) {
            throw new StoreException("the store is damaged: the branch " + record.branch() + " has a message "
                    + sequence + " and sends " + record.sends().size() + "; restore a backup");
        }
        return record.sends().get((int) sequence - 1);
    }

    /**
     * Lets a session work for a branch.
     *
     * @param session the session, as itself
     * @param connection its connection's identifier
     * @param timeoutSeconds of a new branch, 0 for none
     * @throws XaException if it may not
     */
    public XaBranch start(
            BranchId id, XaStartMode mode, Identity user, Object session, String connection, int timeoutSeconds) {
        if (mode != XaStartMode.NEW) {
            XaBranch branch = find(id, user);
            if (mode == XaStartMode.JOIN) {
                branch.join(session, connection);
            } else {
                branch.resume(session);
            }
            return branch;
        }
        XaBranch made = new XaBranch(this, id, user.name());
        if (branches.putIfAbsent(id, made) != null) {
            throw new XaException(XAException.XAER_DUPID, "the branch " + id + " is there already");
        }
        made.join(session, connection);
        if (timeoutSeconds > 0) {
            Lane lane = lanes.of(id.hashCode());
            made.limit(lane.schedule(made::timedOut, TimeUnit.SECONDS.toMillis(timeoutSeconds)));
        }
        return made;
    }

    /**
     * The branch with that identifier.
     *
     * @throws XaException if there is none, or it is neither the user's nor is the user an administrator
     */
    public XaBranch find(BranchId id, Identity user) {
        XaBranch branch = require(id);
        if (!isOpenTo(branch.user(), user)) {
            throw unknown(id);
        }
        return branch;
    }

    private XaBranch require(BranchId id) {
        XaBranch branch = branches.get(id);
        if (branch == null) {
            throw unknown(id);
        }
        return branch;
    }

    private static XaException unknown(BranchId id) {
        return new XaException(XAException.XAER_NOTA, "there is no branch " + id);
    }

    private static boolean isOpenTo(String owner, Identity user) {
        return user.isAdmin() || owner.equals(user.name());
    }

    /** Prepares a branch; the outcome is XA_OK or XA_RDONLY, a failure an {@link XaException}. */
    public CompletableFuture<Integer> prepare(BranchId id, Identity user) {
        return run(
                id,
                user,
                branch -> branch.prepare()
                        .handle((outcome, e) -> e == null
                                ? CompletableFuture.completedFuture(outcome)
                                : Causes.of(e) instanceof XaException known
                                        ? CompletableFuture.<Integer>failedFuture(known)
                                        : branch.prepareFailed(Causes.of(e)))
                        .thenCompose(outcome -> outcome));
    }

    /** Commits a branch. */
    public CompletableFuture<Integer> commit(BranchId id, Identity user, boolean onePhase) {
        return run(id, user, branch -> branch.commit(onePhase));
    }

    /** Rolls a branch back. */
    public CompletableFuture<Integer> rollback(BranchId id, Identity user) {
        return run(id, user, XaBranch::rollback);
    }

    /** Forgets a branch that an administrator has ended. */
    public CompletableFuture<Integer> forget(BranchId id, Identity user) {
        return run(id, user, XaBranch::forget);
    }

    /** Commits or rolls back a prepared branch in place of its transaction manager; a failure is an {@link XaException}. */
    public CompletableFuture<Integer> endByHand(BranchId id, boolean commit) {
        return run(() -> require(id).endByHand(commit));
    }

    /** Forgets, in place of its transaction manager, a branch that an administrator has ended. */
    public CompletableFuture<Integer> forgetByHand(BranchId id) {
        return run(() -> require(id).forget());
    }

    private CompletableFuture<Integer> run(
            BranchId id, Identity user, Function<XaBranch, CompletableFuture<Integer>> request) {
        return run(() -> request.apply(find(id, user)));
    }

    private static CompletableFuture<Integer> run(Supplier<CompletableFuture<Integer>> request) {
        try {
            return request.get();
        } catch (XaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The branches that the user may end: prepared, or ended by an administrator; the oldest first. */
    public List<BranchId> recover(Identity user) {
        return kept().filter(record -> isOpenTo(record.user(), user))
                .limit(MAX_RECOVERED)
                .map(BranchRecord::branch)
                .toList();
    }

    /** All that are prepared or ended by an administrator, the oldest first. */
    public List<BranchRecord> all() {
        return kept().toList();
    }

    private Stream<BranchRecord> kept() {
        return branches.values().stream()
                .map(XaBranch::record)
                .filter(record -> record != null)
                .sorted(Comparator.comparingLong(BranchRecord::since).thenComparingLong(BranchRecord::id));
    }

    /** A session that has worked for branches has closed. */
    public void sessionClosed(Object session) {
        branches.values().forEach(branch -> branch.sessionClosed(session));
    }

    /** A connection whose sessions have worked for branches has ended: what is not prepared is rolled back. */
    public void connectionEnded(String connection) {
        branches.values().forEach(branch -> branch.connectionEnded(connection));
    }

    void forget(XaBranch branch) {
        branches.remove(branch.id(), branch);
    }

    MessageStore store() {
        return store;
    }

    long nextId() {
        return destinations.nextId();
    }

    long now() {
        return clock.millis();
    }
}
