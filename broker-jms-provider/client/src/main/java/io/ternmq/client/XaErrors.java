package io.ternmq.client;

import io.ternmq.client.transport.RefusedException;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import jakarta.jms.JMSException;
import java.util.concurrent.CompletableFuture;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;

/** Which XAException tells a transaction manager what went wrong, by the codes of the XA specification. */
final class XaErrors {

    private XaErrors() {}

    static XAException of(int code, String text) {
        XAException exception = new XAException(text);
        exception.errorCode = code;
        return exception;
    }

    /** For a request without an outcome: refused as such, or the connection is lost and nobody knows. */
    static XAException of(JMSException cause) {
        boolean refused = cause.getCause() instanceof RefusedException refusal && refusal.code() != ErrorCode.STOPPING;
        XAException exception = of(refused ? XAException.XAER_RMERR : XAException.XAER_RMFAIL, cause.getMessage());
        exception.initCause(cause);
        return exception;
    }

    /**
     * Waits for the outcome of a request; an interrupt does not end the wait.
     *
     * @return XA_OK or XA_RDONLY; all others are thrown
     */
    static int check(Link link, CompletableFuture<Frame> reply) throws XAException {
        Frame.XaOutcome outcome;
        try {
            outcome = (Frame.XaOutcome) link.awaitToEnd(reply);
        } catch (JMSException e) {
            throw of(e);
        }
        if (outcome.outcome() == XAResource.XA_OK || outcome.outcome() == XAResource.XA_RDONLY) {
            return outcome.outcome();
        }
        throw of(outcome.outcome(), outcome.text());
    }

    /** Whether there is no such branch, or no more. */
    static boolean isEnded(XAException e) {
        return e.errorCode == XAException.XAER_NOTA || isRolledBack(e);
    }

    /** Whether the branch was rolled back, and is no more. */
    static boolean isRolledBack(XAException e) {
        return e.errorCode >= XAException.XA_RBBASE && e.errorCode <= XAException.XA_RBEND;
    }
}
