package io.ternmq.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.test.TernBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SimpleMessageListenerContainer;

/** Spring's two containers for listeners: the one that polls by receive, and the one that sets JMS listeners. */
class SpringContainerTest {

    @RegisterExtension
    static final TernBroker BROKER = TernBroker.inMemory();

    enum Kind {
        DEFAULT(SpringContainerTest::newDefault),
        SIMPLE(SimpleMessageListenerContainer::new);

        private final Supplier<AbstractMessageListenerContainer> maker;

        Kind(Supplier<AbstractMessageListenerContainer> maker) {
            this.maker = maker;
        }
    }

    private AbstractMessageListenerContainer container;
    private String name;

    private static DefaultMessageListenerContainer newDefault() {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setReceiveTimeout(500); // a stop waits for the receive
        container.setRecoveryInterval(100);
        return container;
    }

    @org.junit.jupiter.api.BeforeEach
    void setUp(org.junit.jupiter.api.TestInfo test) {
        name = test.getDisplayName().replaceAll("\\W", "")
                + test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void tearDown() {
        if (container != null) {
            container.shutdown();
        }
    }

    private void run(AbstractMessageListenerContainer made, ConnectionFactory factory, MessageListener listener) {
        container = made;
        container.setConnectionFactory(factory);
        container.setDestinationName(name);
        container.setMessageListener(listener);
        container.afterPropertiesSet();
        container.start();
    }

    private static void publish(TernBroker broker, String topic, String... texts) {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            for (String text : texts) {
                context.createProducer().send(context.createTopic(topic), text);
            }
        }
    }

    private static void send(TernBroker broker, String queue, String... texts) {
        try (JMSContext context = broker.connectionFactory().createContext()) {
            for (String text : texts) {
                context.createProducer().send(context.createQueue(queue), text);
            }
        }
    }

    private static String[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    private void awaitEmpty() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> BROKER.depth(name) == 0);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldGiveAMessageAgainAfterARollback(Kind kind) throws Exception {
        Heard heard = Heard.afterFailures(2);
        AbstractMessageListenerContainer transacted = kind.maker.get();
        transacted.setSessionTransacted(true);
        run(transacted, BROKER.connectionFactory(), heard);

        send(BROKER, name, "a");

        for (int count = 1; count <= 3; count++) {
            Message message = heard.next();
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(count);
            assertThat(message.getJMSRedelivered()).isEqualTo(count > 1);
        }
        awaitEmpty();
        assertThat(heard.texts()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldAcknowledgeInEachMode(Kind kind) {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            Heard heard = Heard.all();
            AbstractMessageListenerContainer acknowledging = kind.maker.get();
            acknowledging.setSessionAcknowledgeMode(mode);
            run(acknowledging, BROKER.connectionFactory(), heard);

            send(BROKER, name, numbered(20));

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> heard.texts().size() == 20);
            assertThat(heard.texts()).containsExactly(numbered(20));
            container.shutdown();
            assertThat(BROKER.depth(name)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldHearNothingWhileItIsStopped(Kind kind) {
        Heard heard = Heard.all();
        run(kind.maker.get(), BROKER.connectionFactory(), heard);
        send(BROKER, name, "before");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> heard.texts().size() == 1);

        for (int round = 1; round <= 3; round++) {
            container.stop();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !container.isRunning());
            send(BROKER, name, "round " + round);
            Awaitility.await().during(Duration.ofMillis(200)).until(() -> BROKER.depth(name) == 1);
            int expected = 1 + round;
            container.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> heard.texts().size() == expected);
        }

        assertThat(heard.texts()).containsExactly("before", "round 1", "round 2", "round 3");
    }

    @Test
    void shouldComeBackWhenTheBrokerIsRestarted(@TempDir Path data) {
        try (TernBroker broker = TernBroker.onDisk(data).start()) {
            Heard heard = Heard.all();
            AbstractMessageListenerContainer transacted = newDefault();
            transacted.setSessionTransacted(true);
            run(transacted, broker.connectionFactory(), heard);
            send(broker, name, "before");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> heard.texts().size() == 1);

            broker.close();
            broker.start();
            send(broker, name, "after");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> heard.texts().size() == 2);
            assertThat(heard.texts()).containsExactly("before", "after");
            container.shutdown();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldKeepWhatADurableSubscriberMissed(Kind kind) {
        Heard first = Heard.all();
        runDurable(kind, first);
        publish(BROKER, name, "heard");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> first.texts().size() == 1);
        container.shutdown();

