package io.ternmq.client;

import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A consumer's messages that wait for the application, and the credit that brings more. A consumer that nobody asks for messages has
 * no credit, so that it hoards nothing. All state is guarded by the session's lock; methods that need it held say so.
 */
final class Inbox {

    private static final int FLOW = 4; // calls of receive in a row

    private final SessionCore session;
    private final int number;
    private final DestinationName destination;
    private final boolean browser;
    private final int prefetch;
    private final Condition change;
    private final ArrayDeque<Arrived> buffer = new ArrayDeque<>();
    private final Receives.Counts receives = new Receives.Counts();

    private MessageListener listener;
    private int credit;
    private int received; // by calls of receive in a row that did not wait in vain
    private boolean draining;
    private boolean browsedAll;
    private boolean closed;
    private boolean queued;

    Inbox(SessionCore session, int number, DestinationName destination, boolean browser, int prefetch) {
        this.session = session;
        this.number = number;
        this.destination = destination;
        this.browser = browser;
        this.prefetch = prefetch;
        this.change = session.lock().newCondition();
    }

    int number() {
        return number;
    }

    DestinationName destination() {
        return destination;
    }

    boolean isBrowser() {
        return browser;
    }

    /** Its calls of receive that are under way. */
    Receives.Counts receives() {
        return receives;
    }

    // ---- the lock is held ----

    boolean isClosed() {
        return closed;
    }

    boolean isEmpty() {
        return buffer.isEmpty();
    }

    MessageListener listener() {
        return listener;
    }

    void listener(MessageListener value) {
        listener = value;
    }

    /** Whether the listener loop has it in its queue. */
    boolean isQueued() {
        return queued;
    }

    void queued(boolean value) {
        queued = value;
    }

    void add(Frame.Deliver frame) {
        buffer.add(new Arrived(
                frame, System.currentTimeMillis(), session.acknowledgement().generation()));
        credit--;
        if (browser && credit == 0) {
            draining = false; // a browser's drain is answered at its end only
        }
        if (listener == null) {
            change.signal();
        }
    }

    /** The broker has sent all that it had and took back the credit. */
    void drained() {
        credit = 0;
        draining = false;
        browsedAll = browser;
        change.signalAll();
    }

    void wake() {
        change.signalAll();
    }

    void close() {
        closed = true;
        buffer.clear();
        change.signalAll();
    }

    /** Forgets what waits; the broker takes it and the credit back. */
    void clear() {
        if (!browser) { // what a browser shows is nobody's
            buffer.clear();
            drained();
        }
    }

    /** Takes in what a connection consumer drew for the session. */
    void load(Frame.Deliver frame, long atMillis) {
        buffer.add(new Arrived(frame, atMillis, session.acknowledgement().generation()));
    }

