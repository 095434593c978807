package io.ternmq.client;

import io.ternmq.message.BranchId;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.Seen;
import io.ternmq.wire.Frame.XaEndMode;
import io.ternmq.wire.Frame.XaStartMode;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an XA session does for branches of distributed transactions (11.3). Transaction managers call it from threads of their own,
 * so what changes is guarded by the session's lock, and a change and the frame that tells the broker of it go together.
 */
final class BranchWork {

    private static final Logger LOG = LoggerFactory.getLogger(BranchWork.class);

    /** A time in which the session works for a branch; what it asks for then is for that time only. */
    static final class Stint {

        private final BranchId branch;

        Stint(BranchId branch) {
            this.branch = branch;
        }

        BranchId branch() {
            return branch;
        }
    }

    /** A call to the broker about a branch. */
    interface Call {
        void run() throws XAException;
    }

    private final SessionCore session;
    private final Link link;
    private final ReentrantLock lock;
    private final TernXAResource resource;
    private final ReentrantLock changes =
            new ReentrantLock(); // one change of the stint at a time; taken before the lock
    private volatile Stint stint;

    BranchWork(SessionCore session) {
        this.session = session;
        this.link = session.link();
        this.lock = session.lock();
        this.resource = new TernXAResource(this, link);
    }

    XAResource resource() {
        return resource;
    }

    int sessionNumber() {
        return session.number();
    }

    /** The stint that it is in, or null outside of a branch. */
    Stint stint() {
        return stint;
    }

    /** How the session works now. */
    SessionMode mode() {
        return stint == null ? SessionMode.AUTO : SessionMode.TRANSACTED;
    }

    /** Sends what belongs to the branch. Returns false outside of one. */
    boolean send(LongFunction<Frame> frame) throws JMSException {
        lock.lock();
        try {
            if (stint == null) {
                return false;
            }
            session.checkOpen();
            link.send(frame.apply(0));
            return true;
        } finally {
            lock.unlock();
        }
    }

    void start(BranchId branch, XaStartMode mode, int timeoutSeconds) throws XAException {
        changes.lock();
        try {
            CompletableFuture<Frame> reply;
            lock.lock();
            try {
                checkStart();
                session.acknowledgement().flushLazily();
                reply = link.request(
                        request -> new Frame.XaStart(request, session.number(), branch, mode, timeoutSeconds));
                stint = new Stint(branch);
            } finally {
                lock.unlock();
            }
            afterStart(reply);
        } finally {
            changes.unlock();
        }
    }

    private void checkStart() throws XAException {
        if (isClosed()) {
            throw XaErrors.of(XAException.XAER_PROTO, "The session is closed");
        }
        if (stint != null) {
            throw XaErrors.of(
                    XAException.XAER_PROTO,
                    "The session works for the branch " + stint.branch + " already: end it first");
        }
    }

    private void afterStart(CompletableFuture<Frame> reply) throws XAException {
        boolean begun = false;
        try {
            XaErrors.check(link, reply);
            begun = true;
        } finally {
            lock.lock();
            try {
                if (begun) {
                    session.acknowledgement().joinBranch();
                } else {
                    stint = null;
                    session.acknowledgement().flushLazily();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether the broker may know the session no more; one whose close waits for its listener is still the listener's. */
    private boolean isClosed() {
        return session.isClosing() && !session.isInListener();
    }

    void end(BranchId branch, XaEndMode mode) throws XAException {
        if (!session.asyncSends().isCallbackThread()) {
            session.asyncSends().awaitAll();
        }
        changes.lock();
        try {
            CompletableFuture<Frame> reply;
            lock.lock();
            try {
                boolean current = stint != null && stint.branch.equals(branch);
                checkEnd(current);
                List<Seen> seen = current ? session.acknowledgement().drain() : List.of();
                reply = link.request(request -> new Frame.XaEnd(request, session.number(), branch, mode, seen));
                if (current) {
                    stint = null;
                    link.branchWorkers().add(branch, this);
                }
            } finally {
                lock.unlock();
            }
            XaErrors.check(link, reply);
        } finally {
            changes.unlock();
        }
    }

    private void checkEnd(boolean current) throws XAException {
        if (!isClosed()) {
            return;
        }
        if (current) {
            stint = null;
            throw XaErrors.of(
                    XAException.XA_RBROLLBACK, "The session was closed while it worked for the branch, which fails it");
        }
        throw XaErrors.of(XAException.XAER_PROTO, "The session is closed, and does not work for the branch");
    }

    /**
     * Runs a call that may roll back what the session has done for a branch, and gives back what it holds and nobody has seen,
     * so that all comes again in the order of before. A session that works for another branch, or whose listener is busy, keeps it.
     */
    void takeBackAround(Call call) throws XAException {
        changes.lock();
        try {
            if (!beginDiscard()) {
                call.run();
                return;
            }
            try {
                call.run();
            } finally {
                giveBackUnseen();
            }
        } finally {
            changes.unlock();
        }
    }

    /** Makes a message come again whose listener has failed outside of a branch; in one that begins just now it is the branch's. */
    void giveBack(Seen one) throws JMSException {
        changes.lock();
        try {
            if (stint == null) {
                session.discard(request -> new Frame.Recover(request, session.number(), List.of(one)));
                return;
            }
            lock.lock();
            try {
                session.acknowledgement().add(one);
            } finally {
                lock.unlock();
            }
        } finally {
            changes.unlock();
        }
    }

    private boolean beginDiscard() {
        lock.lock();
        try {
            boolean free = stint == null
                    && !session.isClosing()
                    && !session.acknowledgement().isOwed();
            if (free) {
                session.acknowledgement().flushLazily();
                session.beginDiscard();
            }
            return free;
        } finally {
            lock.unlock();
        }
    }

    private void giveBackUnseen() {
        CompletableFuture<Frame> reply;
        lock.lock();
        try {
            if (session.isClosing()) { // with it the broker takes all back, and may know it no more
                session.endDiscard();
                return;
            }
            reply = link.request(request -> new Frame.Recover(request, session.number(), List.of()))
                    .whenComplete((answer, failure) -> session.endDiscard());
        } finally {
            lock.unlock();
        }
        try {
            link.awaitToEnd(reply);
            session.redrawAll();
        } catch (JMSException e) {
            if (link.isAlive()) { // else the broker takes all back by itself
                LOG.warn("Messages that nobody has seen could not be given back: {}", e.getMessage());
            }
        }
    }
}
