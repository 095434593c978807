package io.ternmq.session;

import io.ternmq.message.BranchId;
import io.ternmq.security.Identity;
import io.ternmq.session.tx.Causes;
import io.ternmq.session.tx.XaBranches;
import io.ternmq.session.tx.XaException;
import io.ternmq.wire.Frame;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests of a connection that end branches of distributed transactions, its own and others'. Belongs to the connection's thread. */
final class XaRequests {

    private static final Logger LOG = LoggerFactory.getLogger(XaRequests.class);

    private final XaBranches branches;
    private final Peer peer;
    private final Identity user;

    XaRequests(XaBranches branches, Peer peer, Identity user) {
        this.branches = branches;
        this.peer = peer;
        this.user = user;
    }

    static boolean takes(Frame frame) {
        return frame instanceof Frame.XaPrepare
                || frame instanceof Frame.XaCommit
                || frame instanceof Frame.XaRollback
                || frame instanceof Frame.XaForget
                || frame instanceof Frame.XaRecover;
    }

    void onFrame(Frame frame) {
        if (frame instanceof Frame.XaPrepare f) {
            answer(f.request(), branches.prepare(f.branch(), user));
        } else if (frame instanceof Frame.XaCommit f) {
            answer(f.request(), branches.commit(f.branch(), user, f.onePhase()));
        } else if (frame instanceof Frame.XaRollback f) {
            answer(f.request(), branches.rollback(f.branch(), user));
        } else if (frame instanceof Frame.XaForget f) {
            answer(f.request(), branches.forget(f.branch(), user));
        } else if (frame instanceof Frame.XaRecover f) {
            List<BranchId> found = branches.recover(user);
            peer.send(new Frame.XaRecovered(f.request(), found));
        }
    }

    private void answer(long request, CompletableFuture<Integer> work) {
        work.whenComplete(
                (outcome, e) -> peer.send(e == null ? new Frame.XaOutcome(request, outcome, "") : failure(request, e)));
    }

    /** Answers what is done at once. */
    static void answer(Peer peer, long request, Runnable work) {
        try {
            work.run();
            peer.send(new Frame.XaOutcome(request, XAResource.XA_OK, ""));
        } catch (XaException e) {
            peer.send(failure(request, e));
        }
    }

    private static Frame failure(long request, Throwable thrown) {
        Throwable cause = Causes.of(thrown);
        if (cause instanceof XaException e) {
            return new Frame.XaOutcome(request, e.outcome(), e.getMessage());
        }
        LOG.error("a request of a distributed transaction failed", cause);
        return new Frame.XaOutcome(
                request, XAException.XAER_RMERR, "the broker met a fault of its own; its log has more");
    }
}
