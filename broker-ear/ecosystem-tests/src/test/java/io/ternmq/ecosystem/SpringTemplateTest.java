package io.ternmq.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.destination.TernTopic;
import io.ternmq.test.TernBroker;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.io.File;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jms.InvalidSelectorException;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SessionAwareMessageListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JmsTemplate, plain and over its cache of sessions, producers and consumers. */
class SpringTemplateTest {

    @RegisterExtension
    static final TernBroker BROKER = TernBroker.inMemory();

    private final CountingFactory counting = new CountingFactory(BROKER.connectionFactory());
    private CachingConnectionFactory caching;
    private JmsTemplate template;
    private String queue;

    @BeforeEach
    void setUp(org.junit.jupiter.api.TestInfo test) {
        caching = new CachingConnectionFactory(counting);
        caching.setSessionCacheSize(5);
        template = template(caching);
        queue = test.getTestMethod().orElseThrow().getName();
    }

    @AfterEach
    void tearDown() {
        caching.destroy();
    }

    private static JmsTemplate template(jakarta.jms.ConnectionFactory factory) {
        JmsTemplate template = new JmsTemplate(factory);
        template.setReceiveTimeout(30_000);
        return template;
    }

    private Object receiveNow() {
        JmsTemplate now = template(caching);
        now.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        return now.receiveAndConvert(queue);
    }

