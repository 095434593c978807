package io.ternmq.client;

import io.ternmq.message.BranchId;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.XaEndMode;
import io.ternmq.wire.Frame.XaStartMode;
import jakarta.jms.JMSException;
import java.util.function.LongFunction;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * What a transaction manager holds of an XA session (11.3.6). Any thread may use it. {@code start} and {@code end} need the session, the
 * others only its connection: they work for branches of other sessions and connections too, and after the session's close.
 */
final class TernXAResource implements XAResource {

    private static final Xid[] NONE = {};

    private final BranchWork work;
    private final Link link;
    private volatile int timeoutSeconds;

    TernXAResource(BranchWork work, Link link) {
        this.work = work;
        this.link = link;
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        XaStartMode mode = switch (flags) {
            case TMNOFLAGS -> XaStartMode.NEW;
            case TMJOIN -> XaStartMode.JOIN;
            case TMRESUME -> XaStartMode.RESUME;
            default -> throw badFlags("start", flags, "TMNOFLAGS, TMJOIN or TMRESUME");
        };
        work.start(TernXid.branchOf(xid), mode, timeoutSeconds);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        XaEndMode mode = switch (flags) {
            case TMSUCCESS -> XaEndMode.SUCCESS;
            case TMFAIL -> XaEndMode.FAIL;
            case TMSUSPEND -> XaEndMode.SUSPEND;
            default -> throw badFlags("end", flags, "TMSUCCESS, TMFAIL or TMSUSPEND");
        };
        work.end(TernXid.branchOf(xid), mode);
    }

    private static XAException badFlags(String call, int flags, String allowed) {
        return XaErrors.of(
                XAException.XAER_INVAL, call + " takes " + allowed + ", not 0x" + Integer.toHexString(flags));
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        BranchId branch = TernXid.branchOf(xid);
        int vote = endingAtWorst(branch, request -> new Frame.XaPrepare(request, branch));
        if (vote == XA_RDONLY) {
            link.branchWorkers().remove(branch);
        }
        return vote;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        BranchId branch = TernXid.branchOf(xid);
        endingAtWorst(branch, request -> new Frame.XaCommit(request, branch, onePhase));
        link.branchWorkers().remove(branch);
    }

    /** A request that finds the branch rolled back, if it fails. */
    private int endingAtWorst(BranchId branch, LongFunction<Frame> request) throws XAException {
        try {
            return call(request);
        } catch (XAException e) {
            if (XaErrors.isRolledBack(e)) {
                link.branchWorkers().takeBackAround(branch, () -> {});
            }
            throw e;
        }
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        BranchId branch = TernXid.branchOf(xid);
        link.branchWorkers().takeBackAround(branch, () -> call(request -> new Frame.XaRollback(request, branch)));
    }

    @Override
    public void forget(Xid xid) throws XAException {
        BranchId branch = TernXid.branchOf(xid);
        call(request -> new Frame.XaForget(request, branch));
        link.branchWorkers().remove(branch);
    }

    private int call(LongFunction<Frame> request) throws XAException {
        return XaErrors.check(link, link.request(request));
    }

    /** All at once where a scan starts, so that there is no more where one goes on. */
    @Override
    public Xid[] recover(int flags) throws XAException {
        if ((flags & ~(TMSTARTRSCAN | TMENDRSCAN)) != 0) {
            throw badFlags("recover", flags, "TMSTARTRSCAN, TMENDRSCAN, both or TMNOFLAGS");
        }
        if ((flags & TMSTARTRSCAN) == 0) {
            return NONE;
        }
        try {
            Frame.XaRecovered recovered = (Frame.XaRecovered) link.awaitToEnd(link.request(Frame.XaRecover::new));
            return recovered.branches().stream().map(TernXid::new).toArray(Xid[]::new);
        } catch (JMSException e) {
            throw XaErrors.of(e);
        }
    }

    /** Whether the other works at the same broker for the same user, so that it may join a branch of this one. */
    @Override
    public boolean isSameRM(XAResource other) {
        return other instanceof TernXAResource that && link.peer().equals(that.link.peer());
    }

    /** Sets the time limit of the branches that start here from now on, seconds; 0 for none, as at first. */
    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        if (seconds < 0) {
            throw XaErrors.of(XAException.XAER_INVAL, "A time limit is not negative: " + seconds + " s");
        }
        timeoutSeconds = seconds;
        return true;
    }

    @Override
    public int getTransactionTimeout() {
        return timeoutSeconds;
    }
}
