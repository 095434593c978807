package io.ternmq.message;

import java.util.Arrays;
import java.util.HexFormat;

/** The identifier of a branch of a distributed transaction (an X/Open XID): equal to another with the same content. */
public final class BranchId {

    /** The most bytes of the global identifier, and of the qualifier, by the XA specification. */
    public static final int MAX_BYTES = 64;

    private final int formatId;
    private final byte[] globalId;
    private final byte[] qualifier;

    /**
     * @param formatId the format of the identifier, not negative
     * @param globalId the global transaction, 1 to 64 bytes
     * @param qualifier the branch of it, up to 64 bytes
     * @throws IllegalArgumentException if one of them is out of bounds
     */
    public BranchId(int formatId, byte[] globalId, byte[] qualifier) {
        if (formatId < 0) {
            throw new IllegalArgumentException("the format of a transaction's identifier is not negative: " + formatId);
        }
        if (globalId.length < 1 || globalId.length > MAX_BYTES || qualifier.length > MAX_BYTES) {
            throw new IllegalArgumentException("a transaction's global identifier has 1 to " + MAX_BYTES
                    + " bytes and its qualifier up to " + MAX_BYTES + ", not " + globalId.length + " and "
                    + qualifier.length);
        }
        this.formatId = formatId;
        this.globalId = globalId.clone();
        this.qualifier = qualifier.clone();
    }

    /** The format of the identifier. */
    public int formatId() {
        return formatId;
    }

    /** The global transaction; a copy. */
    public byte[] globalId() {
        return globalId.clone();
    }

    /** The branch of the global transaction; a copy. */
    public byte[] qualifier() {
        return qualifier.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BranchId that
                && formatId == that.formatId
                && Arrays.equals(globalId, that.globalId)
                && Arrays.equals(qualifier, that.qualifier);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(globalId) + Arrays.hashCode(qualifier);
    }

    /** Format, global identifier and qualifier, in hex and parted by colons. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return Integer.toHexString(formatId) + ":" + hex.formatHex(globalId) + ":" + hex.formatHex(qualifier);
    }
}
