package io.ternmq.client;

import io.ternmq.client.message.TernMessage;
import io.ternmq.wire.Frame.Seen;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a session's listeners, one message after the other, on a thread of its own (6.2.5). The thread is made with the first
 * listener, sleeps while there is nothing, and ends with the session. State is guarded by the session's lock.
 */
final class ListenerLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerLoop.class);

    private final SessionCore session;
    private final Condition work;
    private final Condition idle;
    private final ArrayDeque<Inbox> ready = new ArrayDeque<>();

    private Thread thread;
    private boolean sleeping;
    private Task current;

    /** A message and the listener that gets it. */
    private record Task(Inbox inbox, Arrived arrived, MessageListener listener) {}

    ListenerLoop(SessionCore session) {
        this.session = session;
        this.work = session.lock().newCondition();
        this.idle = session.lock().newCondition();
    }

    // ---- the lock is held ----

    /** An inbox with a listener may have a message. */
    void offer(Inbox inbox) {
        if (thread == null) {
            thread = new Thread(this, "tern-session-" + session.number());
            thread.setDaemon(true);
            thread.start();
        }
        if (!inbox.isQueued() && !inbox.isEmpty()) {
            inbox.queued(true);
            ready.add(inbox);
            wake();
        }
    }

    void wake() {
        if (sleeping) {
            work.signal();
        }
    }

    boolean hasWork() {
        return !ready.isEmpty();
    }

    /** The message that a listener sees now, or null. */
    Seen seenInListener() {
        return current == null
                ? null
                : SeenLog.single(
                        current.inbox().number(), current.arrived().frame().delivery());
    }

    private Task next() {
        while (session.isDelivering() && session.link().isAlive() && !ready.isEmpty()) {
            Inbox inbox = ready.poll();
            inbox.queued(false);
            MessageListener listener = inbox.listener();
            Arrived arrived = listener == null || inbox.isClosed() ? null : inbox.poll();
            if (arrived != null) {
                if (!inbox.isEmpty()) { // in turn with the others
                    inbox.queued(true);
                    ready.add(inbox);
                }
                return new Task(inbox, arrived, listener);
            }
        }
        return null;
    }

    // ---- the lock is not held ----

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Waits until no listener runs, unless the caller is in one. */
    void awaitIdle() {
        session.lock().lock();
        try {
            while (current != null && !isCurrent()) {
                idle.awaitUninterruptibly();
            }
        } finally {
            session.lock().unlock();
        }
    }

    /** Waits until its thread has ended, which it does once the session closes; the caller is not that thread. */
    void awaitEnd() {
        awaitIdle();
        Thread last = thread;
        boolean interrupted = false;
        while (last != null && last.isAlive()) {
            try {
                last.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the consumer's listener does not run, unless the caller is in it. */
    void awaitNotIn(Inbox inbox) {
        session.lock().lock();
        try {
            while (current != null && current.inbox() == inbox && !isCurrent()) {
                idle.awaitUninterruptibly();
            }
        } finally {
            session.lock().unlock();
        }
    }

    @Override
    public void run() {
        for (Task task = awaitTask(); task != null; task = awaitTask()) {
            try {
                handle(task);
            } catch (JMSException e) {
                LOG.warn(
                        "A message from {} could not be given back: {}",
                        task.inbox().destination(),
                        e.getMessage());
            } finally {
                done();
            }
        }
    }

    private Task awaitTask() {
        session.lock().lock();
        try {
            while (!session.isClosing()) {
                current = next();
                if (current != null) {
                    return current;
                }
                session.acknowledgement().flushLazily();
                sleeping = true;
                work.awaitUninterruptibly();
                sleeping = false;
            }
            return null;
        } finally {
            session.lock().unlock();
        }
    }

    private void done() {
        session.lock().lock();
        try {
            current = null;
            idle.signalAll();
        } finally {
            session.lock().unlock();
        }
    }

    private void handle(Task task) throws JMSException {
        TernMessage message = session.read(task.inbox(), task.arrived());
        int generation = session.acknowledgement().beforeListener(task.inbox(), task.arrived());
        boolean failed = true;
        try {
            task.listener().onMessage(message);
            failed = false;
        } catch (RuntimeException | Error e) { // also of an Error: the session's other messages must not stop
            LOG.warn("A listener of {} threw an exception (8.7)", task.inbox().destination(), e);
        }
        session.acknowledgement().afterListener(task.inbox(), task.arrived(), generation, failed);
    }
}
