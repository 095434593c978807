package io.ternmq.client;

import io.ternmq.client.message.MessageContext;
import io.ternmq.client.message.TernMessage;
import io.ternmq.client.transport.RefusedException;
import io.ternmq.message.DestinationName;
import io.ternmq.message.MalformedDataException;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.Seen;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * A session's state behind the JMS objects: its consumers, what the application has seen, and how that is acknowledged. One lock
 * guards it and that of its inboxes; the event loop takes it for a moment a frame, and nobody waits for the broker under it.
 */
final class SessionCore implements Link.SessionFrames, MessageContext {

    private static final int MAX_UNFLUSHED = 32;
    private static final long MAX_UNFLUSHED_NANOS = 1_000_000;

    private final Link link;
    private final int number;
    private final SessionMode mode;
    private final int prefetch;
    private final ObjectInputFilter objectFilter;
    private final AsyncSends asyncSends;
    private final ListenerLoop loop;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Inbox> inboxes = new HashMap<>();
    private final SeenLog seen = new SeenLog();
    private int consumers;
    private int listeners;
    private boolean started;
    private volatile boolean closing;
    private boolean discarding;
    private boolean sentInTransaction;
    private int generation;
    private long unflushedSince;

    SessionCore(
            Link link, int number, SessionMode mode, int prefetch, ObjectInputFilter objectFilter, Executor callbacks) {
        this.link = link;
        this.number = number;
        this.mode = mode;
        this.prefetch = prefetch;
        this.objectFilter = objectFilter;
        this.asyncSends = new AsyncSends(callbacks);
        this.loop = new ListenerLoop(this);
    }

    /** Opens the session at the broker. */
    void open() throws JMSException {
        link.register(number, this);
        boolean open = false;
        try {
            link.call(n -> new Frame.OpenSession(n, number, mode == SessionMode.TRANSACTED));
            open = true;
        } finally {
            if (!open) {
                link.unregister(number);
            }
        }
    }

    Link link() {
        return link;
    }

    int number() {
        return number;
    }

    SessionMode mode() {
        return mode;
    }

    ReentrantLock lock() {
        return lock;
    }

    AsyncSends asyncSends() {
        return asyncSends;
    }

    /** Sends a frame that a lost connection makes needless. */
    void post(Frame frame) {
        link.post(frame);
    }

    @Override
    public ObjectInputFilter objectFilter() {
        return objectFilter;
    }

    // ---- frames, on the event loop ----

