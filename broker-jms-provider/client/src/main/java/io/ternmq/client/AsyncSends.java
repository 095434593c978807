package io.ternmq.client;

import io.ternmq.wire.Frame;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The asynchronous sends of a session that are not complete yet (7.3). Their callbacks run one at a time, in the order of the
 * sends whatever the order of the answers, and never on the thread that sends.
 */
final class AsyncSends {

    private static final Logger LOG = LoggerFactory.getLogger(AsyncSends.class);

    private final Executor callbacks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final ArrayDeque<Entry> open = new ArrayDeque<>();
    private boolean running;
    private volatile Thread callbackThread;

    private record Entry(CompletableFuture<Frame> reply, Message message, CompletionListener listener) {}

    AsyncSends(Executor callbacks) {
        this.callbacks = callbacks;
    }

    /** Adds a send; the listener is called once the reply and all replies before it are there. */
    void add(CompletableFuture<Frame> reply, Message message, CompletionListener listener) {
        lock.lock();
        try {
            open.add(new Entry(reply, message, listener));
        } finally {
            lock.unlock();
        }
        reply.whenComplete((frame, failure) -> schedule());
    }

    private void schedule() {
        lock.lock();
        try {
            if (running || open.isEmpty() || !open.peek().reply().isDone()) {
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
        for (Entry entry = head(); entry != null; entry = afterHead()) {
            try {
                call(entry);
            } catch (RuntimeException | Error e) { // the callbacks behind it must come all the same
                LOG.warn("A CompletionListener threw an exception (7.3)", e);
            }
        }
    }

    /** The first send if its reply is there; else the run ends. */
    private Entry head() {
        lock.lock();
        try {
            Entry head = open.peek();
            if (head != null && head.reply().isDone()) {
                return head;
            }
            running = false;
            callbackThread = null;
            if (head == null) {
                empty.signalAll();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private Entry afterHead() {
        lock.lock();
        try {
            open.poll(); // only now, so that who waits for the end waits for the callback too
            return head();
        } finally {
            lock.unlock();
        }
    }

    private static void call(Entry entry) {
        Throwable failure = null;
        try {
            entry.reply().join();
        } catch (CompletionException e) {
            failure = e.getCause();
        }
        rewind(entry.message());
        if (failure == null) {
            entry.listener().onCompletion(entry.message());
        } else {
            entry.listener().onException(entry.message(), JmsErrors.of(failure));
        }
    }

    /** A callback can read the body of a bytes message as it is (BytesMessage, 7.3.9). */
    private static void rewind(Message message) {
        if (message instanceof BytesMessage bytes) {
            try {
                bytes.reset();
            } catch (JMSException e) { // a foreign one's: the callback must come all the same
                LOG.warn("A message could not be reset for its CompletionListener: {}", e.getMessage());
            }
        }
    }

    /** Returns once all callbacks have returned. */
    void awaitAll() {
        lock.lock();
        try {
            while (!open.isEmpty()) {
                empty.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isCallbackThread() {
        return Thread.currentThread() == callbackThread;
    }

    /** Fails if the caller is a callback of this session (7.3.4). */
    void checkNotInCallback(String call) throws JMSException {
        if (isCallbackThread()) {
            throw new IllegalStateException(
                    "A CompletionListener must not call " + call + " on its own session or producer");
        }
    }
}
