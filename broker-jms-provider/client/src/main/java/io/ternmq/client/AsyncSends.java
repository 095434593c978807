package io.ternmq.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.StreamMessage;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The asynchronous sends of a session that are not complete yet (7.3). Their callbacks run one at a time, in the order of the
 * sends whatever the order of the answers, and never on the thread that sends.
 */
final class AsyncSends {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncSends.class);

    private final Executor callbacks;
    private final long timeoutMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition completed = lock.newCondition();
    private final ArrayDeque<Pending> open = new ArrayDeque<>();
    private boolean running;
    private boolean ended;
    private volatile Thread callbackThread;

    /** A send whose callback has not returned yet. */
    static final class Pending {
        private final Object producer;
        private final Message message;
        private final CompletionListener listener;
        private boolean answered;
        private Throwable failure;

        private Pending(Object producer, Message message, CompletionListener listener) {
            this.producer = producer;
            this.message = message;
            this.listener = listener;
        }
    }

    /** @param timeoutMillis who waits for the end of a send gives it up after so long, as a synchronous one does */
    AsyncSends(Executor callbacks, long timeoutMillis) {
        this.callbacks = callbacks;
        this.timeoutMillis = timeoutMillis;
    }

    /**
     * Takes in a send that is about to be made: its listener is called once {@link #answered} was, and for all before it.
     *
     * @throws IllegalStateException if the session is closed, and so nobody would be told any more
     */
    Pending add(Object producer, Message message, CompletionListener listener) throws JMSException {
        Pending send = new Pending(producer, message, listener);
        lock.lock();
        try {
            if (ended) {
                throw new IllegalStateException("The session is closed");
            }
            open.add(send);
        } finally {
            lock.unlock();
        }
        return send;
    }

    /** The send is not made after all, and the caller told so itself. */
    void withdraw(Pending send) {
        lock.lock();
        try {
            open.remove(send);
            completed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The broker has the message, or with a failure it may not have it. */
    void answered(Pending send, Throwable failure) {
        lock.lock();
        try {
            if (send.answered) {
                return; // it was given up, and this answer comes late
            }
            send.failure = failure;
            send.answered = true;
            if (running || !open.peek().answered) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        callbacks.execute(this::runCallbacks);
    }

    private void runCallbacks() {
        callbackThread = Thread.currentThread();
        for (Pending send = head(); send != null; send = afterHead()) {
            try {
                call(send);
            } catch (RuntimeException | Error e) { // the callbacks behind it must come all the same
                LOG.warn("A CompletionListener threw an exception (7.3)", e);
            }
        }
    }

    /** The first send if its answer is there; else the run ends. */
    private Pending head() {
        lock.lock();
        try {
            Pending head = open.peek();
            if (head != null && head.answered) {
                return head;
            }
            running = false;
            callbackThread = null;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Pending afterHead() {
        lock.lock();
        try {
            open.poll(); // only now, so that who waits for the end waits for the callback too
            Thread.interrupted(); // what a callback did to this thread is not for the next one
            Pending next = head();
            completed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private static void call(Pending send) {
        rewind(send.message);
        if (send.failure == null) {
            send.listener.onCompletion(send.message);
        } else {
            send.listener.onException(send.message, JmsErrors.of(send.failure));
        }
    }

    /** A callback can read the body of a bytes or stream message as it is (7.3.9). */
    private static void rewind(Message message) {
        try {
            if (message instanceof BytesMessage bytes) {
                bytes.reset();
            } else if (message instanceof StreamMessage stream) {
                stream.reset();
            }
        } catch (JMSException | RuntimeException e) { // a foreign one's: the callback must come all the same
            LOG.warn("A message could not be reset for its CompletionListener: {}", e.getMessage());
        }
    }

    /** Returns once all callbacks have returned. */
    void awaitAll() {
        await(() -> !open.isEmpty());
    }

    /** Returns once all callbacks of a producer have returned. */
    void awaitAllOf(Object producer) {
        await(() -> has(producer));
    }

    private void await(BooleanSupplier busy) {
        boolean interrupted = false;
        lock.lock();
        try {
            Pending head = null;
            long left = 0;
            while (busy.getAsBoolean()) {
                if (head != open.peek()) { // it goes on
                    head = open.peek();
                    left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
                }
                try {
                    left = awaitHead(head, left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            lock.unlock();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the first send, whose callback may take its time; if the broker does not answer in time it is given up. */
    private long awaitHead(Pending head, long nanos) throws InterruptedException {
        if (head.answered) {
            completed.await();
            return nanos;
        }
        long left = completed.awaitNanos(nanos);
        if (left <= 0) {
            answered(
                    head,
                    new JMSException(
                            "The broker did not answer an asynchronous send within " + timeoutMillis
                                    + " ms (requestTimeout): whether it has the message is not known",
                            "TIMED_OUT"));
        }
        return left;
    }

    private boolean has(Object producer) {
        return open.stream().anyMatch(send -> send.producer == producer);
    }

    /** Takes no more; returns once all callbacks have returned. */
    void end() {
        lock.lock();
        try {
            ended = true;
            awaitAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isCallbackThread() {
        return Thread.currentThread() == callbackThread;
    }

    /** Fails if the caller is a callback of this session, which would wait for itself (7.3.4). */
    void checkNotInCallback(String call) throws JMSException {
        if (isCallbackThread()) {
            throw new IllegalStateException(
                    "A CompletionListener must not call " + call + " on its own session or connection");
        }
    }

    /** Fails if the caller is a callback that would wait for itself, or for one that comes behind it (7.3.4). */
    void checkMayClose(Object producer) throws JMSException {
        if (!isCallbackThread()) {
            return;
        }
        lock.lock();
        try {
            if (has(producer)) {
                throw new IllegalStateException(
                        "A CompletionListener must not close a producer whose sends it would wait for, as its own");
            }
        } finally {
            lock.unlock();
        }
    }
}
