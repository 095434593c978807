package io.ternmq.client;

import io.ternmq.client.transport.RefusedException;
import io.ternmq.client.transport.TransportException;
import io.ternmq.wire.ErrorCode;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.TransactionRolledBackException;

/** Which JMS exception tells a program what went wrong (6.1.7 and the javadoc of each call). */
final class JmsErrors {

    private JmsErrors() {}

    /** For a failed request, a lost connection, or a fault of our own. */
    static JMSException of(Throwable cause) {
        if (cause instanceof JMSException jms) {
            return jms;
        }
        JMSException mapped;
        if (cause instanceof RefusedException refused) {
            mapped = refused(refused.code(), refused.getMessage());
        } else if (cause instanceof TransportException) {
            mapped = new JMSException(cause.getMessage(), "CONNECTION_LOST");
        } else {
            mapped = new JMSException(String.valueOf(cause.getMessage()), "INTERNAL");
        }
        return with(mapped, cause);
    }

    private static JMSException refused(ErrorCode code, String text) {
        String name = code.name();
        return switch (code) {
            case LOGIN_REFUSED, FORBIDDEN -> new JMSSecurityException(text, name);
            case INVALID_DESTINATION, NO_SUBSCRIPTION -> new InvalidDestinationException(text, name);
            case INVALID_SELECTOR -> new InvalidSelectorException(text, name);
            case INVALID_CLIENT_ID -> new InvalidClientIDException(text, name);
            case ILLEGAL_STATE -> new IllegalStateException(text, name);
            case RESOURCE_LIMIT, STOPPING -> new ResourceAllocationException(text, name);
            case ROLLED_BACK -> new TransactionRolledBackException(text, name);
            case INTERNAL, PROTOCOL, VERSION, TOO_LARGE, STORE_FAILED, TIMED_OUT -> new JMSException(text, name);
        };
    }

    /** Gives the exception its cause. */
    static <E extends JMSException> E with(E exception, Throwable cause) {
        exception.initCause(cause);
        if (cause instanceof Exception linked) {
            exception.setLinkedException(linked);
        }
        return exception;
    }

    /** The wait was interrupted: the thread keeps its flag, the outcome is not known. */
    static JMSException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return with(new JMSException("Interrupted while waiting for the broker", "INTERRUPTED"), cause);
    }
}
