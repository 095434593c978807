package io.ternmq.session.tx;

import io.ternmq.delivery.HeldDeliveries;
import io.ternmq.delivery.Partition;
import io.ternmq.delivery.UnitOfWork;
import io.ternmq.message.BranchId;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.wire.Frame.XaEndMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/**
 * A branch of a distributed transaction: the work of sessions, and what has become of it (chapter 11, and the XA specification's state
 * tables). Thread-safe: sessions of several connections may work for it, and lanes and the store tell it what is done.
 */
public final class XaBranch implements Transaction {

    private enum State {
        /** Sessions work for it or have; it is not prepared. */
        ACTIVE,
        /** It is being prepared, committed or rolled back. */
        BUSY,
        /** It is kept, and waits for its second phase. */
        PREPARED,
        /** An administrator has ended it, and its transaction manager has yet to forget it. */
        HEURISTIC,
        /** It was rolled back before anybody asked for it. */
        ROLLED_BACK,
        /** Nothing is left of it. */
        GONE
    }

    private final XaBranches owner;
    private final BranchId id;
    private final String user;
    private final Set<Object> workers = new HashSet<>();
    private final Set<Object> suspended = new HashSet<>();
    private final Set<String> connections = new HashSet<>();
    private final BranchWork work;
    private State state;
    private BranchRecord record; // once it is prepared
    private XaException failure; // why it can only be rolled back
    private Runnable stopClock = () -> {};

    /** A new one. */
    XaBranch(XaBranches owner, BranchId id, String user) {
        this.owner = owner;
        this.id = id;
        this.user = user;
        this.work = new BranchWork();
        this.state = State.ACTIVE;
    }

    /** One that the store kept, with what of its work is to be done. */
    XaBranch(XaBranches owner, BranchRecord record, BranchWork work) {
        this.owner = owner;
        this.id = record.branch();
        this.user = record.user();
        this.work = work;
        this.record = record;
        this.state = record.state() == BranchRecord.State.PREPARED ? State.PREPARED : State.HEURISTIC;
    }

    /** What its transaction manager calls it. */
    public BranchId id() {
        return id;
    }

    /** Whose connection began it. */
    public String user() {
        return user;
    }

    /** How it is kept: from when it is prepared until nothing is left of it; else null. */
    public synchronized BranchRecord record() {
        return state == State.GONE ? null : record;
    }

    // ---- the work of sessions ----

    synchronized void join(Object session, String connection) {
        requireWorkable();
        workers.add(session);
        connections.add(connection);
    }

    synchronized void resume(Object session) {
        requireWorkable();
        if (!suspended.remove(session)) {
            throw XaException.protocol("the session has not suspended the branch " + id);
        }
        workers.add(session);
    }

