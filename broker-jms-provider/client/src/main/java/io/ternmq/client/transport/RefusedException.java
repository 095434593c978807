package io.ternmq.client.transport;

import io.ternmq.wire.ErrorCode;

/** The broker refused a request; the text is the broker's. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    RefusedException(ErrorCode code, String text) {
        super(text, null, false, false); // made on the event loop: its stack says nothing about the caller
        this.code = code;
    }

    /** Why. */
    public ErrorCode code() {
        return code;
    }
}
