package io.ternmq.client;

import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a connection's ExceptionListener of what no call could throw: one at a time (6.1.7), and on a thread of its own, so that it
 * may close the connection. Without a listener the log has it.
 */
final class FailureReports {

    private static final Logger LOG = LoggerFactory.getLogger(FailureReports.class);

    private final Executor callbacks;
    private final ArrayDeque<JMSException> waiting = new ArrayDeque<>();
    private boolean running;
    private volatile ExceptionListener listener;

    FailureReports(Executor callbacks) {
        this.callbacks = callbacks;
    }

    ExceptionListener listener() {
        return listener;
    }

    void listener(ExceptionListener value) {
        listener = value;
    }

    /** From any thread, the event loop too. */
    void report(JMSException failure) {
        if (listener == null) {
            LOG.warn(failure.getMessage());
            return;
        }
        synchronized (waiting) {
            waiting.add(failure);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            callbacks.execute(this::tellAll);
        } catch (RejectedExecutionException e) {
            return; // the connection was closed meanwhile: nobody waits to be told
        }
    }

    private void tellAll() {
        for (JMSException failure = next(); failure != null; failure = next()) {
            ExceptionListener told = listener;
            try {
                if (told != null) {
                    told.onException(failure);
                }
            } catch (RuntimeException | Error e) { // what comes behind must be told all the same
                LOG.warn("An ExceptionListener threw an exception", e);
            }
        }
    }

    private JMSException next() {
        synchronized (waiting) {
            JMSException next = waiting.poll();
            running = next != null;
            return next;
        }
    }
}
