package io.ternmq.delivery;

/** Something that a client asked for and that cannot be; the text is one line for its user. */
public final class DeliveryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why it cannot be. */
    public enum Reason {
        /** In use, or the state does not allow it. */
        ILLEGAL_STATE,
        /** No such destination, or it belongs to another connection. */
        INVALID_DESTINATION,
        /** No such subscription. */
        NO_SUBSCRIPTION
    }

    private final Reason reason;

    /** @param message one line that names the thing and the way out */
    public DeliveryException(Reason reason, String message) {
        super(message, null, false, false); // a user's mistake: no stack trace
        this.reason = reason;
    }

    /** Why it cannot be. */
    public Reason reason() {
        return reason;
    }
}
