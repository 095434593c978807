package io.ternmq.systemtests;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends 0, 1, 2 … persistently, one blocking send after the other, until the broker is gone. */
final class EndlessSender {
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private final AtomicInteger sent = new AtomicInteger();
    private final Thread thread;

    private EndlessSender(ConnectionFactory factory, String queue) {
        thread = new Thread(() -> send(factory, queue), "endless-sender");
        thread.setDaemon(true);
    }

    static EndlessSender start(ConnectionFactory factory, String queue) {
        EndlessSender sender = new EndlessSender(factory, queue);
        sender.thread.start();
        return sender;
    }

    private void send(ConnectionFactory factory, String queue) {
        try (JMSContext context = factory.createContext()) {
            Queue destination = context.createQueue(queue);
            JMSProducer producer = context.createProducer();
            while (!Thread.currentThread().isInterrupted()) {
                producer.send(destination, Integer.toString(sent.get()));
                sent.incrementAndGet();
            }
        } catch (JMSRuntimeException e) {
            // The broker is gone, as was to be; what counts is how many sends had returned.
            Thread.currentThread().interrupt();
        }
    }

    /** How many sends have returned. */
    int sent() {
        return sent.get();
    }

    /** Ends it, and gives how many sends have returned in all. */
    int stop() throws InterruptedException {
        thread.interrupt();
        thread.join(LONGEST_END.toMillis());
        return sent.get();
    }
}
