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
    private final ReentrantLock lock;
    private final SeenLog seen = new SeenLog();
    private int generation;
    private boolean owed;
    private long unflushedSince;

    Acknowledgement(SessionCore session) {
        this.session = session;
        this.lock = session.lock();
    }

    /**
     * The application takes a message by itself.
     *
     * @param stint what the session worked for when the application asked, see {@link SessionCore#stint}
     * @return false if the broker has taken it back meanwhile, as it does when the consumer is closed; or if it was asked for in a branch
     *     that has ended: it stays the next one
     */
    boolean onTaken(Inbox inbox, Arrived arrived, BranchWork.Stint stint) {
        lock.lock();
        try {
            session.receives().handed(inbox.receives());
            if (session.isClosing() || inbox.isClosed()) {
                return false;
            }
            if (arrived.generation() != generation) {
                return false;
            }
            if (stint != null && stint != session.stint()) {
                inbox.putBack(arrived);
                return false;
            }
            SessionMode mode = session.workMode();
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
            owed = session.workMode().acknowledgesItself();
            if (!owed) {
                seen.add(inbox.number(), arrived.frame().delivery());
            }
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /** A listener has returned; {@code failed} if by an exception: then the message comes again at once (8.7). */
    void afterListener(Inbox inbox, Arrived arrived, int before, boolean failed) throws JMSException {
        lock.lock();
        try {
            boolean due =
                    owed && generation == before; // else the listener itself recovered the session: it has gone back
            owed = false;
            if (!due) {
                return;
            }
            if (!session.workMode().acknowledgesItself()) { // a branch begins just now
                seen.add(inbox.number(), arrived.frame().delivery());
                return;
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
        if (seen.count() >= MAX_UNFLUSHED || late || !session.hasListenerWork()) {
            flushLazily();
        }
    }

    private void giveBack(Inbox inbox, Arrived arrived) throws JMSException {
        flushLazily();
        Seen back = one(inbox, arrived);
        if (session.branchWork() == null) {
            session.discard(request -> new Frame.Recover(request, session.number(), List.of(back)));
        } else {
            session.branchWork().giveBack(back);
        }
    }

    /** Whether a listener runs whose message the session acknowledges when it returns. The lock is held. */
    boolean isOwed() {
        return owed;
    }

    /** The session works for a branch from now on: what its listener has just now is the branch's too. The lock is held. */
    void joinBranch() {
        if (owed) {
            add(session.calls().seen());
            owed = false;
        }
    }

    /** A delivery counts as seen in the transaction. The lock is held. */
    void add(Seen one) {
        seen.add(one.consumer(), one.ranges()[0]);
    }

    /** A message's time ran out here. The lock is held. */
    void dropExpired(Inbox inbox, Arrived arrived) {
        if (session.workMode() == SessionMode.TRANSACTED) {
            seen.add(inbox.number(), arrived.frame().delivery());
        } else if (!inbox.isBrowser()) {
            post(List.of(one(inbox, arrived)));
        }
    }

    /** Sends the acknowledgements that a session that acknowledges by itself has put off. */
    void flushLazily() {
        lock.lock();
        try {
            if (session.workMode().acknowledgesItself() && !seen.isEmpty()) {
                post(seen.drain());
            }
        } finally {
            lock.unlock();
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
            Seen current = session.calls().seen();
            boolean inListener = owed && current != null && current.consumer() == inbox.number();
            return inListener ? List.of(current) : seen.of(inbox.number());
        } finally {
            lock.unlock();
        }
    }

    /** The session's messages go back. The lock is held. */
    void onDiscard() {
        generation++;
    }

    /** How often its messages went back. The lock is held. */
    int generation() {
        return generation;
    }

    /** Acknowledges all that was seen and returns once that is durable; does nothing where the session does it by itself. */
    void acknowledge() throws JMSException {
        if (session.mode() == SessionMode.CLIENT) {
            List<Seen> batch = drain();
            if (!batch.isEmpty()) {
                session.link().callToEnd(request -> new Frame.Acknowledge(request, session.number(), batch));
            }
        }
    }

    /** Makes what is not acknowledged come again (6.2.10). */
    void recover() throws JMSException {
        if (session.mode().isTransacted()) {
            throw new IllegalStateException("A transacted session is not recovered: call rollback");
        }
        List<Seen> back = session.mode() == SessionMode.CLIENT ? drain() : inOwnListener();
        if (!back.isEmpty()) {
            session.discard(request -> new Frame.Recover(request, session.number(), back));
        }
    }

    private List<Seen> inOwnListener() {
        flushLazily();
        List<Seen> current = new ArrayList<>(1);
        if (session.isInListener()) {
            current.add(session.calls().seen());
        }
        return current;
    }
}
