package io.ternmq.client;

import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.Seen;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** A session's consumers: made, given a listener, closed. All state is guarded by the session's lock. */
final class Inboxes {

    private final SessionCore session;
    private final ReentrantLock lock;
    private final int prefetch;
    private final Map<Integer, Inbox> open = new HashMap<>();
    private int numbers;
    private int listeners;

    Inboxes(SessionCore session, int prefetch) {
        this.session = session;
        this.lock = session.lock();
        this.prefetch = prefetch;
    }

    // ---- the lock is held ----

    void onDeliver(Frame.Deliver frame) {
        Inbox inbox = open.get(frame.consumer());
        if (inbox == null || inbox.isClosed() || session.isGivingBack() && !inbox.isBrowser()) {
            return; // the broker takes back what it has sent to what is closed or rolled back
        }
        inbox.add(frame);
        if (inbox.listener() != null) {
            session.loop().offer(inbox);
        }
    }

    void onDrained(Frame.Drained frame) {
        Inbox inbox = open.get(frame.consumer());
        if (inbox != null) {
            inbox.drained();
        }
    }

    void wake() {
        open.values().forEach(Inbox::wake);
    }

    /** Forgets what waits: the broker takes it and the credit back. */
    void clear() {
        open.values().forEach(Inbox::clear);
    }

    /** Lets those with a listener have messages, if the connection is started. */
    void grantListeners() {
        for (Inbox inbox : open.values()) {
            if (session.isStarted() && inbox.listener() != null) {
                inbox.grant();
                session.loop().offer(inbox);
            }
        }
    }

    /** Makes the place for what a connection consumer loads this session with. */
    Inbox holder(Inbox source) {
        return add(new Inbox(session, ++numbers, source.destination(), false, 0));
    }

    private Inbox add(Inbox inbox) {
        open.put(inbox.number(), inbox);
        return inbox;
    }

    // ---- the lock is not held ----

    /** The calls of receive that are under way. */
    List<Receives.Counts> receives() {
        lock.lock();
        try {
            return open.values().stream().map(Inbox::receives).toList();
        } finally {
            lock.unlock();
        }
    }

    Inbox subscribe(
            DestinationName destination, Frame.ConsumerKind kind, boolean noLocal, String selector, String subscription)
            throws JMSException {
        Link link = session.link();
        NameLimits.checkSelector(selector, link.maxFrame());
        NameLimits.checkSubscription(subscription);
        Inbox inbox;
        lock.lock();
        try {
            inbox = add(new Inbox(session, ++numbers, destination, kind == Frame.ConsumerKind.BROWSER, prefetch));
        } finally {
            lock.unlock();
        }
        CompletableFuture<Frame> reply = link.request(n -> new Frame.Subscribe(
                n, session.number(), inbox.number(), destination, kind, noLocal, selector, subscription));
        boolean done = false;
        try {
            link.awaitToEnd(reply);
            done = true;
            return inbox;
        } finally {
            if (!done) {
                remove(inbox);
                reply.thenRun(() -> closeLate(inbox));
            }
        }
    }

    /** It was opened after all, when nobody waited for it any more: it would keep a subscription in use. */
    private void closeLate(Inbox inbox) {
        session.link().request(n -> new Frame.CloseConsumer(n, session.number(), inbox.number(), List.of()));
    }

    /** Gives a consumer a listener, or takes it away. */
    void listen(Inbox inbox, MessageListener listener) throws JMSException {
        session.assigned().checkNone();
        lock.lock();
        try {
            listeners += (listener == null ? 0 : 1) - (inbox.listener() == null ? 0 : 1);
            inbox.listener(listener);
            if (listener != null) {
                if (session.isStarted()) {
                    inbox.grant();
                }
                session.loop().offer(inbox);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sets the session's own listener, which connection consumers need (11.2.1). */
    void listen(MessageListener listener) throws JMSException {
        lock.lock();
        try {
            if (listener != null && listeners > 0) {
                throw new IllegalStateException(
                        "The session has consumers with a MessageListener, so that it can have none of its own");
            }
            session.assigned().listener(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Fails where a message cannot be received: the session belongs to the thread that runs its listeners (6.2.5). */
    void checkReceive() throws JMSException {
        session.assigned().checkNone();
        lock.lock();
        try {
            if (session.isStarted() && listeners > 0 && !session.isInListener()) {
                throw new IllegalStateException(
                        "The session has a MessageListener, so that only the thread that runs it may use the session (6.2.5)");
            }
        } finally {
            lock.unlock();
        }
    }

    /** A message was not taken after all: it comes next. */
    void putBack(Inbox inbox, Arrived arrived) {
        lock.lock();
        try {
            inbox.putBack(arrived);
            session.receives().handed(inbox.receives());
        } finally {
            lock.unlock();
        }
    }

    /** Ends a consumer; returns once its receives and its listener have returned, unless that is the caller. Does nothing if it is closed. */
    void close(Inbox inbox) throws JMSException {
        boolean first = markClosed(inbox);
        session.calls().awaitNotIn(inbox);
        if (!first) {
            return;
        }
        session.receives().awaitNone(List.of(inbox.receives()));
        session.acknowledgement().flushLazily();
        List<Seen> last = session.acknowledgement().seenOf(inbox);
        try {
            session.callToEnd(n -> new Frame.CloseConsumer(n, session.number(), inbox.number(), last));
        } catch (JMSException e) {
            if (!session.isClosing()) {
                throw e;
            } // else it ended with its session
        } finally {
            remove(inbox);
        }
    }

    /** Returns false if it is closed already, or its session about to be. */
    private boolean markClosed(Inbox inbox) {
        lock.lock();
        try {
            if (inbox.isClosed() || session.isClosing()) {
                return false;
            }
            inbox.close();
            listeners -= inbox.listener() == null ? 0 : 1;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void remove(Inbox inbox) {
        lock.lock();
        try {
            open.remove(inbox.number());
        } finally {
            lock.unlock();
        }
    }
}
