package io.ternmq.store.jpa;

import io.ternmq.message.BranchId;
import io.ternmq.message.MalformedDataException;
import io.ternmq.store.BranchRecord;
import io.ternmq.store.StoreException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A branch's row. It is read as an entity and written by {@link SegmentStatements}: a branch comes and goes with each transaction. */
@Entity(name = "Branch")
@Table(name = "xa_branch")
class BranchEntity {

    @Id
    long id;

    @Column(name = "format_id")
    int formatId;

    @Column(name = "global_id")
    byte[] globalId;

    byte[] qualifier;

    @Column(name = "user_name")
    String user;

    int state;

    long since;

    byte[] sends;

    byte[] acknowledged;

    static BranchEntity of(BranchRecord branch) {
        BranchEntity entity = new BranchEntity();
        entity.id = branch.id();
        entity.formatId = branch.branch().formatId();
        entity.globalId = branch.branch().globalId();
        entity.qualifier = branch.branch().qualifier();
        entity.user = branch.user();
        entity.state = code(branch.state());
        entity.since = branch.since();
        entity.sends = BranchLists.encodeIds(branch.sends());
        entity.acknowledged = BranchLists.encodeAcknowledged(branch.acknowledged());
        return entity;
    }

    /** @throws StoreException with one line for the operator, if the row is damaged */
    BranchRecord toRecord() {
        try {
            return new BranchRecord(
                    id,
                    new BranchId(formatId, globalId, qualifier),
                    user,
                    state(state),
                    since,
                    BranchLists.decodeIds(sends),
                    BranchLists.decodeAcknowledged(acknowledged));
        } catch (MalformedDataException | IllegalArgumentException e) {
            throw new StoreException(
                    "the store is damaged: branch " + id + " of a distributed transaction cannot be read: "
                            + e.getMessage() + "; restore a backup",
                    e);
        }
    }

    private static int code(BranchRecord.State state) {
        return switch (state) {
            case PREPARED -> 1;
            case COMMITTED -> 2;
            case ROLLED_BACK -> 3;
        };
    }

    private static BranchRecord.State state(int code) {
        return switch (code) {
            case 1 -> BranchRecord.State.PREPARED;
            case 2 -> BranchRecord.State.COMMITTED;
            case 3 -> BranchRecord.State.ROLLED_BACK;
            default -> throw new IllegalArgumentException("no state has the number " + code);
        };
    }
}
