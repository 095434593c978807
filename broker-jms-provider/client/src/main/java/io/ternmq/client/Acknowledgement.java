package io.ternmq.client;

import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.Seen;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a session's application has seen, and when the broker is told, by the session's mode (6.2.10). A message that was received is
 * acknowledged at once in AUTO mode; what a listener got is acknowledged together with its successors, but only while they come
 * faster than a millisecond. Guarded by the session's lock.
 */
final class Acknowledgement {

    private static final int MAX_UNFLUSHED = 32;
    private static final long MAX_UNFLUSHED_NANOS = 1_000_000;

    private final SessionCore session;
    private final SessionMode mode;
    private final ReentrantLock lock;
    private final SeenLog seen = new SeenLog();
    private int generation;
    private long unflushedSince;

    Acknowledgement(SessionCore session) {
        this.session = session;
        this.mode = session.mode();
        this.lock = session.lock();
    }

    /**
     * The application takes a message by itself.
     *
     * @return false if its consumer was closed meanwhile: the broker has taken the message back
     */
    boolean onTaken(Inbox inbox, Arrived arrived) {
        lock.lock();
        try {
            session.receives().handed(inbox.receives());
            if (session.isClosing() || inbox.isClosed()) {
                return false;
            }
            if (mode == SessionMode.AUTO) {
                post(List.of(one(inbox, arrived)));
                return true;
            }
            seen.add(inbox.number(), arrived.frame().delivery());
            if (mode == SessionMode.DUPS_OK && seen.count() >= MAX_UNFLUSHED) {
                flushLazily();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A listener is about to see a message. Returns the generation that {@link #afterListener} wants. */
    int beforeListener(Inbox inbox, Arrived arrived) {
        lock.lock();
        try {
            if (!mode.acknowledgesItself()) {
                seen.add(inbox.number(), arrived.frame().delivery());
            }
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /** A listener has returned; {@code failed} if by an exception: then the message comes again at once (8.7). */
    void afterListener(Inbox inbox, Arrived arrived, int before, boolean failed) throws JMSException {
        if (!mode.acknowledgesItself()) {
            return;
        }
        lock.lock();
        try {
            if (generation != before) {
                return; // the listener itself recovered the session, so the message has gone back
            }
            if (!failed) {
                acknowledgeSoon(inbox, arrived);
                return;
            }
        } finally {
            lock.unlock();
        }
        giveBack(inbox, arrived);
    }

    private void acknowledgeSoon(Inbox inbox, Arrived arrived) {
        long now = System.nanoTime();
        unflushedSince = seen.isEmpty() ? now : unflushedSince;
        seen.add(inbox.number(), arrived.frame().delivery());
        boolean late = now - unflushedSince > MAX_UNFLUSHED_NANOS;
        if (seen.count() >= MAX_UNFLUSHED || late || !session.loop().hasWork()) {
            flushLazily();
        }
    }

    private void giveBack(Inbox inbox, Arrived arrived) throws JMSException {
        flushLazily();
        List<Seen> back = List.of(one(inbox, arrived));
        session.discard(request -> new Frame.Recover(request, session.number(), back));
    }

    /** A message's time ran out here. The lock is held. */
    void dropExpired(Inbox inbox, Arrived arrived) {
        if (mode == SessionMode.TRANSACTED) {
            seen.add(inbox.number(), arrived.frame().delivery());
        } else if (!inbox.isBrowser()) {
            post(List.of(one(inbox, arrived)));
        }
    }

    /** Sends the acknowledgements that a session that acknowledges by itself has put off. */
    void flushLazily() {
        if (mode.acknowledgesItself()) {
            List<Seen> batch = drain();
            if (!batch.isEmpty()) {
                post(batch);
            }
        }
    }

    private void post(List<Seen> batch) {
        session.post(new Frame.Acknowledge(0, session.number(), batch));
    }

    private static Seen one(Inbox inbox, Arrived arrived) {
        return SeenLog.single(inbox.number(), arrived.frame().delivery());
    }

    /** All that was seen and is not acknowledged, and forgets it. */
    List<Seen> drain() {
        lock.lock();
        try {
            return seen.drain();
        } finally {
            lock.unlock();
        }
    }

    /** What of a consumer was seen and is not acknowledged, the message that its listener has just now included. */
    List<Seen> seenOf(Inbox inbox) {
        lock.lock();
        try {
            Seen current = session.loop().seenInListener();
            boolean inListener = mode.acknowledgesItself() && current != null && current.consumer() == inbox.number();
            return inListener ? List.of(current) : seen.of(inbox.number());
        } finally {
            lock.unlock();
        }
    }

    /** The session's messages go back. The lock is held. */
    void onDiscard() {
        generation++;
    }

    /** Acknowledges all that was seen and returns once that is durable; does nothing where the session does it by itself. */
    void acknowledge() throws JMSException {
        if (mode == SessionMode.CLIENT) {
            List<Seen> batch = drain();
            if (!batch.isEmpty()) {
                session.link().callToEnd(request -> new Frame.Acknowledge(request, session.number(), batch));
            }
        }
    }

    /** Makes what is not acknowledged come again (6.2.10). */
    void recover() throws JMSException {
        if (mode == SessionMode.TRANSACTED) {
            throw new IllegalStateException("A transacted session is not recovered: call rollback");
        }
        List<Seen> back = mode == SessionMode.CLIENT ? drain() : inOwnListener();
        if (!back.isEmpty()) {
            session.discard(request -> new Frame.Recover(request, session.number(), back));
        }
    }

    private List<Seen> inOwnListener() {
        flushLazily();
        List<Seen> current = new ArrayList<>(1);
        if (session.loop().isCurrent()) {
            current.add(session.loop().seenInListener());
        }
        return current;
    }
}