    @Test
    void shouldRunWithTheSpringThatTheBuildNames() throws Exception {
        try (JarFile jar = new JarFile(new File(JmsTemplate.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()))) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo(System.getProperty("tern.spring"));
        }
    }

    @Test
    void shouldConvertWhatMessagesHold() {
        for (Object body : List.of("text", Map.of("count", 3, "name", "a"), 42, List.of("a", "b"))) {
            template.convertAndSend(queue, body);
            assertThat(template.receiveAndConvert(queue)).isEqualTo(body);
        }
        template.convertAndSend(queue, new byte[] {1, 2, 3});
        assertThat((byte[]) template.receiveAndConvert(queue)).containsExactly(1, 2, 3);
        assertThat(receiveNow()).isNull();
    }

    @Test
    void shouldOpenAConnectionForEachCallWithoutACache() {
        JmsTemplate plain = template(counting);

        plain.convertAndSend(queue, "a");
        plain.convertAndSend(queue, "b");

        assertThat(plain.receiveAndConvert(queue)).isEqualTo("a");
        assertThat(plain.receiveAndConvert(queue)).isEqualTo("b");
        assertThat(counting.made()).isEqualTo(4);
    }

    @Test
    void shouldUseOneConnectionForAllThatIsCached() {
        for (int i = 0; i < 50; i++) {
            template.convertAndSend(queue, "m" + i);
            assertThat(template.receiveAndConvert(queue)).isEqualTo("m" + i);
        }

        assertThat(counting.made()).isEqualTo(1);
    }

    @Test
    void shouldComeBackWithItsCacheAfterAnotherConnection() {
        template.convertAndSend(queue, "before");
        caching.resetConnection();

        assertThat(template.receiveAndConvert(queue)).isEqualTo("before");
        assertThat(counting.made()).isEqualTo(2);
    }

    @Test
    void shouldReceiveBySelectorAndBrowse() {
        for (int i = 0; i < 4; i++) {
            int number = i;
            template.convertAndSend(queue, "m" + i, message -> {
                message.setIntProperty("number", number);
                message.setJMSCorrelationID("c" + number);
                return message;
            });
        }

        List<String> browsed = template.browse(queue, (session, browser) -> {
            List<String> texts = new ArrayList<>();
            for (Object message : Collections.list(browser.getEnumeration())) {
                texts.add(((TextMessage) message).getText());
            }
            return texts;
        });

        assertThat(browsed).containsExactly("m0", "m1", "m2", "m3");
        assertThat(template.receiveSelectedAndConvert(queue, "number >= 2 AND JMSCorrelationID <> 'c2'"))
                .isEqualTo("m3");
        assertThat(template.receiveAndConvert(queue)).isEqualTo("m0");
        assertThatThrownBy(() -> template.receiveSelected(queue, "number >"))
                .isInstanceOf(InvalidSelectorException.class);
        template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
        assertThat(template.receiveSelected(queue, "number = 7")).isNull();
    }

    @Test
    void shouldAskAndGetTheReply() throws Exception {
        DefaultMessageListenerContainer responder = new DefaultMessageListenerContainer();
        responder.setConnectionFactory(caching);
        responder.setDestinationName(queue);
        responder.setMessageListener((SessionAwareMessageListener<TextMessage>) (request, session) -> {
            TextMessage reply = session.createTextMessage(request.getText() + "!");
            reply.setJMSCorrelationID(request.getJMSMessageID());
            session.createProducer(request.getJMSReplyTo()).send(reply);
        });
        responder.afterPropertiesSet();
        responder.start();
        try {
            for (int i = 0; i < 10; i++) {
                String question = "q" + i;
                Message reply = template.sendAndReceive(queue, session -> session.createTextMessage(question));
                assertThat(((TextMessage) reply).getText()).isEqualTo(question + "!");
            }
        } finally {
            responder.shutdown();
        }
    }

    @Test
    void shouldSendWithTheQualityThatIsAskedFor() throws JMSException {
        template.setExplicitQosEnabled(true);
        template.setPriority(7);
        template.setTimeToLive(60_000);
        template.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        template.setDeliveryDelay(300);

        template.convertAndSend(queue, "later");
        assertThat(receiveNow()).isNull();
        Message message = template.receive(queue);
        long received = System.currentTimeMillis();

        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSExpiration()).isEqualTo(message.getJMSTimestamp() + 60_000);
        assertThat(message.getJMSDeliveryTime())
                .isEqualTo(message.getJMSTimestamp() + 300)
                .isLessThanOrEqualTo(received);
    }

    @Test
    void shouldTakePartInALocalTransactionOfSpring() {
        TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(caching));
        template.setSessionTransacted(true);

        transaction.executeWithoutResult(status -> {
            template.convertAndSend(queue, "never");
            status.setRollbackOnly();
        });
        assertThat(receiveNow()).isNull();

        transaction.executeWithoutResult(status -> {
            template.convertAndSend(queue, "sent");
            assertThat(receiveNow()).as("before the commit").isNull();
        });
        transaction.executeWithoutResult(status -> {
            assertThat(template.receiveAndConvert(queue)).isEqualTo("sent");
            status.setRollbackOnly();
        });
        assertThat(template.receiveAndConvert(queue))
                .as("again after the rollback")
                .isEqualTo("sent");
        assertThat(receiveNow()).isNull();
    }

    @Test
    void shouldPublishToTopics() {
        template.setPubSubDomain(true);

        Object heard = template.execute(
                session -> {
                    try (MessageConsumer subscriber = session.createConsumer(new TernTopic(queue))) {
                        template.convertAndSend(queue, "news");
                        return ((TextMessage) subscriber.receive(30_000)).getText();
                    }
                },
                true);

        assertThat(heard).isEqualTo("news");
    }

    @Test
    void shouldTurnARefusalIntoSpringsOwnException() {
        assertThatThrownBy(() -> template.convertAndSend("bad\nname", "a"))
                .isInstanceOf(org.springframework.jms.JmsException.class)
                .hasMessageContaining("name");
        assertThatThrownBy(() -> template(new io.ternmq.client.TernConnectionFactory("dmqp://127.0.0.1:1"))
                        .convertAndSend(queue, "a"))
                .isInstanceOf(UncategorizedJmsException.class)
                .hasRootCauseInstanceOf(java.net.ConnectException.class)
                .cause()
                .hasMessageContaining("127.0.0.1:1");
    }
}
