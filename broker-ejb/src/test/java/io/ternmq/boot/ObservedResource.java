package io.ternmq.boot;

import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * A resource that tells how far a transaction over two resources has come.
 *
 * @param first whether it is the first of the two
 * @param observer told of each point when it is reached, on the transaction manager's thread
 */
record ObservedResource(XAResource resource, boolean first, Consumer<CommitPoint> observer) implements XAResource {

    @Override
    public int prepare(Xid xid) throws XAException {
        if (first) {
            observer.accept(CommitPoint.ENDED);
        }
        int vote = resource.prepare(xid);
        observer.accept(first ? CommitPoint.FIRST_PREPARED : CommitPoint.BOTH_PREPARED);
        return vote;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        if (first) {
            observer.accept(CommitPoint.DECIDED);
        }
        resource.commit(xid, onePhase);
        observer.accept(first ? CommitPoint.FIRST_COMMITTED : CommitPoint.BOTH_COMMITTED);
    }

    @Override
    public void start(Xid xid, int flags) throws XAException {
        resource.start(xid, flags);
    }

    @Override
    public void end(Xid xid, int flags) throws XAException {
        resource.end(xid, flags);
    }

    @Override
    public void rollback(Xid xid) throws XAException {
        resource.rollback(xid);
    }

    @Override
    public void forget(Xid xid) throws XAException {
        resource.forget(xid);
    }

    @Override
    public Xid[] recover(int flags) throws XAException {
        return resource.recover(flags);
    }

    @Override
    public boolean isSameRM(XAResource other) throws XAException {
        return other instanceof ObservedResource observed && resource.isSameRM(observed.resource);
    }

    @Override
    public boolean setTransactionTimeout(int seconds) throws XAException {
        return resource.setTransactionTimeout(seconds);
    }

    @Override
    public int getTransactionTimeout() throws XAException {
        return resource.getTransactionTimeout();
    }
}
