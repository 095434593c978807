package io.ternmq.session;

import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;

/** A frame names a session that is not open: a client may close one while another of its threads still uses it. */
final class NoSessionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long request;

    NoSessionException(int session, long request) {
        super("the session " + session + " is closed", null, false, false); // the client's doing: no stack trace
        this.request = request;
    }

    /** Whether somebody waits for an answer. */
    boolean isAsked() {
        return request != 0;
    }

    /** The answer to the request, which alone fails. */
    Frame toFrame() {
        return new Frame.Failed(request, ErrorCode.ILLEGAL_STATE, getMessage());
    }
}
