package io.ternmq.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.client.TernConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node on Payara Micro is killed while a client sends: what was sent is there after the restart, once and in order. */
class KillOnPayaraIT {
    private static final int ENOUGH = 500;

    @TempDir
    private Path directory;

    @Test
    void shouldKeepEverySendThatReturned() throws Exception {
        Path data = directory.resolve("data");
        AtomicInteger returned = new AtomicInteger();
        CompletableFuture<Void> sender;
        try (TernProcess tern = TernProcess.serving(directory, data, "--anonymous")) {
            String url = tern.dmqp();
            sender = CompletableFuture.runAsync(() -> sendUntilTheBrokerIsDead(url, returned));
            Awaitility.await().until(() -> returned.get() >= ENOUGH);
        } // SIGKILL
        sender.join();

        try (TernProcess tern = TernProcess.serving(directory, data, "--anonymous")) {
            List<Integer> kept = receiveAll(tern.dmqp());

            assertThat(kept)
                    .hasSizeBetween(returned.get(), returned.get() + 1)
                    .isEqualTo(IntStream.range(0, kept.size()).boxed().toList());
        }
    }

    private static void sendUntilTheBrokerIsDead(String url, AtomicInteger returned) {
        try (JMSContext context = new TernConnectionFactory(url).createContext()) {
            Queue queue = context.createQueue("kept");
            JMSProducer producer = context.createProducer();
            while (true) {
                producer.send(queue, Integer.toString(returned.get()));
                returned.incrementAndGet();
            }
        } catch (JMSRuntimeException e) {
            assertThat(returned).hasPositiveValue();
        }
    }

    private static List<Integer> receiveAll(String url) {
        List<Integer> all = new ArrayList<>();
        try (JMSContext context = new TernConnectionFactory(url).createContext();
                JMSConsumer consumer = context.createConsumer(context.createQueue("kept"))) {
            for (String next = consumer.receiveBodyNoWait(String.class);
                    next != null;
                    next = consumer.receiveBodyNoWait(String.class)) {
                all.add(Integer.valueOf(next));
            }
        }
        return all;
    }
}
