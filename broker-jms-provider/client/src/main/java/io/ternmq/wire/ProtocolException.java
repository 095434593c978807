package io.ternmq.wire;

/** Bytes or frames against the protocol: the connection ends with the code, the broker goes on. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /**
     * @param code what the other side is told
     * @param message one line that says what was wrong; it never echoes the bytes
     */
    public ProtocolException(ErrorCode code, String message) {
        super(message, null, false, false); // the other side's fault: no stack trace
        this.code = code;
    }

    /** What the other side is told. */
    public ErrorCode code() {
        return code;
    }
}
