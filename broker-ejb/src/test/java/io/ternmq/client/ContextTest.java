package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageNotWriteableRuntimeException;
import jakarta.jms.Queue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ContextTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private JMSContext context;
    private Queue queue;

    @BeforeEach
    void open() {
        context = BROKER.factory().createContext();
        queue = context.createQueue(TestBroker.name("orders"));
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void shouldSendAndReceiveBodies() throws JMSException {
        JMSProducer producer = context.createProducer();
        JMSConsumer consumer = context.createConsumer(queue);
        producer.send(queue, "text")
                .send(queue, Map.of("k", 1))
                .send(queue, new byte[] {7, 8})
                .send(queue, (java.io.Serializable) Integer.valueOf(5))
                .send(queue, (String) null);

        assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("text");
        assertThat(consumer.receiveBody(Map.class, WAIT)).isEqualTo(Map.of("k", 1));
        assertThat(consumer.receiveBody(byte[].class, WAIT)).containsExactly(7, 8);
        assertThat(consumer.receiveBody(Integer.class, WAIT)).isEqualTo(5);
        assertThat(text(consumer.receive(WAIT))).isNull();
        assertThat(consumer.receiveBodyNoWait(String.class)).isNull();
    }

    @Test
    void shouldKeepAMessageWhoseBodyWasAskedForInVain() {
        context.createProducer().send(queue, "first").send(queue, "second");
        JMSConsumer consumer = context.createConsumer(queue);

        assertThatThrownBy(() -> consumer.receiveBody(Map.class, WAIT))
                .isInstanceOf(MessageFormatRuntimeException.class);

        Message first = consumer.receive(WAIT);
        assertThat(AcknowledgementTest.describe(first)).isEqualTo("first/1");
        assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("second");
    }

    @Test
    void shouldCountAMessageWhoseBodyWasAskedForInVainInATransaction() {
        context.createProducer().send(queue, "first").send(queue, "second");
        try (JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSConsumer consumer = transacted.createConsumer(queue);

            assertThatThrownBy(() -> consumer.receiveBody(Map.class, WAIT))
                    .isInstanceOf(MessageFormatRuntimeException.class);

            assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("second");
            transacted.rollback();
            assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("first/2");
        }
    }

    @Test
    void shouldPutTheProducersSettingsOnEachMessage() throws JMSException {
        context.createProducer()
                .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
                .setPriority(6)
                .setTimeToLive(60_000)
                .setJMSCorrelationID("c")
                .setJMSType("t")
                .setJMSReplyTo(queue)
                .setProperty("n", 3)
                .setProperty("s", "x")
                .send(queue, "a");

        Message got = context.createConsumer(queue).receive(WAIT);

        assertThat(got.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(got.getJMSPriority()).isEqualTo(6);
        assertThat(got.getJMSExpiration()).isEqualTo(got.getJMSTimestamp() + 60_000);
        assertThat(got.getJMSCorrelationID()).isEqualTo("c");
        assertThat(got.getJMSType()).isEqualTo("t");
        assertThat(got.getJMSReplyTo()).isEqualTo(queue);
        assertThat(got.getIntProperty("n")).isEqualTo(3);
        assertThat(got.getStringProperty("s")).isEqualTo("x");
    }

    @Test
    void shouldCheckPropertiesWhenTheyAreSet() {
        JMSProducer producer = context.createProducer().setProperty("n", 3);

        assertThat(producer.getStringProperty("n")).isEqualTo("3");
        assertThat(producer.propertyExists("n")).isTrue();
        assertThat(producer.getPropertyNames()).containsExactly("n");
        assertThatThrownBy(() -> producer.setProperty("", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> producer.setProperty("list", List.of()))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.setPriority(11)).isInstanceOf(JMSRuntimeException.class);
        assertThat(producer.clearProperties().getPropertyNames()).isEmpty();
    }

    @Test
    void shouldShowTheNamesOfThePropertiesAsTheyAre() {
        JMSProducer producer = context.createProducer();
        Set<String> names = producer.getPropertyNames();

        producer.setProperty("n", 3).setProperty("m", true);

        assertThat(names).containsExactlyInAnyOrder("n", "m");
        assertThatThrownBy(() -> names.remove("n")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> names.iterator().remove()).isInstanceOf(UnsupportedOperationException.class);
        producer.clearProperties();
        assertThat(names).isEmpty();
    }

    @Test
    void shouldConvertTheProducersPropertiesAndCorrelationIdentifier() {
        JMSProducer producer = context.createProducer()
                .setProperty("byte", (byte) 7)
                .setProperty("text", "12")
                .setProperty("double", 1.5d)
                .setProperty("object", (Object) Long.valueOf(9));

        assertThat(producer.getShortProperty("byte")).isEqualTo((short) 7);
        assertThat(producer.getLongProperty("text")).isEqualTo(12);
        assertThat(producer.getObjectProperty("object")).isEqualTo(9L);
        assertThat(producer.getStringProperty("double")).isEqualTo("1.5");
        assertThat(producer.getObjectProperty("none")).isNull();
        assertThat(producer.getStringProperty("none")).isNull();
        assertThatThrownBy(() -> producer.getIntProperty("double")).isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> producer.getIntProperty("none")).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> producer.setProperty(null, "x")).isInstanceOf(IllegalArgumentException.class);

        assertThat(producer.setJMSCorrelationID("c").getJMSCorrelationIDAsBytes())
                .containsExactly('c');
        byte[] id = {'d'};
        producer.setJMSCorrelationIDAsBytes(id);
        id[0] = 'x';
        assertThat(producer.getJMSCorrelationID()).isEqualTo("d");
        assertThat(producer.getJMSCorrelationIDAsBytes()).containsExactly('d');
    }

    @Test
    void shouldOverrideWhatTheMessageHasAndRefuseReadOnlyProperties() throws JMSException {
        Message message = context.createTextMessage("a");
        message.setStringProperty("p", "message");
        message.setJMSType("message");
        JMSProducer producer =
                context.createProducer().setProperty("p", "producer").setJMSType("producer");
        producer.send(queue, message);

        Message got = context.createConsumer(queue).receive(WAIT);

        assertThat(got.getStringProperty("p")).isEqualTo("producer");
        assertThat(got.getJMSType()).isEqualTo("producer");
        assertThatThrownBy(() -> producer.send(queue, got)).isInstanceOf(MessageNotWriteableRuntimeException.class);
        context.createProducer().setJMSType("again").send(queue, got);
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        JMSProducer producer = context.createProducer();

        assertThatThrownBy(() -> producer.setPriority(-1)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> producer.setPriority(10)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> producer.setDeliveryMode(0)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> producer.setTimeToLive(-1)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> producer.setDeliveryDelay(-1)).isInstanceOf(JMSRuntimeException.class);
        assertThat(producer.getPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
        assertThat(producer.getDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(producer.getTimeToLive()).isZero();
        assertThat(producer.getDeliveryDelay()).isZero();
    }

    @Test
    void shouldSayThatAMessageHasNoBodyAndKeepIt() throws JMSException {
        JMSConsumer consumer = context.createConsumer(queue);
        context.createProducer()
                .send(queue, (String) null)
                .send(queue, (java.io.Serializable) null)
                .send(queue, (byte[]) null)
                .send(queue, context.createMessage())
                .send(queue, context.createStreamMessage());

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> consumer.receiveBody(Object.class, WAIT))
                    .isInstanceOf(MessageFormatRuntimeException.class);
            Message message = consumer.receive(WAIT);
            assertThat(message.getJMSRedelivered()).isFalse();
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        }
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void shouldRefuseABodyOfNoType() {
        context.createProducer().send(queue, "a");
        JMSConsumer consumer = context.createConsumer(queue);

        assertThatThrownBy(() -> consumer.receiveBody(null)).isInstanceOf(MessageFormatRuntimeException.class);

        assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("a");
    }

    @Test
    void shouldLetEachContextStartTheConnectionByItself() {
        context.setAutoStart(false);
        context.createProducer().send(queue, "a");
        JMSConsumer consumer = context.createConsumer(queue);
        try (JMSContext second = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            assertThat(second.getAutoStart()).isTrue();
            assertThat(consumer.receive(100)).isNull();

            second.createConsumer(context.createQueue(TestBroker.name("other")));

            assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("a");
        }
    }

    @Test
    void shouldTakeASecondListenerWhileTheFirstRuns() {
        Queue second = context.createQueue(TestBroker.name("second"));
        List<String> seen = new CopyOnWriteArrayList<>();
        context.createConsumer(queue).setMessageListener(message -> seen.add("first"));
        try (JMSContext sending = BROKER.factory().createContext()) {
            JMSProducer producer = sending.createProducer();
            for (int i = 0; i < 200; i++) {
                producer.send(queue, "a").send(second, "b");
            }

            context.createConsumer(second).setMessageListener(message -> seen.add("second"));

            Awaitility.await().until(() -> seen.size() == 400);
            assertThat(seen).filteredOn("second"::equals).hasSize(200);
        }
    }

    @Test
    void shouldIgnoreAcknowledgeButInAClientSession() throws JMSException {
        for (int mode :
                new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE, JMSContext.SESSION_TRANSACTED
                }) {
            try (JMSContext own = context.createContext(mode)) {
                context.createProducer().send(queue, "a");
                Message message = own.createConsumer(queue).receive(WAIT);
                own.acknowledge();
                message.acknowledge();
                assertThat(own.getSessionMode()).isEqualTo(mode);
                assertThat(own.getTransacted()).isEqualTo(mode == JMSContext.SESSION_TRANSACTED);
            }
        }
        assertThat(AcknowledgementTest.describe(context.createConsumer(queue).receive(WAIT)))
                .isEqualTo("a/2"); // of the transaction, which its close rolled back
    }

    @Test
    void shouldRefuseAClientIdentifierOnceAnotherContextIsMade() {
        try (JMSContext fresh = BROKER.factory().createContext();
                JMSContext second = fresh.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            assertThatThrownBy(() -> fresh.setClientID("late")).isInstanceOf(IllegalStateRuntimeException.class);
            assertThatThrownBy(() -> second.setClientID("late")).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    void shouldRefuseACallbackThatWaitsForItself() {
        JMSContext transacted = context.createContext(JMSContext.SESSION_TRANSACTED);
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        transacted
                .createProducer()
                .setAsync(new CompletionListener() {
                    @Override
                    public void onCompletion(Message message) {
                        for (Runnable call :
                                List.<Runnable>of(transacted::commit, transacted::rollback, transacted::close)) {
                            try {
                                call.run();
                            } catch (JMSRuntimeException e) {
                                thrown.add(e);
                            }
                        }
                    }

                    @Override
                    public void onException(Message message, Exception exception) {
                        thrown.add(exception);
                    }
                })
                .send(queue, "a");

        transacted.close();

        assertThat(thrown).hasSize(3).allMatch(e -> e instanceof IllegalStateRuntimeException);
    }

    @Test
    void shouldStartWithTheFirstConsumerUnlessToldNotTo() {
        context.setAutoStart(false);
        context.createProducer().send(queue, "a");
        JMSConsumer consumer = context.createConsumer(queue);

        assertThat(consumer.receive(100)).isNull();
        context.start();

        assertThat(consumer.receiveBody(String.class, WAIT)).isEqualTo("a");
    }

    @Test
    void shouldCloseTheConnectionWithItsLastContext() {
        JMSContext second = context.createContext(JMSContext.CLIENT_ACKNOWLEDGE);
        assertThat(second.getSessionMode()).isEqualTo(JMSContext.CLIENT_ACKNOWLEDGE);
        context.close();

        second.createProducer().send(queue, "a");
        assertThat(second.createConsumer(queue).receiveBody(String.class, WAIT)).isEqualTo("a");
        second.acknowledge();
        second.close();

        Awaitility.await()
                .until(() -> BROKER.broker().management().connections().isEmpty());
        assertThatThrownBy(() -> second.createProducer()).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(context::createMessage).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void shouldTakeAClientIdentifierAtFirst() {
        try (JMSContext named = BROKER.factory().createContext()) {
            String id = TestBroker.name("client");
            named.setClientID(id);

            assertThat(named.getClientID()).isEqualTo(id);
            named.createDurableConsumer(named.createTopic(TestBroker.name("t")), "n")
                    .close();
            named.unsubscribe("n");
        }
    }

    @Test
    void shouldThrowUncheckedCounterparts() {
        assertThatThrownBy(() -> context.createConsumer(queue, "a ="))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createConsumer(null)).isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createProducer().send(null, "a"))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createProducer().send(queue, (Message) null))
                .isInstanceOf(MessageFormatRuntimeException.class);
        assertThatThrownBy(() -> context.commit()).isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(() -> BROKER.factory().createContext(17)).isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void shouldSendAsynchronously() {
        List<String> ids = new CopyOnWriteArrayList<>();
        JMSProducer producer = context.createProducer().setAsync(new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                try {
                    ids.add(message.getJMSMessageID());
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public void onException(Message message, Exception exception) {
                ids.add("failed: " + exception);
            }
        });

        producer.send(queue, "a").send(queue, "b");
        context.close();

        assertThat(ids).hasSize(2).allMatch(id -> id.startsWith("ID:"));
    }

    @Test
    void shouldRefuseThatAListenerClosesItsContext() {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        context.createConsumer(queue).setMessageListener(message -> {
            try {
                context.close();
            } catch (JMSRuntimeException e) {
                thrown.add(e);
            }
        });
        try (JMSContext other = BROKER.factory().createContext()) {
            other.createProducer().send(queue, "a");
        }

        Awaitility.await().until(() -> thrown.size() == 1);

        assertThat(thrown.get(0)).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void shouldLetAListenerCommitWhileItsContextCloses() throws Exception {
        JMSContext transacted = BROKER.factory().createContext(JMSContext.SESSION_TRANSACTED);
        java.util.concurrent.CountDownLatch entered = new java.util.concurrent.CountDownLatch(1);
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        transacted.createConsumer(queue).setMessageListener(message -> {
            entered.countDown();
            try {
                new java.util.concurrent.CountDownLatch(1).await(200, java.util.concurrent.TimeUnit.MILLISECONDS);
                transacted.commit();
            } catch (RuntimeException | InterruptedException e) {
                thrown.add(e);
            }
        });
        context.createProducer().send(queue, "a");
        entered.await();

        transacted.close();

        assertThat(thrown).isEmpty();
        assertThat(BROKER.depth(((io.ternmq.client.destination.TernQueue) queue).getQueueName()))
                .isZero();
    }
}
