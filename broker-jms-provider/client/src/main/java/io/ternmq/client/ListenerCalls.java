package io.ternmq.client;

import io.ternmq.wire.Frame.Seen;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.concurrent.locks.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The call of a listener that runs in a session, on whichever thread: there is one at a time (6.2.13). State is guarded by the
 * session's lock.
 */
final class ListenerCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerCalls.class);

    private final SessionCore session;
    private final Condition idle;
    private Call current;
    private volatile Thread thread;

    /** A message and the listener that gets it. */
    record Call(Inbox inbox, Arrived arrived, MessageListener listener) {}

    ListenerCalls(SessionCore session) {
        this.session = session;
        this.idle = session.lock().newCondition();
    }

    // ---- the lock is held ----

    /** This thread is about to {@link #run} the call. */
    void begin(Call call) {
        current = call;
        thread = Thread.currentThread();
    }

    /** The message that a listener sees now, or null. */
    Seen seen() {
        return current == null
                ? null
                : SeenLog.single(
                        current.inbox().number(), current.arrived().frame().delivery());
    }

    // ---- the lock is not held ----

    /** Whether the caller is the listener. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Waits until no listener runs, unless the caller is in one. */
    void awaitIdle() {
        awaitNotIn(null);
    }

    /** Waits until no listener runs with a message of that consumer, null for any, unless the caller is in it. */
    void awaitNotIn(Inbox inbox) {
        session.lock().lock();
        try {
            while (current != null && (inbox == null || current.inbox() == inbox) && !isCurrent()) {
                idle.awaitUninterruptibly();
            }
        } finally {
            session.lock().unlock();
        }
    }

    /** Shows the message to the listener, and does what the session's mode says of it then. */
    void run(Call call) {
        try {
            handle(call);
        } catch (JMSException e) {
            LOG.warn(
                    "A message from {} could not be given back: {}",
                    call.inbox().destination(),
                    e.getMessage());
        } finally {
            end();
        }
    }

    private void handle(Call call) throws JMSException {
        int generation = session.acknowledgement().beforeListener(call.inbox(), call.arrived());
        boolean failed = true;
        try {
            call.listener().onMessage(session.read(call.inbox(), call.arrived()));
            failed = false;
        } catch (RuntimeException | Error e) { // also of an Error: the session's other messages must not stop
            LOG.warn("A listener of {} threw an exception (8.7)", call.inbox().destination(), e);
        }
        session.acknowledgement().afterListener(call.inbox(), call.arrived(), generation, failed);
    }

    private void end() {
        session.lock().lock();
        try {
            current = null;
            thread = null;
            idle.signalAll();
        } finally {
            session.lock().unlock();
        }
    }
}