    private void requireWorkable() {
        if (state != State.ACTIVE && state != State.ROLLED_BACK) {
            throw XaException.protocol("the branch " + id + " has ended: no session can work for it");
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Rolls it back if it is not prepared by then. */
    synchronized void limit(Runnable cancel) {
        stopClock = cancel;
    }

    @Override
    public synchronized void add(Partition partition, BrokerMessage message) {
        if (state == State.ACTIVE && failure == null) {
            work.sends().add(partition, message);
            if (work.sends().failure() != null) {
                fail(work.sends().failure());
            }
        }
    }

    @Override
    public synchronized void fail(RuntimeException reason) {
        fail(XAException.XA_RBROLLBACK, "a send failed: " + reason.getMessage());
    }

    private void fail(int outcome, String reason) {
        if (failure == null) {
            failure = new XaException(outcome, "the branch is rolled back, because " + reason);
        }
    }

    /**
     * A session has done its part.
     *
     * @param received what it received for the branch
     */
    public synchronized void end(
            Object session, XaEndMode mode, Collection<CompletableFuture<HeldDeliveries>> received) {
        if (!workers.remove(session) && !suspended.remove(session)) {
            BranchWork.release(received);
            throw XaException.protocol("the session does not work for the branch " + id);
        }
        if (state != State.ACTIVE) {
            BranchWork.release(received);
            throw failure;
        }
        work.hold(received);
        if (mode == XaEndMode.SUSPEND) {
            suspended.add(session);
        } else if (mode == XaEndMode.FAIL) {
            fail(XAException.XA_RBROLLBACK, "a session's part of it failed");
        }
    }

    /** A session has closed. If it still worked for the branch, that has failed. */
    synchronized void sessionClosed(Object session) {
        if (workers.remove(session) | suspended.remove(session)) {
            fail(XAException.XA_RBROLLBACK, "a session was closed while it worked for it");
        }
    }

    // ---- its end ----

    /** Keeps it, so that it can be committed whatever happens. Answers what {@link XAResource#prepare} does. */
    CompletableFuture<Integer> prepare() {
        if (!beginEnd("prepared")) {
            return rollBack().thenCompose(done -> CompletableFuture.failedFuture(failure));
        }
        return work.confirmKept().thenCompose(kept -> work.held()).thenCompose(this::prepare);
    }

    private CompletableFuture<Integer> prepare(List<HeldDeliveries> held) {
        if (held.isEmpty() && work.sends().isEmpty()) {
            become(State.GONE);
            return CompletableFuture.completedFuture(XAResource.XA_RDONLY);
        }
        long row = owner.nextId();
        List<Long> destinations = new ArrayList<>();
        List<Change> changes = work.keep(row, destinations);
        BranchRecord made = new BranchRecord(
                row, id, user, BranchRecord.State.PREPARED, owner.now(), destinations, BranchWork.kept(held));
        changes.add(new Change.PutBranch(made));
        return owner.store().write(changes).handle((done, e) -> {
            if (e != null) {
                owner.store().write(List.of(new Change.DropBranch(row))); // the failure may be of the answer alone
                throw new CompletionException(e);
            }
            synchronized (this) {
                record = made;
            }
            become(State.PREPARED);
            return XAResource.XA_OK;
        });
    }

    /** Rolls it back after its prepare has failed. */
    CompletableFuture<Integer> prepareFailed(Throwable reason) {
        synchronized (this) {
            fail(XAException.XA_RBROLLBACK, "it could not be kept: " + reason.getMessage());
        }
        return rollBack().thenCompose(done -> CompletableFuture.failedFuture(failure));
    }

    /** Commits it. */
    CompletableFuture<Integer> commit(boolean onePhase) {
        if (onePhase) {
            if (!beginEnd("committed in one phase")) {
                return rollBack().thenCompose(done -> CompletableFuture.failedFuture(failure));
            }
            return commit(List.of()).handle((done, e) -> e).thenCompose(e -> {
                if (e == null) {
                    become(State.GONE);
                    return CompletableFuture.completedFuture(XAResource.XA_OK);
                }
                return prepareFailed(Causes.of(e));
            });
        }
        beginSecondPhase("committed");
        return secondPhase(
                commit(List.of(new Change.DropBranch(record.id()))), State.GONE, XAException.XA_RETRY, "commit");
    }

    private CompletableFuture<Void> commit(List<Change> rows) {
        return work.held().thenCompose(held -> {
            UnitOfWork unit = new UnitOfWork(owner.store());
            work.addTo(unit, held);
            rows.forEach(unit::write);
            return unit.commit();
        });
    }

    private CompletableFuture<Integer> secondPhase(
            CompletableFuture<Void> written, State after, int outcome, String what) {
        return written.handle((done, e) -> {
            become(e == null ? after : State.PREPARED);
            if (e != null) {
                throw new XaException(
                        outcome,
                        "the branch stays prepared, its " + what + " is to be tried again: "
                                + Causes.of(e).getMessage());
            }
            return XAResource.XA_OK;
        });
    }

    /** Rolls it back, prepared or not. */
    CompletableFuture<Integer> rollback() {
        synchronized (this) {
            if (state == State.ROLLED_BACK) {
                become(State.GONE);
                return CompletableFuture.completedFuture(XAResource.XA_OK);
            }
            if (state == State.ACTIVE) {
                beginEnd("rolled back");
                return rollBack().thenApply(done -> XAResource.XA_OK);
            }
        }
        beginSecondPhase("rolled back");
        return secondPhase(
                owner.store().write(List.of(new Change.DropBranch(record.id()))).thenCompose(done -> work.release()),
                State.GONE,
                XAException.XAER_RMFAIL,
                "rollback");
    }

    /** Rolls back what was never prepared. */
    private CompletableFuture<Void> rollBack() {
        return work.release().whenComplete((done, e) -> become(State.GONE));
    }

    /** The time for it is over, or a connection that worked for it is gone: if it is not prepared, it is rolled back now. */
    private synchronized void rollBackUnasked(int outcome, String reason) {
        fail(outcome, reason);
        state = State.BUSY;
        work.release().whenComplete((done, e) -> become(connections.isEmpty() ? State.GONE : State.ROLLED_BACK));
    }

    synchronized void timedOut() {
        if (state == State.ACTIVE) {
            rollBackUnasked(XAException.XA_RBTIMEOUT, "it was not prepared within its time limit");
        }
    }

    synchronized void connectionEnded(String connection) {
        if (!connections.remove(connection)) {
            return;
        }
        if (state == State.ACTIVE) {
            rollBackUnasked(XAException.XA_RBCOMMFAIL, "a connection that worked for it has ended");
        } else if (state == State.ROLLED_BACK && connections.isEmpty()) {
            become(State.GONE);
        }
    }

    // ---- an administrator's end ----

    /** An administrator commits or rolls back a prepared branch; the row stays, for its transaction manager to learn of it. */
    CompletableFuture<Integer> endByHand(boolean commit) {
        synchronized (this) {
            if (state != State.PREPARED) {
                throw XaException.protocol(
                        "the branch " + id + " is not prepared" + (state == State.BUSY ? " yet" : ""));
            }
            state = State.BUSY;
        }
        BranchRecord.State end = commit ? BranchRecord.State.COMMITTED : BranchRecord.State.ROLLED_BACK;
        BranchRecord ended = new BranchRecord(record.id(), id, user, end, owner.now(), List.of(), List.of());
        List<Change> rows = new ArrayList<>();
        if (!record.sends().isEmpty()) {
            rows.add(new Change.RemoveUpTo(record.id(), record.sends().size()));
        }
        rows.add(new Change.PutBranch(ended));
        CompletableFuture<Void> written =
                commit ? commit(rows) : owner.store().write(rows).thenCompose(done -> work.release());
        return secondPhase(
                written.thenRun(() -> {
                    synchronized (this) {
                        record = ended;
                    }
                }),
                State.HEURISTIC,
                XAException.XAER_RMFAIL,
                commit ? "commit" : "rollback");
    }

    /** Forgets what an administrator did. */
    CompletableFuture<Integer> forget() {
        synchronized (this) {
            if (state != State.HEURISTIC) {
                throw XaException.protocol(
                        "the branch " + id + " was not ended by an administrator: there is nothing to forget");
            }
            state = State.BUSY;
        }
        return owner.store().write(List.of(new Change.DropBranch(record.id()))).handle((done, e) -> {
            become(e == null ? State.GONE : State.HEURISTIC);
            if (e != null) {
                throw new XaException(
                        XAException.XAER_RMFAIL,
                        "the branch is not forgotten: " + Causes.of(e).getMessage());
            }
            return XAResource.XA_OK;
        });
    }

    // ---- states ----

    /** Takes it out of its sessions' hands; false if it can only be rolled back. */
    private synchronized boolean beginEnd(String what) {
        if (state == State.ROLLED_BACK) {
            become(State.GONE);
            throw failure;
        }
        if (state == State.HEURISTIC) {
            throw heuristic();
        }
        if (state != State.ACTIVE) {
            throw XaException.protocol("the branch " + id + " cannot be " + what + ": it is " + text(state));
        }
        if (!workers.isEmpty() || !suspended.isEmpty()) {
            throw XaException.protocol(
                    "the branch " + id + " cannot be " + what + ": sessions still work for it; end them first");
        }
        state = State.BUSY;
        stopClock.run();
        return failure == null;
    }

    private synchronized void beginSecondPhase(String what) {
        if (state == State.ROLLED_BACK) {
            become(State.GONE);
            throw failure;
        }
        if (state == State.HEURISTIC) {
            throw heuristic();
        }
        if (state != State.PREPARED) {
            throw XaException.protocol("the branch " + id + " cannot be " + what + ": it is " + text(state));
        }
        state = State.BUSY;
    }

    private XaException heuristic() {
        return record.state() == BranchRecord.State.COMMITTED
                ? new XaException(XAException.XA_HEURCOM, "an administrator has committed the branch")
                : new XaException(XAException.XA_HEURRB, "an administrator has rolled the branch back");
    }

    private static String text(State state) {
        return switch (state) {
            case ACTIVE -> "not prepared";
            case BUSY -> "being ended";
            case PREPARED -> "prepared";
            case HEURISTIC, ROLLED_BACK, GONE -> "ended";
        };
    }

    private synchronized void become(State next) {
        state = next;
        if (next == State.GONE) {
            stopClock.run();
            owner.forget(this);
        }
    }
}
