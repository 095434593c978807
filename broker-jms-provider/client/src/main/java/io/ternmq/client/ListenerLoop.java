package io.ternmq.client;

import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;

/**
 * Runs a session's listeners, one message after the other, on a thread of its own (6.2.5). The thread is made with the first
 * listener, sleeps while there is nothing, and ends with the session. State is guarded by the session's lock.
 */
final class ListenerLoop implements Runnable {

    private final SessionCore session;
    private final Condition work;
    private final ArrayDeque<Inbox> ready = new ArrayDeque<>();

    private Thread thread;
    private boolean sleeping;

    ListenerLoop(SessionCore session) {
        this.session = session;
        this.work = session.lock().newCondition();
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

    private ListenerCalls.Call next() {
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
                return new ListenerCalls.Call(inbox, arrived, listener);
            }
        }
        return null;
    }

    // ---- the lock is not held ----

    /** Waits until its thread has ended, which it does once the session closes; the caller is not that thread. */
    void awaitEnd() {
        Thread last = thread();
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

    private Thread thread() {
        session.lock().lock();
        try {
            return thread;
        } finally {
            session.lock().unlock();
        }
    }

    @Override
    public void run() {
        for (ListenerCalls.Call call = await(); call != null; call = await()) {
            session.calls().run(call);
        }
    }

    private ListenerCalls.Call await() {
        session.lock().lock();
        try {
            while (!session.isClosing()) {
                ListenerCalls.Call next = next();
                if (next != null) {
                    session.calls().begin(next);
                    return next;
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
}
