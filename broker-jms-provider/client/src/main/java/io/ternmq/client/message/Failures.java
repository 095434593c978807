package io.ternmq.client.message;

import jakarta.jms.JMSException;

/** Gives exceptions of JMS, which have no constructor for it, their cause. */
final class Failures {

    private Failures() {}

    /** The exception with its cause, which is its linked exception too (2.10). */
    static <T extends JMSException> T causedBy(Throwable cause, T failure) {
        failure.initCause(cause);
        if (cause instanceof Exception exception) {
            failure.setLinkedException(exception);
        }
        return failure;
    }
}
