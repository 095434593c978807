package io.ternmq.wire;

/** Why a request failed or a connection ends. docs/protocol.md has the same table, and a test compares them. */
public enum ErrorCode {
    /** The broker met a fault of its own; its log has more. */
    INTERNAL(1),
    /** The bytes are not a frame, or the frame is not allowed in this state; the connection ends. */
    PROTOCOL(2),
    /** No version of the protocol in common; the connection ends. */
    VERSION(3),
    /** A frame, a message or a name is larger than the limit that the text names. */
    TOO_LARGE(4),
    /** Wrong user or password, or no login where one is needed; the connection ends. */
    LOGIN_REFUSED(5),
    /** The user lacks the right that the text names. */
    FORBIDDEN(6),
    /** No such destination, or it belongs to another connection. */
    INVALID_DESTINATION(7),
    /** The selector does not parse; the text says where. */
    INVALID_SELECTOR(8),
    /** The client identifier is in use or not allowed. */
    INVALID_CLIENT_ID(9),
    /** The state does not allow it: a subscription in use, a destination with consumers, a session that is closed. */
    ILLEGAL_STATE(10),
    /** A limit of the broker is reached: the destination, the disk or the number of connections is full. */
    RESOURCE_LIMIT(11),
    /** The store could not keep it; nothing of it was kept. */
    STORE_FAILED(12),
    /** The transaction was rolled back, be it because one of its sends failed. */
    ROLLED_BACK(13),
    /** The broker is stopping; connect to another node or later. */
    STOPPING(14),
    /** Nothing came for longer than the heartbeat allows; the connection ends. */
    TIMED_OUT(15),
    /** No such subscription. */
    NO_SUBSCRIPTION(16);

    private static final ErrorCode[] BY_CODE = values();

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** The code on the wire, 1 to 255. */
    public int code() {
        return code;
    }

    /** The error with that code; {@link #INTERNAL} for one that this version does not know. */
    public static ErrorCode ofCode(int code) {
        return code < 1 || code > BY_CODE.length ? INTERNAL : BY_CODE[code - 1];
    }
}
