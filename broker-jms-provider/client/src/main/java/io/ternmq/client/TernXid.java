package io.ternmq.client;

import io.ternmq.message.BranchId;
import javax.transaction.xa.XAException;
import javax.transaction.xa.Xid;

/**
 * A branch's identifier as transaction managers get it from a recovery scan.
 *
 * @param branch the same on the wire
 */
record TernXid(BranchId branch) implements Xid {

    /** The branch that a transaction manager names; XAER_INVAL if it cannot be one. */
    static BranchId branchOf(Xid xid) throws XAException {
        if (xid == null) {
            throw XaErrors.of(XAException.XAER_INVAL, "The identifier of the branch is null");
        }
        try {
            return new BranchId(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
        } catch (IllegalArgumentException e) {
            throw XaErrors.of(XAException.XAER_INVAL, e.getMessage());
        }
    }

    @Override
    public int getFormatId() {
        return branch.formatId();
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return branch.globalId();
    }

    @Override
    public byte[] getBranchQualifier() {
        return branch.qualifier();
    }
}
