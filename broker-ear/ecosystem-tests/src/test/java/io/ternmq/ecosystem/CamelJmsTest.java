package io.ternmq.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.test.TernBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jms.connection.JmsTransactionManager;

/** Camel's component for JMS: routes over queues and topics, transacted ones, requests and their replies. */
class CamelJmsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    static final TernBroker BROKER = TernBroker.inMemory();

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private CamelContext camel;
    private ProducerTemplate template;

    @BeforeEach
    void setUp() {
        camel = newCamel(BROKER.connectionFactory());
        template = camel.createProducerTemplate();
    }

    private static CamelContext newCamel(ConnectionFactory factory) {
        CamelContext camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(20);
        camel.addComponent("jms", JmsComponent.jmsComponentAutoAcknowledge(factory));
        JmsTransactionManager transactions = new JmsTransactionManager(factory);
        camel.addComponent("tx", JmsComponent.jmsComponentTransacted(factory, transactions));
        camel.getRegistry().bind("transactions", transactions);
        return camel;
    }

    @AfterEach
    void tearDown() {
        camel.stop();
    }

    private interface Route {
        void add(RouteBuilder builder);
    }

    private void start(Route route) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                route.add(this);
            }
        });
        camel.start();
    }

    private static String receive(String queue) {
        try (JMSContext context = BROKER.connectionFactory().createContext()) {
            return context.createConsumer(context.createQueue(queue)).receiveBody(String.class, LONG.toMillis());
        }
    }

    private void awaitHeard(int count) {
        Awaitility.await().atMost(LONG).until(() -> heard.size() == count);
    }

    @Test
    void shouldRouteFromQueueToQueueWithHeaders() throws Exception {
        start(
                route -> route.from("jms:queue:camel.in")
                        .setBody(route.simple("${body}!"))
                        .to(
                                "jms:queue:camel.out?deliveryPersistent=false&priority=8&explicitQosEnabled=true&timeToLive=60000"));

        template.sendBodyAndHeader("jms:queue:camel.in", "a", "colour", "red");

        try (JMSContext context = BROKER.connectionFactory().createContext()) {
            Message out = context.createConsumer(context.createQueue("camel.out"), "colour = 'red'")
                    .receive(LONG.toMillis());
            assertThat(out.getBody(String.class)).isEqualTo("a!");
            assertThat(out.getJMSPriority()).isEqualTo(8);
        }
    }

    @Test
    void shouldConsumeByManyAndLoseNothing() throws Exception {
        start(route -> route.from("jms:queue:camel.many?concurrentConsumers=2&maxConcurrentConsumers=5")
                .process(exchange -> heard.add(exchange.getMessage().getBody(String.class))));

        String[] all = IntStream.range(0, 200).mapToObj(i -> "m" + i).toArray(String[]::new);
        for (String text : all) {
            template.sendBody("jms:queue:camel.many", text);
        }

        awaitHeard(200);
        assertThat(heard).containsExactlyInAnyOrder(all);
    }

    @Test
    void shouldRollBackATransactedRouteWithAllThatItSent() throws Exception {
        List<Object> counts = new CopyOnWriteArrayList<>();
        start(route -> route.from("tx:queue:camel.tx")
                .transacted()
                .to("tx:queue:camel.tx.out")
                .process(exchange -> {
                    counts.add(exchange.getMessage().getHeader("JMSXDeliveryCount"));
                    if (counts.size() < 3) {
                        throw new IllegalStateException("the route fails, as the test wants");
                    }
                }));

        template.sendBody("jms:queue:camel.tx", "a");

        Awaitility.await().atMost(LONG).until(() -> BROKER.depth("camel.tx") == 0);
        assertThat(counts).isEqualTo(List.of(1, 2, 3));
        assertThat(BROKER.depth("camel.tx.out"))
                .as("sent by the attempt that was committed")
                .isEqualTo(1);
        assertThat(receive("camel.tx.out")).isEqualTo("a");
    }

    @Test
    void shouldAskAndGetRepliesByATemporaryQueue() throws Exception {
        askMany("jms:queue:camel.echo?requestTimeout=30000");
    }

    @Test
    void shouldAskAndGetRepliesByASharedQueueAndSelector() throws Exception {
        askMany("jms:queue:camel.echo?requestTimeout=30000&replyTo=camel.replies&replyToType=Shared");
        assertThat(BROKER.depth("camel.replies")).isZero();
    }

    @Test
    void shouldAskAndGetRepliesByAnExclusiveQueue() throws Exception {
        askMany("jms:queue:camel.echo?requestTimeout=30000&replyTo=camel.mine&replyToType=Exclusive");
    }

    private void askMany(String endpoint) throws Exception {
        start(route -> route.from("jms:queue:camel.echo?concurrentConsumers=3").setBody(route.simple("re: ${body}")));

        List<CompletableFuture<Object>> replies = IntStream.range(0, 30)
                .mapToObj(i -> template.asyncRequestBody(endpoint, "q" + i))
                .toList();

        for (int i = 0; i < replies.size(); i++) {
            assertThat(replies.get(i).get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("re: q" + i);
        }
    }

    @Test
    void shouldGiveUpOnAReplyThatDoesNotCome() throws Exception {
        camel.start();

        assertThatThrownBy(() -> template.requestBody("jms:queue:camel.nobody?requestTimeout=300", "q"))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(ExchangeTimedOutException.class);
    }

    @Test
    void shouldKeepWhatADurableSubscriberMissed() throws Exception {
        start(route -> route.from("jms:topic:camel.news?clientId=camel&durableSubscriptionName=news")
                .routeId("news")
                .process(exchange -> heard.add(exchange.getMessage().getBody(String.class))));
        Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> {
            template.sendBody("jms:topic:camel.news", "heard");
            return !heard.isEmpty();
        });
        camel.getRouteController().stopRoute("news");
        heard.clear();

        template.sendBody("jms:topic:camel.news", "missed");
        camel.getRouteController().startRoute("news");

        Awaitility.await().atMost(LONG).until(() -> heard.contains("missed"));
        assertThat(heard.get(heard.size() - 1)).isEqualTo("missed");
    }

    @Test
    void shouldHearNothingWhileARouteIsSuspended() throws Exception {
        start(route -> route.from("jms:queue:camel.suspended?receiveTimeout=200")
                .routeId("suspended")
                .process(exchange -> heard.add(exchange.getMessage().getBody(String.class))));
        template.sendBody("jms:queue:camel.suspended", "a");
        awaitHeard(1);

        camel.getRouteController().stopRoute("suspended");
        template.sendBody("jms:queue:camel.suspended", "b");
        Awaitility.await().during(Duration.ofMillis(200)).until(() -> BROKER.depth("camel.suspended") == 1);
        camel.getRouteController().startRoute("suspended");

        awaitHeard(2);
        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void shouldDelayDelivery() throws Exception {
        start(route -> route.from("direct:later").to("jms:queue:camel.later?deliveryDelay=400"));

        template.sendBody("direct:later", "a");

        try (JMSContext context = BROKER.connectionFactory().createContext()) {
            Message message =
                    context.createConsumer(context.createQueue("camel.later")).receive(LONG.toMillis());
            assertThat(message.getJMSDeliveryTime())
                    .isEqualTo(message.getJMSTimestamp() + 400)
                    .isLessThanOrEqualTo(System.currentTimeMillis());
        }
    }

    @Test
    void shouldGoOnWhenTheBrokerIsRestarted(@TempDir Path data) throws Exception {
        try (TernBroker broker = TernBroker.onDisk(data).start()) {
            CamelContext restarted = newCamel(broker.connectionFactory());
            restarted.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("jms:queue:camel.restart?recoveryInterval=100")
                            .process(exchange -> heard.add(exchange.getMessage().getBody(String.class)));
                }
            });
            restarted.start();
            ProducerTemplate sender = restarted.createProducerTemplate();
            sender.sendBody("jms:queue:camel.restart", "before");
            awaitHeard(1);

            broker.close();
            broker.start();
            sender.sendBody("jms:queue:camel.restart", "after");

            awaitHeard(2);
            assertThat(heard).containsExactly("before", "after");
            restarted.stop();
        }
    }
}
