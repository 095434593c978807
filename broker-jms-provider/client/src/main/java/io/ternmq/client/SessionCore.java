package io.ternmq.client;

import io.ternmq.client.message.MessageContext;
import io.ternmq.client.message.ReceivedMessages;
import io.ternmq.client.message.TernMessage;
import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.Seen;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageListener;
import java.io.ObjectInputFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * A session's state behind the JMS objects: its consumers, whether they deliver, its end. One lock guards it and that of the objects
 * it is made of; the event loop takes it for a moment a frame, and nobody waits for the broker under it.
 */
final class SessionCore implements Link.SessionFrames, MessageContext {

    private final Link link;
    private final int number;
    private final SessionMode mode;
    private final int prefetch;
    private final ObjectInputFilter objectFilter;
    private final JmsxProperties jmsx;
    private final AsyncSends asyncSends;
    private final ListenerLoop loop;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Inbox> inboxes = new HashMap<>();
    private final Acknowledgement acknowledgement;
    private final LocalTransaction transaction;
    private final BranchWork branchWork;
    private final Receives receives = new Receives(lock);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private int consumers;
    private int listeners;
    private boolean started;
    private volatile boolean closing;
    private int discards; // that the broker has not answered yet

    SessionCore(
            Link link,
            int number,
            SessionMode mode,
            int prefetch,
            ObjectInputFilter objectFilter,
            JmsxProperties jmsx,
            Executor callbacks) {
        this.link = link;
        this.number = number;
        this.mode = mode;
        this.prefetch = prefetch;
        this.objectFilter = objectFilter;
        this.jmsx = jmsx;
        this.asyncSends = new AsyncSends(callbacks);
        this.loop = new ListenerLoop(this);
        this.acknowledgement = new Acknowledgement(this);
        this.transaction = new LocalTransaction(this);
        this.branchWork = mode == SessionMode.XA ? new BranchWork(this) : null;
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

    /** The mode that an XA session has just now, else its own. */
    SessionMode workMode() {
        return branchWork == null ? mode : branchWork.mode();
    }

    /** What the session works for if it is in a branch of a distributed transaction, else null. */
    BranchWork.Stint stint() {
        return branchWork == null ? null : branchWork.stint();
    }

    /** Null if it is no XA session. */
    BranchWork branchWork() {
        return branchWork;
    }

    ReentrantLock lock() {
        return lock;
    }

    Acknowledgement acknowledgement() {
        return acknowledgement;
    }

    LocalTransaction transaction() {
        return transaction;
    }

    ListenerLoop loop() {
        return loop;
    }

    AsyncSends asyncSends() {
        return asyncSends;
    }

    JmsxProperties jmsx() {
        return jmsx;
    }

    /** The identifier of the transaction that is open now, or null outside of one. */
    String transactionId() {
        BranchWork.Stint stint = stint();
        return stint != null ? stint.branch().toString() : mode == SessionMode.TRANSACTED ? transaction.id() : null;
    }

    Receives receives() {
        return receives;
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
            if (inbox == null || inbox.isClosed() || discards > 0 && !inbox.isBrowser()) {
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

    /** Returns once no listener runs and no receive is about to return with a message (6.1.5). */
    void awaitIdle() {
        loop.awaitIdle();
        receives.awaitNoneHanding(counts());
    }

    private List<Receives.Counts> counts() {
        lock.lock();
        try {
            return inboxes.values().stream().map(Inbox::receives).toList();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether it is closed, and nothing of it goes on. */
    boolean isEnded() {
        return ended.isDone();
    }

    /** Whether messages may be handed out now. The lock is held. */
    boolean isDelivering() {
        return started && discards == 0 && !closing;
    }

    /** Whether the caller is a listener of this session. */
    boolean isInListener() {
        return loop.isCurrent();
    }

    /** Fails if the caller is a listener or a callback of this session, which would wait for itself (6.1.8, 6.2.15, 7.3.4). */
    void checkNotInCallback(String call) throws JMSException {
        checkNotInListener(call);
        asyncSends.checkNotInCallback(call);
    }

    /** Fails if the caller is a listener of this session, which would wait for itself (6.1.5). */
    void checkNotInListener(String call) throws JMSException {
        if (isInListener()) {
            throw new IllegalStateException(
                    "A MessageListener must not call " + call + " on its own session or connection");
        }
    }

    /** Ends it; returns once its listeners, receives and callbacks have returned, also if another thread is about to end it. */
    void close() throws JMSException {
        checkNotInCallback("close");
        if (!beginClose()) {
            ended.join(); // another thread is about to end it
            return;
        }
        try {
            wakeAll();
            loop.awaitEnd();
            receives.awaitNone(counts());
            asyncSends.end();
            acknowledgement.flushLazily();
            List<Seen> last = acknowledgement.drain();
            callToEnd(n -> new Frame.CloseSession(n, number, last));
        } finally {
            link.unregister(number);
            ended.complete(null);
        }
    }

    /** Returns false if it is closed or about to be. */
    private boolean beginClose() {
        lock.lock();
        try {
            boolean first = !closing;
            closing = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Asks the broker to end something; if the connection is lost it has done so by itself. */
    private void callToEnd(LongFunction<Frame> request) throws JMSException {
        try {
            link.callToEnd(request);
        } catch (JMSException e) {
            if (link.isAlive()) {
                throw e;
            }
        }
    }

    // ---- consumers ----

    Inbox subscribe(
            DestinationName destination, Frame.ConsumerKind kind, boolean noLocal, String selector, String subscription)
            throws JMSException {
        NameLimits.checkSelector(selector, link.maxFrame());
        NameLimits.checkSubscription(subscription);
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

    /** Ends a consumer; returns once its receives and its listener have returned, unless that is the caller. Does nothing if it is closed. */
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
        receives.awaitNone(List.of(inbox.receives()));
        acknowledgement.flushLazily();
        List<Seen> last = acknowledgement.seenOf(inbox);
        try {
            callToEnd(n -> new Frame.CloseConsumer(n, number, inbox.number(), last));
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
    TernMessage read(Inbox inbox, Arrived arrived) {
        Map<String, Object> onReceipt = inbox.isBrowser() ? Map.of() : jmsx.onReceipt(this);
        return ReceivedMessages.of(arrived.frame(), inbox.destination(), this, onReceipt);
    }

    /** The message was not taken after all: it comes next. */
    void putBack(Inbox inbox, Arrived arrived) {
        lock.lock();
        try {
            inbox.putBack(arrived);
            receives.handed(inbox.receives());
        } finally {
            lock.unlock();
        }
    }

    // ---- take back ----

    /**
     * Asks for a request that takes back what the consumers hold. Until it is answered nothing is handed out, for what is on its way
     * meanwhile comes again; so an interrupt does not end the wait.
     */
    void discard(LongFunction<Frame> request) throws JMSException {
        beginDiscard();
        endDiscard(request);
    }

    /** The first half of {@link #discard}: what comes from now on is dropped. */
    void beginDiscard() {
        lock.lock();
        try {
            acknowledgement.onDiscard();
            discards++;
            inboxes.values().forEach(Inbox::clear);
        } finally {
            lock.unlock();
        }
    }

    /** The second half. */
    void endDiscard(LongFunction<Frame> request) throws JMSException {
        link.awaitToEnd(link.request(request).whenComplete((answer, failure) -> afterDiscard()));
    }

    private void afterDiscard() {
        lock.lock();
        try {
            discards--;
            inboxes.values().forEach(Inbox::clear);
            if (started) {
                grantListeners();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What a message's acknowledge() does: it acknowledges all that the session has seen, where that is up to the program (6.2.10). */
    @Override
    public void acknowledge() throws JMSException {
        checkOpen();
        acknowledgement.acknowledge();
    }

    void checkOpen() throws JMSException {
        if (closing && !loop.isCurrent()) { // a listener that runs still has the session (6.1.8, 6.2.15)
            throw new IllegalStateException("The session is closed");
        }
    }
}
