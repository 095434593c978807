package io.ternmq.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.transaction.xa.Xid;

/** A branch as a transaction manager names it. */
record TestXid(int format, byte[] global, byte[] qualifier) implements Xid {

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    /** One that no other test uses. */
    static TestXid next() {
        byte[] number = ByteBuffer.allocate(Long.BYTES)
                .putLong(NUMBERS.incrementAndGet())
                .array();
        return new TestXid(0x7e57, number, new byte[] {1});
    }

    @Override
    public int getFormatId() {
        return format;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return global;
    }

    @Override
    public byte[] getBranchQualifier() {
        return qualifier;
    }

    /** Whether a resource manager names the same branch. */
    boolean isNamedBy(Xid other) {
        return other.getFormatId() == format
                && Arrays.equals(other.getGlobalTransactionId(), global)
                && Arrays.equals(other.getBranchQualifier(), qualifier);
    }
}
