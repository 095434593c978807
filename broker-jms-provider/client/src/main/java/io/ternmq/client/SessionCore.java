package io.ternmq.client;

import io.ternmq.client.message.MessageContext;
import io.ternmq.client.message.ReceivedMessages;
import io.ternmq.client.message.TernMessage;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.Seen;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.io.ObjectInputFilter;
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
    private final ObjectInputFilter objectFilter;
    private final JmsxProperties jmsx;
    private final AsyncSends asyncSends;
    private final Inboxes inboxes;
    private final ListenerCalls calls;
    private final ListenerLoop loop;
    private final AssignedMessages assigned;

    private final ReentrantLock lock = new ReentrantLock();
    private final Acknowledgement acknowledgement;
    private final LocalTransaction transaction;
    private final BranchWork branchWork;
    private final Receives receives = new Receives(lock);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
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
        this.objectFilter = objectFilter;
        this.jmsx = jmsx;
        this.asyncSends = new AsyncSends(callbacks, link.requestTimeoutMillis());
        this.inboxes = new Inboxes(this, prefetch);
        this.calls = new ListenerCalls(this);
        this.loop = new ListenerLoop(this);
        this.assigned = new AssignedMessages(this);
        this.acknowledgement = new Acknowledgement(this);
        this.transaction = new LocalTransaction(this);
        this.branchWork = mode == SessionMode.XA ? new BranchWork(this) : null;
    }

    /** Opens the session at the broker. */
    void open() throws JMSException {
        link.register(number, this);
        boolean open = false;
        try {
            link.callToEnd(n -> new Frame.OpenSession(n, number, mode == SessionMode.TRANSACTED));
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

    Inboxes inboxes() {
        return inboxes;
    }

    ListenerLoop loop() {
        return loop;
    }

    ListenerCalls calls() {
        return calls;
    }

    AssignedMessages assigned() {
        return assigned;
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
            inboxes.onDeliver(frame);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDrained(Frame.Drained frame) {
        lock.lock();
        try {
            inboxes.onDrained(frame);
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
            inboxes.wake();
            loop.wake();
            assigned.wake();
        } finally {
            lock.unlock();
        }
    }

    // ---- start, stop, close ----

    void start() {
        lock.lock();
        try {
            started = true;
            inboxes.grantListeners();
        } finally {
            lock.unlock();
        }
        wakeAll();
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
        calls.awaitIdle();
        receives.awaitNoneHanding(inboxes.receives());
    }

    boolean isClosing() {
        return closing;
    }

    /** Whether anything can still be handed out, now or later. */
    boolean isUsable() {
        return !closing && link.isAlive();
    }

    /** Whether it waits until the broker has taken back what it had. The lock is held. */
    boolean isGivingBack() {
        return discards > 0;
    }

    /** Whether listeners have more to do. The lock is held. */
    boolean hasListenerWork() {
        return loop.hasWork() || assigned.hasWork();
    }

    /** Whether it is closed, and nothing of it goes on. */
    boolean isEnded() {
        return ended.isDone();
    }

    /** Whether the connection is started. The lock is held. */
    boolean isStarted() {
        return started;
    }

    /** Whether messages may be handed out now. The lock is held. */
    boolean isDelivering() {
        return started && discards == 0 && !closing;
    }

    /** Whether the caller is a listener of this session. */
    boolean isInListener() {
        return calls.isCurrent();
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
            calls.awaitIdle();
            loop.awaitEnd();
            receives.awaitNone(inboxes.receives());
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
    void callToEnd(LongFunction<Frame> request) throws JMSException {
        try {
            link.callToEnd(request);
        } catch (JMSException e) {
            if (link.isAlive()) {
                throw e;
            }
        }
    }

    // ---- messages ----

    /** Makes a message of what arrived. */
    TernMessage read(Inbox inbox, Arrived arrived) {
        Map<String, Object> onReceipt = inbox.isBrowser() ? Map.of() : jmsx.onReceipt(this);
        return ReceivedMessages.of(arrived.frame(), inbox.destination(), this, onReceipt);
    }

    // ---- take back ----

    /**
     * Asks for a request that takes back what the consumers hold. Until it is answered nothing is handed out, for what is on its way
     * meanwhile comes again; so an interrupt does not end the wait.
     */
    void discard(LongFunction<Frame> request) throws JMSException {
        link.awaitToEnd(requestDiscard(request));
        redrawAll();
    }

    /** Has the connection consumers that serve the session draw anew, so that what it gave back comes before what they hold. */
    void redrawAll() throws JMSException {
        for (SessionCore drawing : assigned.drawing()) {
            drawing.redraw();
        }
    }

    private CompletableFuture<Frame> requestDiscard(LongFunction<Frame> request) {
        lock.lock();
        try {
            beginDiscard();
            return link.request(request).whenComplete((answer, failure) -> endDiscard());
        } finally {
            lock.unlock();
        }
    }

    /** Of a connection consumer: gives back what it holds, so that what another session gave back comes before it. */
    private void redraw() throws JMSException {
        CompletableFuture<Frame> back = null;
        lock.lock();
        try {
            if (!closing) { // else its end does so
                back = requestDiscard(n -> new Frame.Recover(n, number, List.of()));
            }
        } finally {
            lock.unlock();
        }
        if (back != null) {
            link.awaitToEnd(back);
        }
    }

    /** The first half of {@link #discard}: what comes from now on is dropped. */
    void beginDiscard() {
        lock.lock();
        try {
            acknowledgement.onDiscard();
            discards++;
            inboxes.clear();
        } finally {
            lock.unlock();
        }
    }

    /** The second half: the broker has taken back all that it had sent. */
    void endDiscard() {
        lock.lock();
        try {
            discards--;
            inboxes.clear();
            inboxes.grantListeners();
            assigned.wake();
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
        if (closing && !isInListener()) { // a listener that runs still has the session (6.1.8, 6.2.15)
            throw new IllegalStateException("The session is closed");
        }
    }
}