    /** Takes up to so many messages, as far as they are there and may be handed out. */
    List<Arrived> pollUpTo(int max) {
        List<Arrived> batch = new ArrayList<>();
        while (batch.size() < max) {
            Arrived next = pollIfStarted();
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    /** Makes them come again, in their order. */
    void putBack(List<Arrived> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            putBack(batch.get(i));
        }
    }

    /** Makes the next {@link #take} return it again. */
    void putBack(Arrived arrived) {
        buffer.addFirst(arrived);
    }

    /** Takes the next message, or null; drops those whose time ran out here. */
    Arrived poll() {
        for (Arrived next = buffer.poll(); next != null; next = buffer.poll()) {
            if (!next.expiredHere(System.currentTimeMillis())) {
                if (isFlowing()) {
                    grant();
                }
                return next;
            }
            session.acknowledgement().dropExpired(this, next);
        }
        return null;
    }

    /** Grants credit if less than half of what it may have is on its way or waits here. */
    void grant() {
        int there = credit + buffer.size();
        int window = window();
        if (window > 0 && !draining && !closed && there <= window / 2) {
            credit += window - there;
            session.post(new Frame.Credit(session.number(), number, window - there, false));
        }
    }

    /**
     * How many messages may be on their way or wait here: for a program that asks for them one by one, one, until it has asked a few
     * times in a row; else a program that takes a message now and then would keep the next ones from consumers that wait for them.
     */
    private int window() {
        return isFlowing() ? prefetch : Math.min(1, prefetch);
    }

    private boolean isFlowing() {
        return listener != null || browser || received >= FLOW;
    }

    // ---- the lock is not held ----

    /**
     * Waits for the next message and takes it. Of a message {@link Receives#handed} has to be told, unless it is a browser's.
     *
     * @param timeoutMillis 0 for ever, less than 0 not at all; a message that is ready at the broker comes in any case
     * @return null if the time is over or the consumer is closed
     */
    Arrived take(long timeoutMillis) throws JMSException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.max(0, timeoutMillis));
        try {
            session.lock().lockInterruptibly();
            Arrived taken = null;
            session.receives().begin(receives);
            try {
                taken = timeoutMillis == 0 ? takeWaiting() : takeUntil(deadline);
                received = taken == null ? 0 : Math.min(received + 1, FLOW);
                return taken;
            } finally {
                session.receives().end(receives, taken != null && !browser);
                session.lock().unlock();
            }
        } catch (InterruptedException e) {
            throw JmsErrors.interrupted(e);
        }
    }

    /** Waits until there is a message that may be handed out. Returns false once it is closed, or the connection lost. */
    boolean awaitAny() {
        session.lock().lock();
        try {
            received = FLOW; // a connection consumer asks all the time
            while (!closed && session.isUsable()) {
                if (mayTake()) {
                    if (!buffer.isEmpty()) {
                        return true;
                    }
                    grant();
                }
                change.awaitUninterruptibly();
            }
            return false;
        } finally {
            session.lock().unlock();
        }
    }

    /** Waits so long, or until it is closed, or the connection lost. */
    void pause(long nanos) {
        session.lock().lock();
        try {
            long left = nanos;
            while (!closed && session.isUsable() && left > 0) {
                left = change.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            return; // it was too late for what it meant
        } finally {
            session.lock().unlock();
        }
    }

    private Arrived takeWaiting() throws JMSException, InterruptedException {
        while (isOpen()) {
            Arrived next = pollIfStarted();
            if (next != null) {
                return next;
            }
            beforeWait();
            change.await();
        }
        return null;
    }

    private Arrived takeUntil(long deadline) throws JMSException, InterruptedException {
        boolean drained = false;
        while (isOpen()) {
            Arrived next = pollIfStarted();
            if (next != null) {
                return next;
            }
            long left = deadline - System.nanoTime();
            if (left > 0) {
                beforeWait();
                change.awaitNanos(left);
            } else if (drained || browsedAll || !mayTake()) {
                session.acknowledgement().flushLazily();
                return null;
            } else {
                drained = drain();
            }
        }
        return null;
    }

    private boolean isOpen() throws JMSException {
        if (closed || session.isClosing()) {
            return false;
        }
        session.link().checkAlive();
        return true;
    }

    private boolean mayTake() {
        return browser || session.isDelivering();
    }

    private Arrived pollIfStarted() {
        return mayTake() ? poll() : null;
    }

    private void beforeWait() {
        session.acknowledgement().flushLazily();
        if (mayTake()) {
            grant();
        }
    }

    /**
     * Asks the broker for what is ready and waits until it comes or there is nothing.
     *
     * @return whether there is nothing
     */
    private boolean drain() throws JMSException, InterruptedException {
        boolean ours = !draining; // else an earlier question is open, whose answer may be older than this call
        if (ours) {
            draining = true;
            int more = Math.max(0, window() - credit);
            credit += more;
            session.post(new Frame.Credit(session.number(), number, more, true));
        }
        long left = TimeUnit.MILLISECONDS.toNanos(session.link().requestTimeoutMillis());
        while (draining && buffer.isEmpty() && isOpen()) {
            if (left <= 0) {
                throw new JMSException(
                        "The broker did not say in time whether a message is ready (requestTimeout)", "TIMED_OUT");
            }
            left = change.awaitNanos(left);
        }
        return ours && !draining && buffer.isEmpty();
    }
}
