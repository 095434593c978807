package io.ternmq.store.jpa;

/** Why a batch could not be written, and so what the writer does next. */
final class WriteFailure extends Exception {

    private static final long serialVersionUID = 1L;

    /** What a failure means for the batch. */
    enum Kind {
        /** Something in the batch cannot be written: split it until it stands alone. */
        RECORD,
        /** The database cannot write now (lost, full, busy), and kept nothing: try again. */
        UNAVAILABLE,
        /** The answer to COMMIT was lost: ask before anything else. */
        IN_DOUBT,
        /** Another broker writes this database now: nothing can be written any more. */
        REPLACED
    }

    private final Kind kind;

    /** @param message one line for an operator */
    WriteFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
