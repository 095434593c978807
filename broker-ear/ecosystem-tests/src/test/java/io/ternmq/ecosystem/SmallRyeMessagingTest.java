package io.ternmq.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.jms.IncomingJmsMessageMetadata;
import io.ternmq.client.TernConnectionFactory;
import io.ternmq.test.TernBroker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SmallRye's connector of reactive messaging, whose factory is a bean of the application. */
class SmallRyeMessagingTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static volatile String url;

    private final Map<String, String> previous = new HashMap<>();

    @TempDir
    Path data;

    private TernBroker broker;
    private SeContainer container;

    /** Where the application says which broker it uses. */
    @Singleton
    static class Factories {
        @Produces
        @ApplicationScoped
        TernConnectionFactory factory() {
            return new TernConnectionFactory(url);
        }
    }

    /** From queue to queue. */
    @Singleton
    static class Shouter {
        @Incoming("words")
        @Outgoing("shouts")
        String shout(String word) {
            return word.toUpperCase(java.util.Locale.ROOT);
        }
    }

    /** Remembers what comes, and fails where it is told to. */
    @Singleton
    static class Listener {
        final List<String> payloads = new CopyOnWriteArrayList<>();
        final List<Object> colours = new CopyOnWriteArrayList<>();

        List<String> payloads() {
            return payloads;
        }

        List<Object> colours() {
            return colours;
        }

        @Incoming("heard")
        @Acknowledgment(Acknowledgment.Strategy.MANUAL)
        CompletionStage<Void> hear(Message<String> message) {
            if ("bad".equals(message.getPayload())) {
                return message.nack(new IllegalStateException("not wanted"));
            }
            message.getMetadata(IncomingJmsMessageMetadata.class)
                    .filter(metadata -> metadata.getProperties().getStringProperty("colour") != null)
                    .ifPresent(metadata -> colours.add(metadata.getStringProperty("colour")));
            payloads.add(message.getPayload());
            return message.ack();
        }
    }

    /** Sends what the program gives it. */
    @Singleton
    static class Speaker {
        @Inject
        @Channel("spoken")
        Emitter<String> emitter;

        CompletionStage<Void> say(String text) {
            return emitter.send(text);
        }
    }

    /** Sends a stream of its own. */
    @Singleton
    static class Source {
        @Outgoing("counted")
        Multi<String> count() {
            return Multi.createFrom().range(0, 100).map(number -> "m" + number);
        }
    }

    @BeforeEach
    void setUp() {
        broker = TernBroker.onDisk(data).start();
        url = broker.url();
        configure("outgoing", "spoken", "rye.spoken"); // an emitter's channel must have a connector, in each test
    }

    @AfterEach
    void tearDown() {
        if (container != null) {
            container.close();
        }
        previous.forEach((key, value) -> System.clearProperty(key));
        ConfigProviderResolver.instance()
                .releaseConfig(ConfigProvider.getConfig()); // it remembers which names there were
        broker.close();
    }

    private void configure(String direction, String channel, String destination, String... more) {
        String prefix = "mp.messaging." + direction + "." + channel + ".";
        set(prefix + "connector", "smallrye-jms");
        set(prefix + "destination", destination);
        for (int i = 0; i < more.length; i += 2) {
            set(prefix + more[i], more[i + 1]);
        }
    }

    private void set(String key, String value) {
        previous.put(key, value);
        System.setProperty(key, value);
    }

    private void start(Class<?>... beans) {
        container = SeContainerInitializer.newInstance()
                .addBeanClasses(Factories.class)
                .addBeanClasses(beans)
                .initialize();
    }

    private void send(String queue, String... texts) {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            JMSProducer producer = context.createProducer();
            for (String text : texts) {
                producer.send(context.createQueue(queue), text);
            }
        }
    }

    private String receive(String queue) {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, LONG.toMillis());
        }
    }

    private Listener listener() {
        return container.select(Listener.class).get();
    }

    private void awaitHeard(int count) {
        Awaitility.await().atMost(LONG).until(() -> payloads().size() == count);
    }

    private List<String> payloads() {
        return List.copyOf(listener().payloads());
    }

    @Test
    void shouldProcessFromChannelToChannel() {
        configure("incoming", "words", "rye.words");
        configure("outgoing", "shouts", "rye.shouts");
        start(Shouter.class);

        send("rye.words", "a", "b", "c");

        assertThat(List.of(receive("rye.shouts"), receive("rye.shouts"), receive("rye.shouts")))
                .isEqualTo(List.of("A", "B", "C"));
        Awaitility.await().atMost(LONG).until(() -> broker.depth("rye.words") == 0);
    }

    @Test
    void shouldCompleteASendOnceTheBrokerHasIt() throws Exception {
        start(Speaker.class);

        for (int i = 0; i < 20; i++) {
            container
                    .select(Speaker.class)
                    .get()
                    .say("m" + i)
                    .toCompletableFuture()
                    .get();
            assertThat(broker.depth("rye.spoken")).isEqualTo(i + 1);
        }
    }

    @Test
    void shouldSendAWholeStreamInItsOrder() {
        configure("outgoing", "counted", "rye.counted");
        configure("incoming", "heard", "rye.counted");
        start(Source.class, Listener.class);

        awaitHeard(100);

        for (int i = 0; i < 100; i++) {
            assertThat(payloads().get(i)).isEqualTo("m" + i);
        }
    }

    @Test
    void shouldShowPropertiesAsMetadata() {
        configure("incoming", "heard", "rye.colours", "selector", "colour IN ('red', 'blue')");
        start(Listener.class);

        try (JMSContext context = broker.connectionFactory().createContext()) {
            for (String colour : List.of("red", "green", "blue")) {
                context.createProducer()
                        .setProperty("colour", colour)
                        .send(context.createQueue("rye.colours"), "in " + colour);
            }
        }

        awaitHeard(2);
        assertThat(payloads()).isEqualTo(List.of("in red", "in blue"));
        assertThat(List.copyOf(listener().colours())).isEqualTo(List.of("red", "blue"));
    }

    @Test
    void shouldPutAwayWhatTheProgramRefuses() {
        configure(
                "incoming",
                "heard",
                "rye.heard",
                "failure-strategy",
                "dead-letter-queue",
                "dead-letter-queue.destination",
                "rye.dead");
        start(Listener.class);

        send("rye.heard", "good", "bad", "good again");

        awaitHeard(2);
        assertThat(payloads()).isEqualTo(List.of("good", "good again"));
        assertThat(receive("rye.dead")).isEqualTo("bad");
        Awaitility.await().atMost(LONG).until(() -> broker.depth("rye.heard") == 0);
    }

    @Test
    void shouldSubscribeDurably() {
        configure("incoming", "heard", "rye.news", "destination-type", "topic", "durable", "true", "client-id", "rye");
        start(Listener.class);
        container.close();
        container = null;

        try (JMSContext context = broker.connectionFactory().createContext()) {
            context.createProducer().send(context.createTopic("rye.news"), "missed");
        }
        start(Listener.class);

        awaitHeard(1);
        assertThat(payloads()).isEqualTo(List.of("missed"));
    }

    @Test
    void shouldComeBackWhenTheBrokerIsRestarted() {
        configure("incoming", "heard", "rye.restart", "retry.initial-delay", "PT0.1S", "retry.max-retries", "1000");
        start(Listener.class);
        send("rye.restart", "before");
        awaitHeard(1);

        broker.close();
        broker.start();
        send("rye.restart", "after");

        awaitHeard(2);
        assertThat(payloads()).isEqualTo(List.of("before", "after"));
    }
}
