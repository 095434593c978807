package io.ternmq.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ternmq.boot.Broker;
import io.ternmq.boot.BrokerParts;
import io.ternmq.config.BrokerConfig;
import io.ternmq.config.BrokerConfig.Listener;
import io.ternmq.management.QueueView;
import io.ternmq.message.DestinationName;
import io.ternmq.store.memory.MemoryMessageStore;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.ConsumerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not read what is sent to them: they cost what they were promised, and nobody waits for them. */
class SlowClientTest {

    private static final DestinationName QUEUE = DestinationName.queue("q");
    private static final int MESSAGES = 400;
    private static final int BODY = 100_000; // all together far more than the sockets hold

    @TempDir
    Path directory;

    private Broker broker;

    private void start(Duration heartbeat) throws IOException {
        BrokerConfig config = BrokerConfig.of(directory)
                .withListener(new Listener("127.0.0.1", 0, 2, heartbeat))
                .withAnonymous(true);
        broker = Broker.start(config, BrokerParts.of(new MemoryMessageStore()));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private RawClient opened() throws IOException {
        RawClient client = RawClient.open(broker.address());
        client.send(new Frame.OpenSession(1, 1, false));
        client.receive(Frame.Done.class);
        return client;
    }

    private RawClient consumer(int credits) throws IOException {
        RawClient client = opened();
        client.send(new Frame.Subscribe(2, 1, 1, QUEUE, ConsumerKind.PLAIN, false, "", ""));
        client.receive(Frame.Done.class);
        client.send(new Frame.Credit(1, 1, credits, false));
        return client;
    }

    private void fill() throws IOException {
        try (RawClient producer = opened()) {
            for (int i = 1; i <= MESSAGES; i++) {
                producer.send(new Frame.Send(i, 1, QUEUE, false, 4, 0, 0, new byte[0], new byte[BODY]));
                producer.receive(Frame.Done.class);
            }
        }
    }

    private QueueView queue() {
        return broker.management().queue(QUEUE.name()).orElseThrow();
    }

    @Test
    void shouldHoldBackTheMessagesOfAClientThatDoesNotReadAndGoOnWhenItReads() throws IOException {
        start(Duration.ZERO);
        try (RawClient slow = consumer(Integer.MAX_VALUE)) {
            fill();
            assertThat(queue().inFlight()).isLessThan(MESSAGES * 3L / 4);

            for (int i = 1; i <= MESSAGES; i++) {
                assertThat(slow.receive(Frame.Deliver.class).delivery()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldGiveToOthersWhatAClientThatDoesNotReadCannotTake() throws IOException {
        start(Duration.ZERO);
        try (RawClient slow = consumer(Integer.MAX_VALUE)) {
            fill();
            long taken = queue().inFlight();
            try (RawClient quick = consumer(MESSAGES)) {
                for (long i = taken; i < MESSAGES; i++) {
                    quick.receive(Frame.Deliver.class);
                }
                assertThat(queue().inFlight()).isEqualTo(MESSAGES);
            }
            assertThat(slow).isNotNull();
        }
    }

    @Test
    void shouldBrowseNoFasterThanTheClientReads() throws IOException {
        start(Duration.ZERO);
        fill();
        try (RawClient browser = opened()) {
            browser.send(new Frame.Subscribe(2, 1, 1, QUEUE, ConsumerKind.BROWSER, false, "", ""));
            browser.receive(Frame.Done.class);
            browser.send(new Frame.Credit(1, 1, Integer.MAX_VALUE, false));
            for (int i = 1; i <= MESSAGES; i++) {
                assertThat(browser.receive(Frame.Deliver.class).delivery()).isEqualTo(i);
            }
            browser.receive(Frame.Drained.class);
        }
    }

    @Test
    void shouldTakeBackTheMessagesOfAClientThatNeitherReadsNorSpeaks() throws IOException {
        start(Duration.ofMillis(300));
        try (RawClient dead = consumer(Integer.MAX_VALUE)) {
            fill();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                assertThat(queue().inFlight()).isZero();
                assertThat(queue().consumers()).isZero();
            });
            assertThat(queue().depth()).isEqualTo(MESSAGES);
            assertThat(dead).isNotNull();
        }
    }

    @Test
    void shouldStopAtOnceWhileAClientDoesNotRead() throws IOException {
        start(Duration.ZERO);
        try (RawClient slow = consumer(Integer.MAX_VALUE)) {
            fill();
            long before = System.nanoTime();
            broker.close();

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
            assertThat(slow).isNotNull();
        }
    }

    @Test
    void shouldAnswerEveryRequestOfAClientThatReadsLate() throws Exception {
        start(Duration.ZERO);
        long requests = 200_000; // their answers are far more than the sockets hold
        try (RawClient late = opened()) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    for (long i = 2; i < 2 + requests; i++) {
                        late.send(new Frame.Recover(i, 1, List.of()));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            for (long i = 2; i < 2 + requests; i++) {
                assertThat(late.receive(Frame.Done.class).request()).isEqualTo(i);
            }
            sent.get(10, TimeUnit.SECONDS);
        }
    }
}
