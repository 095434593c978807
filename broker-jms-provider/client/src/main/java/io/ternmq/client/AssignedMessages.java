package io.ternmq.client;

import io.ternmq.wire.Frame;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;

/**
 * What connection consumers load a session with, and the session's own listener, which {@link #run} shows it to (11.2.1). At the
 * broker the messages are the session's from the moment they are loaded. State is guarded by the session's lock.
 */
final class AssignedMessages {

    private final SessionCore session;
    private final Condition change;
    private final Map<Inbox, Holder> holders = new LinkedHashMap<>(); // by the consumer that drew the messages
    private volatile MessageListener listener;
    private boolean running;
    private int announced; // runs that a connection consumer has started and that have not begun

    /** Where the messages of one connection consumer are kept. */
    private static final class Holder {
        private final SessionCore drawing;
        private final Inbox inbox;
        private long next = 1;

        private Holder(SessionCore drawing, Inbox inbox) {
            this.drawing = drawing;
            this.inbox = inbox;
        }
    }

    AssignedMessages(SessionCore session) {
        this.session = session;
        this.change = session.lock().newCondition();
    }

    /** The session's own listener, or null. */
    MessageListener listener() {
        return listener;
    }

    void listener(MessageListener value) {
        listener = value;
    }

    /** Fails where the session's own listener is set: then nothing else receives in the session (Session.setMessageListener). */
    void checkNone() throws JMSException {
        if (listener != null) {
            throw new IllegalStateException(
                    "The session has a MessageListener of its own, for a ConnectionConsumer: nothing else receives in it");
        }
    }

    // ---- the lock is held ----

    void wake() {
        change.signalAll();
    }

    boolean hasWork() {
        return first() != null;
    }

    private Inbox first() {
        for (Holder holder : holders.values()) {
            if (!holder.inbox.isEmpty()) {
                return holder.inbox;
            }
        }
        return null;
    }

    // ---- the lock is not held ----

    /**
     * Loads the session with messages that a connection consumer has drawn; the lock of its session is held, so that its end comes
     * behind this at the broker.
     *
     * @throws IllegalStateException if the session is closed, or is just giving back what it has
     */
    void load(SessionCore drawing, Inbox source, List<Arrived> batch) throws JMSException {
        session.lock().lock();
        try {
            session.checkOpen();
            if (session.isGivingBack()) {
                throw new IllegalStateException(
                        "The session of the ServerSession is in use: it rolls back or recovers");
            }
            announced++;
            Holder holder = holders.computeIfAbsent(
                    source, any -> new Holder(drawing, session.inboxes().holder(source)));
            Frame.Assign open = null;
            for (Arrived arrived : batch) {
                Frame.Deliver frame = arrived.frame();
                long number = holder.next++;
                holder.inbox.load(renumbered(frame, holder.inbox, number), arrived.atMillis());
                if (open != null && follows(open, frame.delivery())) {
                    open = assign(drawing, source, open.delivery(), open.count() + 1, holder.inbox, open.number());
                    continue;
                }
                if (open != null) {
                    session.post(open);
                }
                open = assign(drawing, source, frame.delivery(), 1, holder.inbox, number);
            }
            session.post(open);
        } finally {
            session.lock().unlock();
        }
    }

    private static boolean follows(Frame.Assign open, long delivery) {
        return open.delivery() + open.count() == delivery && open.count() < Frame.Assign.MAX_COUNT;
    }

    private Frame.Assign assign(
            SessionCore drawing, Inbox source, long delivery, int count, Inbox holder, long number) {
        return new Frame.Assign(
                drawing.number(), source.number(), delivery, count, session.number(), holder.number(), number);
    }

    private Frame.Deliver renumbered(Frame.Deliver frame, Inbox holder, long number) {
        return new Frame.Deliver(
                session.number(),
                holder.number(),
                number,
                frame.deliveryCount(),
                frame.persistent(),
                frame.priority(),
                frame.destination(),
                frame.header(),
                frame.body());
    }

    /** The sessions of the connection consumers that loaded this one. */
    List<SessionCore> drawing() {
        session.lock().lock();
        try {
            return holders.values().stream().map(holder -> holder.drawing).toList();
        } finally {
            session.lock().unlock();
        }
    }

    /** Gives back what of a connection consumer was not shown; returns once its listener has returned, unless that is the caller. */
    void release(Inbox source) throws JMSException {
        Holder holder;
        session.lock().lock();
        try {
            holder = holders.remove(source);
        } finally {
            session.lock().unlock();
        }
        if (holder != null) {
            session.inboxes().close(holder.inbox);
        }
    }

    /** A connection consumer starts a run with nothing to do. */
    void announceRun() {
        session.lock().lock();
        try {
            announced++;
        } finally {
            session.lock().unlock();
        }
    }

    /** Shows all that the session is loaded with to its listener, in this thread; waits while the connection is stopped. */
    void run() throws JMSException {
        if (!begin()) {
            return;
        }
        try {
            for (ListenerCalls.Call call = await(); call != null; call = await()) {
                session.calls().run(call);
            }
            session.acknowledgement().flushLazily();
        } finally {
            end();
        }
    }

    /** Returns false where the session was closed behind the start of the run, which is nobody's mistake. */
    private boolean begin() throws JMSException {
        session.lock().lock();
        try {
            boolean expected = announced > 0;
            announced -= expected ? 1 : 0;
            if (expected && session.isClosing()) {
                return false;
            }
            session.checkOpen();
            if (running) {
                throw new IllegalStateException("The session runs already, in another thread or in its own listener");
            }
            running = true;
            return true;
        } finally {
            session.lock().unlock();
        }
    }

    private void end() {
        session.lock().lock();
        try {
            running = false;
        } finally {
            session.lock().unlock();
        }
    }

    private ListenerCalls.Call await() throws JMSException {
        session.lock().lock();
        try {
            for (Inbox inbox = first(); inbox != null && session.isUsable(); inbox = first()) {
                if (!session.isDelivering()) {
                    change.awaitUninterruptibly();
                    continue;
                }
                MessageListener own = listener;
                if (own == null) {
                    throw new IllegalStateException(
                            "The session has no MessageListener of its own to run: call setMessageListener");
                }
                Arrived arrived = inbox.poll();
                if (arrived != null) {
                    ListenerCalls.Call call = new ListenerCalls.Call(inbox, arrived, own);
                    session.calls().begin(call);
                    return call;
                }
            }
            return null;
        } finally {
            session.lock().unlock();
        }
    }
}
