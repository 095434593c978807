package io.ternmq.cli;

import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends without waiting for each message by itself: a bounded number of messages and bytes is on its way at once. The order of
 * sends is the order in the queue (7.3.6). After the first failure nothing more is sent.
 *
 * <p>One thread sends; the provider's thread reports.
 */
final class Sender {

    /** Messages on their way at most. */
    static final int WINDOW_MESSAGES = 1_024;

    /** Bodies on their way at most, in UTF-16 characters; a larger one goes alone. */
    static final int WINDOW_CHARACTERS = 16 * 1024 * 1024;

    private final MessageProducer producer;
    private final Semaphore messages = new Semaphore(WINDOW_MESSAGES);
    private final Semaphore characters = new Semaphore(WINDOW_CHARACTERS);
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Sender(MessageProducer producer) {
        this.producer = producer;
    }

    /**
     * Sends a message whose body has that many characters; waits while the window is full.
     *
     * @throws JMSException what the first failed send failed with, this one or one before
     */
    void send(Message message, int length) throws JMSException, InterruptedException {
        int weight = Math.min(length, WINDOW_CHARACTERS);
        messages.acquire();
        characters.acquire(weight);
        try {
            throwFailure();
            producer.send(message, listener(weight));
        } catch (JMSException | RuntimeException unsent) {
            release(weight); // where send itself fails, nobody calls back (7.3.2)
            throw unsent;
        }
    }

    private CompletionListener listener(int weight) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message sent) {
                confirmed.incrementAndGet();
                release(weight);
            }

            @Override
            public void onException(Message unsent, Exception cause) {
                failure.compareAndSet(null, cause);
                release(weight);
            }
        };
    }

    /**
     * Waits until the broker has answered for every message sent.
     *
     * @throws JMSException what the first failed send failed with
     */
    void await() throws JMSException, InterruptedException {
        settle();
        throwFailure();
    }

    /** The same, but however the answers are. */
    void settle() throws InterruptedException {
        messages.acquire(WINDOW_MESSAGES);
        messages.release(WINDOW_MESSAGES);
    }

    /** How many messages the broker has. */
    long confirmed() {
        return confirmed.get();
    }

    private void release(int weight) {
        characters.release(weight);
        messages.release();
    }

    private void throwFailure() throws JMSException {
        Exception first = failure.get();
        if (first instanceof JMSException known) {
            throw known;
        }
        if (first != null) {
            throw (JMSException) new JMSException(Failures.line(first)).initCause(first);
        }
    }
}
