package io.ternmq.client;

import jakarta.jms.JMSException;
import jakarta.jms.Session;

/** The four modes of a session (6.2.10) with the codes of the API, and that of XA sessions, which to the API are transacted (11.3.4). */
enum SessionMode {
    TRANSACTED(Session.SESSION_TRANSACTED),
    AUTO(Session.AUTO_ACKNOWLEDGE),
    CLIENT(Session.CLIENT_ACKNOWLEDGE),
    DUPS_OK(Session.DUPS_OK_ACKNOWLEDGE),
    /** Transacted in a branch of a distributed transaction, AUTO outside. */
    XA(Session.SESSION_TRANSACTED);

    private final int code;

    SessionMode(int code) {
        this.code = code;
    }

    /** The API's code. */
    int code() {
        return code;
    }

    /** Whether the API calls the session transacted. */
    boolean isTransacted() {
        return code == Session.SESSION_TRANSACTED;
    }

    /** Whether the session acknowledges by itself. */
    boolean acknowledgesItself() {
        return this == AUTO || this == DUPS_OK;
    }

    static SessionMode ofCode(int code) throws JMSException {
        for (SessionMode mode : values()) {
            if (mode.code == code) { // no code gives XA: TRANSACTED stands before it
                return mode;
            }
        }
        throw new JMSException("No session mode has the code " + code
                + ": use Session.SESSION_TRANSACTED, AUTO_ACKNOWLEDGE, CLIENT_ACKNOWLEDGE or DUPS_OK_ACKNOWLEDGE");
    }
}