        publish(BROKER, name, "missed");
        Heard second = Heard.all();
        runDurable(kind, second);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> second.texts().size() == 1);
        assertThat(first.texts()).containsExactly("heard");
        assertThat(second.texts()).containsExactly("missed");
    }

    private void runDurable(Kind kind, Heard heard) {
        AbstractMessageListenerContainer durable = kind.maker.get();
        durable.setPubSubDomain(true);
        durable.setSubscriptionDurable(true);
        durable.setClientId("client of " + name);
        durable.setDurableSubscriptionName("news");
        run(durable, BROKER.connectionFactory(), heard);
        awaitSubscribed(durable);
    }

    /** The container that polls subscribes on threads of its own. */
    private static void awaitSubscribed(AbstractMessageListenerContainer subscriber) {
        if (subscriber instanceof DefaultMessageListenerContainer polling) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(polling::isRegisteredWithDestination);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldShareASubscriptionBetweenConsumers(Kind kind) {
        Heard heard = Heard.all();
        AbstractMessageListenerContainer shared = kind.maker.get();
        shared.setPubSubDomain(true);
        shared.setSubscriptionShared(true);
        shared.setSubscriptionDurable(kind == Kind.DEFAULT); // the simple one wants a single consumer for a durable one
        shared.setSubscriptionName("shared " + name);
        concurrent(shared, 3);
        run(shared, BROKER.connectionFactory(), heard);
        awaitSubscribed(shared);

        publish(BROKER, name, numbered(60));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> heard.texts().size() == 60);
        assertThat(heard.texts()).containsExactlyInAnyOrder(numbered(60));
    }

    private static void concurrent(AbstractMessageListenerContainer made, int consumers) {
        if (made instanceof DefaultMessageListenerContainer polling) {
            polling.setConcurrentConsumers(consumers);
        } else {
            ((SimpleMessageListenerContainer) made).setConcurrentConsumers(consumers);
        }
    }

    @Test
    void shouldChangeTheNumberOfItsConsumersAsItRuns() {
        AtomicInteger heard = new AtomicInteger();
        AtomicReference<CountDownLatch> together = new AtomicReference<>();
        TernConnectionFactory factory = BROKER.connectionFactory();
        factory.setPrefetch(1); // a consumer that is busy keeps little from those that come later
        DefaultMessageListenerContainer polling = newDefault();
        polling.setMaxMessagesPerTask(1); // so that one too many notices soon
        run(polling, factory, message -> {
            CountDownLatch all = together.get();
            all.countDown();
            try {
                assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            heard.incrementAndGet();
        });

        int sent = 0;
        for (int consumers : new int[] {4, 1, 3}) {
            polling.setConcurrentConsumers(1);
            polling.setMaxConcurrentConsumers(consumers);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> polling.getScheduledConsumerCount() <= consumers);
            together.set(new CountDownLatch(consumers)); // the first of them wait for each other
            send(BROKER, name, numbered(consumers * 10));
            sent += consumers * 10;
            int expected = sent;
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> heard.get() == expected);
        }

        awaitEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                DefaultMessageListenerContainer.CACHE_NONE,
                DefaultMessageListenerContainer.CACHE_CONNECTION,
                DefaultMessageListenerContainer.CACHE_SESSION,
                DefaultMessageListenerContainer.CACHE_CONSUMER
            })
    void shouldLoseAndDoubleNothingAtAnyLevelOfCaching(int level) {
        Heard heard = Heard.all();
        DefaultMessageListenerContainer polling = newDefault();
        polling.setCacheLevel(level);
        polling.setSessionTransacted(true);
        polling.setConcurrentConsumers(2);
        run(polling, BROKER.connectionFactory(), heard);

        send(BROKER, name, numbered(60));

        awaitEmpty();
        assertThat(heard.texts()).containsExactlyInAnyOrder(numbered(60));
    }

    @Test
    void shouldRollBackWithATransactionManagerOverACachedConnection() throws Exception {
        CachingConnectionFactory caching = new CachingConnectionFactory(BROKER.connectionFactory());
        try {
            Heard heard = Heard.afterFailures(1);
            DefaultMessageListenerContainer managed = newDefault();
            managed.setTransactionManager(new JmsTransactionManager(caching));
            run(managed, caching, heard);

            send(BROKER, name, "a", "b");

            Message failed = heard.next();
            assertThat(failed.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
            awaitEmpty();
            assertThat(heard.texts()).isEqualTo(List.of("a", "b"));
            container.shutdown();
        } finally {
            caching.destroy();
        }
    }
}
