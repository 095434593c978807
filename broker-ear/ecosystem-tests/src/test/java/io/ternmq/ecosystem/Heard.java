package io.ternmq.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A listener that remembers what it heard, and throws at as many messages as it was told. */
final class Heard implements MessageListener {

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private int failures;

    static Heard all() {
        return new Heard();
    }

    static Heard afterFailures(int failures) {
        Heard heard = new Heard();
        heard.failures = failures;
        return heard;
    }

    @Override
    public synchronized void onMessage(Message message) {
        messages.add(message);
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("the program fails, as the test wants");
        }
        try {
            texts.add(((TextMessage) message).getText());
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next message, whether the listener threw or not. */
    Message next() throws InterruptedException {
        Message message = messages.poll(30, TimeUnit.SECONDS);
        assertThat(message).as("a message within 30 s").isNotNull();
        return message;
    }

    /** The texts of all messages that were heard without failure, in their order. */
    List<String> texts() {
        return texts;
    }
}