    @Override
    public void onDeliver(Frame.Deliver frame) {
        lock.lock();
        try {
            Inbox inbox = inboxes.get(frame.consumer());
            if (inbox == null || inbox.isClosed() || discarding) {
                return; // the broker takes back what it has sent to what is closed or rolled back
            }
            inbox.add(frame);
            if (inbox.listener() != null) {
                loop.offer(inbox);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDrained(Frame.Drained frame) {
        lock.lock();
        try {
            Inbox inbox = inboxes.get(frame.consumer());
            if (inbox != null) {
                inbox.drained();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onLost() {
        wakeAll();
    }

    private void wakeAll() {
        lock.lock();
        try {
            inboxes.values().forEach(Inbox::wake);
            loop.wake();
        } finally {
            lock.unlock();
        }
    }

    // ---- start, stop, close ----

    void start() {
        lock.lock();
        try {
            started = true;
            grantListeners();
            inboxes.values().forEach(Inbox::wake);
            loop.wake();
        } finally {
            lock.unlock();
        }
    }

    /** Hands out no more messages; who needs it waits by {@link #awaitIdle}. */
    void pause() {
        lock.lock();
        try {
            started = false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns once no listener runs (6.1.5). */
    void awaitIdle() {
        loop.awaitIdle();
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether messages may be handed out now. The lock is held. */
    boolean isDelivering() {
        return started && !discarding && !closing;
    }

    /** Fails if the caller is a listener or a callback of this session, which would wait for itself (6.1.8, 6.2.15, 7.3.4). */
    void checkNotInCallback(String call) throws JMSException {
        if (loop.isCurrent()) {
            throw new IllegalStateException(
                    "A MessageListener must not call " + call + " on its own session or connection");
        }
        asyncSends.checkNotInCallback(call);
    }

    /** Ends it; returns once its listeners and callbacks have returned. Does nothing if it is closed. */
    void close() throws JMSException {
        lock.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
        } finally {
            lock.unlock();
        }
        wakeAll();
        loop.awaitIdle();
        asyncSends.awaitAll();
        flushLazily();
        List<Seen> last = drainSeen();
        try {
            link.call(n -> new Frame.CloseSession(n, number, last));
        } catch (JMSException e) {
            if (link.isAlive()) {
                throw e;
            } // else the broker has closed it
        } finally {
            link.unregister(number);
        }
    }

    // ---- consumers ----

    Inbox subscribe(
            DestinationName destination, Frame.ConsumerKind kind, boolean noLocal, String selector, String subscription)
            throws JMSException {
        Inbox inbox;
        lock.lock();
        try {
            inbox = new Inbox(this, ++consumers, destination, kind == Frame.ConsumerKind.BROWSER, prefetch);
            inboxes.put(inbox.number(), inbox);
        } finally {
            lock.unlock();
        }
        boolean open = false;
        try {
            link.call(n ->
                    new Frame.Subscribe(n, number, inbox.number(), destination, kind, noLocal, selector, subscription));
            open = true;
            return inbox;
        } finally {
            if (!open) {
                remove(inbox);
            }
        }
    }

    void listen(Inbox inbox, MessageListener listener) {
        lock.lock();
        try {
            listeners += (listener == null ? 0 : 1) - (inbox.listener() == null ? 0 : 1);
            inbox.listener(listener);
            if (listener != null) {
                if (started) {
                    inbox.grant();
                }
                loop.offer(inbox);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private void grantListeners() {
        for (Inbox inbox : inboxes.values()) {
            if (inbox.listener() != null) {
                inbox.grant();
                loop.offer(inbox);
            }
        }
    }

    /** Ends a consumer; returns once its listener has returned, unless that is the caller. Does nothing if it is closed. */
    void closeConsumer(Inbox inbox) throws JMSException {
        lock.lock();
        try {
            if (inbox.isClosed() || closing) {
                return;
            }
            inbox.close();
            listeners -= inbox.listener() == null ? 0 : 1;
        } finally {
            lock.unlock();
        }
        loop.awaitNotIn(inbox);
        flushLazily();
        List<Seen> last = seenOf(inbox);
        try {
            link.call(n -> new Frame.CloseConsumer(n, number, inbox.number(), last));
        } catch (JMSException e) {
            if (link.isAlive()) {
                throw e;
            } // else the broker has closed it
        } finally {
            remove(inbox);
        }
    }

    private void remove(Inbox inbox) {
        lock.lock();
        try {
            inboxes.remove(inbox.number());
        } finally {
            lock.unlock();
        }
    }

    private List<Seen> seenOf(Inbox inbox) {
        lock.lock();
        try {
            Seen current = loop.seenInListener();
            boolean inListener = mode.acknowledgesItself() && current != null && current.consumer() == inbox.number();
            return inListener ? List.of(current) : seen.of(inbox.number());
        } finally {
            lock.unlock();
        }
    }

    /** Fails where a message cannot be received: the session belongs to the thread that runs its listeners (6.2.5). */
    void checkReceive() throws JMSException {
        lock.lock();
        try {
            if (started && listeners > 0 && !loop.isCurrent()) {
                throw new IllegalStateException(
                        "The session has a MessageListener, so that only the thread that runs it may use the session (6.2.5)");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes a message of what arrived. */
    TernMessage read(Inbox inbox, Arrived arrived) throws JMSException {
        try {
            return TernMessage.received(arrived.frame(), inbox.destination(), this);
        } catch (MalformedDataException e) {
            throw JmsErrors.with(
                    new MessageFormatException(
                            "A message from " + inbox.destination() + " cannot be read: " + e.getMessage()),
                    e);
        }
    }

    /** The message was not taken after all: it comes next. */
    void putBack(Inbox inbox, Arrived arrived) {
        lock.lock();
        try {
            inbox.putBack(arrived);
        } finally {
            lock.unlock();
        }
    }

    // ---- what was seen ----

    /** The application took a message by itself. */
    void onTaken(Inbox inbox, Arrived arrived) {
        if (inbox.isBrowser()) {
            return;
        }
        long delivery = arrived.frame().delivery();
        if (mode == SessionMode.AUTO) {
            post(new Frame.Acknowledge(0, number, List.of(SeenLog.single(inbox.number(), delivery))));
            return;
        }
        lock.lock();
        try {
            seen.add(inbox.number(), delivery);
            if (mode == SessionMode.DUPS_OK && seen.count() >= MAX_UNFLUSHED) {
                flushLazily();
            }
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

    /** A listener has returned; {@code failed} if by an exception (8.7). */
    void afterListener(Inbox inbox, Arrived arrived, int before, boolean failed) throws JMSException {
        if (!mode.acknowledgesItself()) {
            return;
        }
        Seen one = SeenLog.single(inbox.number(), arrived.frame().delivery());
        lock.lock();
        try {
            if (generation != before) {
                return; // the listener itself recovered the session, so the message has gone back
            }
            if (!failed) {
                long now = System.nanoTime();
                unflushedSince = seen.isEmpty() ? now : unflushedSince;
                seen.add(inbox.number(), arrived.frame().delivery());
                if (seen.count() >= MAX_UNFLUSHED || now - unflushedSince > MAX_UNFLUSHED_NANOS || !loop.hasWork()) {
                    flushLazily();
                }
                return;
            }
        } finally {
            lock.unlock();
        }
        flushLazily();
        discard(n -> new Frame.Recover(n, number, List.of(one)));
    }

    /** A message cannot be read: it goes back, and its count tells when to give up. */
    void refuse(Inbox inbox, Arrived arrived) throws JMSException {
        if (mode.acknowledgesItself() && !inbox.isBrowser()) {
            flushLazily();
            Seen one = SeenLog.single(inbox.number(), arrived.frame().delivery());
            discard(n -> new Frame.Recover(n, number, List.of(one)));
        }
    }

    /** A message's time ran out here. The lock is held. */
    void dropExpired(Inbox inbox, Arrived arrived) {
        if (mode == SessionMode.TRANSACTED) {
            seen.add(inbox.number(), arrived.frame().delivery());
        } else if (!inbox.isBrowser()) {
            Seen one = SeenLog.single(inbox.number(), arrived.frame().delivery());
            post(new Frame.Acknowledge(0, number, List.of(one)));
        }
    }

    /** Sends the acknowledgements that a session that acknowledges by itself has put off. */
    void flushLazily() {
        if (mode.acknowledgesItself()) {
            List<Seen> batch = drainSeen();
            if (!batch.isEmpty()) {
                post(new Frame.Acknowledge(0, number, batch));
            }
        }
    }

    private List<Seen> drainSeen() {
        lock.lock();
        try {
            return seen.drain();
        } finally {
            lock.unlock();
        }
    }

    // ---- acknowledge, recover, transactions ----

    @Override
    public void acknowledge() throws JMSException {
        checkOpen();
        if (mode == SessionMode.CLIENT) {
            List<Seen> batch = drainSeen();
            if (!batch.isEmpty()) {
                link.call(n -> new Frame.Acknowledge(n, number, batch));
            }
        }
    }

    void recover() throws JMSException {
        if (mode == SessionMode.TRANSACTED) {
            throw new IllegalStateException("A transacted session is not recovered: call rollback");
        }
        List<Seen> back = new ArrayList<>();
        if (mode == SessionMode.CLIENT) {
            back.addAll(drainSeen());
        } else {
            flushLazily();
            Seen current = loop.isCurrent() ? loop.seenInListener() : null;
            if (current != null) {
                back.add(current);
            }
        }
        if (!back.isEmpty()) {
            discard(n -> new Frame.Recover(n, number, back));
        }
    }

    void commit() throws JMSException {
        checkTransaction("commit");
        asyncSends.awaitAll();
        List<Seen> batch = drainSeen();
        if (!takeSent() && batch.isEmpty()) {
            return;
        }
        try {
            link.call(n -> new Frame.Commit(n, number, batch));
        } catch (JMSException e) {
            if (e.getCause() instanceof RefusedException) {
                rollBackAfter(e, batch);
            }
            throw e;
        }
    }

    /** Starts the transaction's messages anew after its commit was refused, so that a program that goes on sees them again. */
    private void rollBackAfter(JMSException refusal, List<Seen> batch) {
        try {
            discard(n -> new Frame.Rollback(n, number, batch));
        } catch (JMSException e) {
            refusal.addSuppressed(e);
        }
    }

    void rollback() throws JMSException {
        checkTransaction("rollback");
        asyncSends.awaitAll();
        List<Seen> batch = drainSeen();
        if (takeSent() || !batch.isEmpty()) {
            discard(n -> new Frame.Rollback(n, number, batch));
        }
    }

    private void checkTransaction(String call) throws JMSException {
        checkOpen();
        asyncSends.checkNotInCallback(call);
        if (mode != SessionMode.TRANSACTED) {
            throw new IllegalStateException("The session is not transacted: there is nothing to " + call);
        }
    }

    /** A send became part of the transaction. */
    void onTransactedSend() {
        lock.lock();
        try {
            sentInTransaction = true;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeSent() {
        lock.lock();
        try {
            boolean sent = sentInTransaction;
            sentInTransaction = false;
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /** Asks for a request that takes back what the consumers hold; what was on its way meanwhile is dropped. */
    private void discard(LongFunction<Frame> request) throws JMSException {
        lock.lock();
        try {
            generation++;
            discarding = true;
            inboxes.values().forEach(Inbox::clear);
        } finally {
            lock.unlock();
        }
        try {
            link.call(request);
        } finally {
            afterDiscard();
        }
    }

    private void afterDiscard() {
        lock.lock();
        try {
            discarding = false;
            inboxes.values().forEach(Inbox::clear);
            if (started) {
                grantListeners();
            }
        } finally {
            lock.unlock();
        }
    }

    void checkOpen() throws JMSException {
        if (closing) {
            throw new IllegalStateException("The session is closed");
        }
    }
}
