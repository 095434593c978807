package io.ternmq.client;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The optional JMSX properties (3.5.9), set where a factory was asked for them. */
class JmsxTest {

    private static final long WAIT = 5_000;
    private static final String ALL = "JMSXUserID,JMSXProducerTXID,JMSXConsumerTXID,JMSXRcvTimestamp";

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker(config -> config.withAnonymous(false), UnaryOperator.identity());

    private Connection plain;
    private Session session;
    private Queue queue;

    @BeforeEach
    void open() throws JMSException {
        plain = connection(null, null);
        session = plain.createSession();
        queue = session.createQueue(TestBroker.name("orders"));
    }

    private static Connection connection(String jmsx, String appId) throws JMSException {
        TernConnectionFactory factory = BROKER.factory();
        factory.setUser("admin");
        factory.setPasswordFile(BROKER.data().resolve("admin-password").toString());
        factory.setJmsx(jmsx);
        factory.setAppId(appId);
        Connection connection = BROKER.endingWithTest(factory.createConnection());
        connection.start();
        return connection;
    }

    @SuppressWarnings("unchecked") // the API has no generic type
    private static List<Object> names(Message message) throws JMSException {
        return Collections.list(message.getPropertyNames());
    }

    @Test
    void shouldSetNoneUnlessAsked() throws JMSException {
        TextMessage sent = session.createTextMessage();
        session.createProducer(queue).send(sent);

        Message got = session.createConsumer(queue).receive(WAIT);

        assertThat(names(sent)).isEmpty();
        assertThat(names(got)).containsExactly("JMSXDeliveryCount");
        assertThat((List<?>) Collections.list(plain.getMetaData().getJMSXPropertyNames()))
                .asList()
                .containsExactlyInAnyOrder("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");
    }

    @Test
    void shouldNameUserAndApplicationToProducerAndConsumer() throws JMSException {
        Connection naming = connection("JMSXUserID", "shop");
        Message sent = naming.createSession().createTextMessage();
        naming.createSession().createProducer(queue).send(sent);

        Message got = session.createConsumer(queue, "JMSXUserID = 'admin' AND JMSXAppID = 'shop'")
                .receive(WAIT);

        for (Message each : List.of(sent, got)) {
            assertThat(each.getStringProperty("JMSXUserID")).isEqualTo("admin");
            assertThat(each.getStringProperty("JMSXAppID")).isEqualTo("shop");
        }
        assertThat((List<?>) Collections.list(naming.getMetaData().getJMSXPropertyNames()))
                .asList()
                .contains("JMSXUserID", "JMSXAppID");
    }

    @Test
    void shouldSayOfAForwardedMessageWhatItsLastSenderSays() throws JMSException {
        Session naming = connection("JMSXUserID", "shop").createSession();
        Queue first = session.createQueue(TestBroker.name("first"));
        Queue second = session.createQueue(TestBroker.name("second"));
        naming.createProducer(first).send(naming.createTextMessage("a"));

        Message forwarded = session.createConsumer(first).receive(WAIT);
        session.createProducer(second).send(forwarded);
        Session other = connection(null, "audit").createSession();
        Message again = other.createConsumer(second).receive(WAIT);
        other.createProducer(queue).send(again);
        Message got = session.createConsumer(queue).receive(WAIT);

        assertThat(forwarded.propertyExists("JMSXUserID")).isFalse();
        assertThat(forwarded.propertyExists("JMSXAppID")).isFalse();
        assertThat(got.propertyExists("JMSXUserID")).isFalse();
        assertThat(got.getStringProperty("JMSXAppID")).isEqualTo("audit");
        assertThat(((TextMessage) got).getText()).isEqualTo("a");
    }

    @Test
    void shouldTellTheTransactionsOfSendAndReceipt() throws JMSException {
        Session transacted = connection(ALL, null).createSession(Session.SESSION_TRANSACTED);
        Message first = transacted.createMessage();
        Message second = transacted.createMessage();
        Message third = transacted.createMessage();
        transacted.createProducer(queue).send(first);
        transacted.createProducer(queue).send(second);
        transacted.commit();
        transacted.createProducer(queue).send(third);
        transacted.commit();
        MessageConsumer consumer = transacted.createConsumer(queue);

        Message one = consumer.receive(WAIT);
        Message two = consumer.receive(WAIT);
        transacted.commit();
        Message three = consumer.receive(WAIT);

        assertThat(producedIn(first)).isNotBlank().isEqualTo(producedIn(second)).isNotEqualTo(producedIn(third));
        assertThat(producedIn(one)).isEqualTo(producedIn(first));
        assertThat(producedIn(three)).isEqualTo(producedIn(third));
        assertThat(consumedIn(one))
                .isNotBlank()
                .isEqualTo(consumedIn(two))
                .isNotEqualTo(consumedIn(three))
                .isNotEqualTo(producedIn(third));
        assertThat(first.propertyExists("JMSXConsumerTXID")).isFalse();
        transacted.rollback();
        assertThat(consumedIn(consumer.receive(WAIT))).isNotEqualTo(consumedIn(three));
    }

    private static String producedIn(Message message) throws JMSException {
        return message.getStringProperty("JMSXProducerTXID");
    }

    private static String consumedIn(Message message) throws JMSException {
        return message.getStringProperty("JMSXConsumerTXID");
    }

    @Test
    void shouldNameNoTransactionWhereThereIsNone() throws JMSException {
        Session outside = connection(ALL, null).createSession();
        outside.createProducer(queue).send(outside.createMessage());

        Message got = outside.createConsumer(queue).receive(WAIT);

        assertThat(got.propertyExists("JMSXProducerTXID")).isFalse();
        assertThat(got.propertyExists("JMSXConsumerTXID")).isFalse();
    }

    @Test
    void shouldTellTheTimeOfReceiptToTheConsumerOnly() throws JMSException {
        Session timing = connection("JMSXRcvTimestamp", null).createSession();
        Message sent = timing.createMessage();
        timing.createProducer(queue).send(sent);

        Message shown = (Message) timing.createBrowser(queue).getEnumeration().nextElement();
        long before = System.currentTimeMillis();
        Message got = timing.createConsumer(queue).receive(WAIT);
        long after = System.currentTimeMillis();
        Queue next = timing.createQueue(TestBroker.name("next"));
        timing.createProducer(next).send(got);
        Message sentOn = session.createConsumer(next).receive(WAIT);

        assertThat(got.getObjectProperty("JMSXRcvTimestamp"))
                .isInstanceOfSatisfying(Long.class, time -> assertThat(time).isBetween(before, after));
        assertThat(names(got)).contains("JMSXRcvTimestamp");
        assertThat(sent.propertyExists("JMSXRcvTimestamp")).isFalse();
        assertThat(shown.propertyExists("JMSXRcvTimestamp")).isFalse();
        assertThat(sentOn.propertyExists("JMSXRcvTimestamp")).isFalse();
    }

    @Test
    void shouldForgetThemWithTheOtherProperties() throws JMSException {
        Session all = connection(ALL, "shop").createSession();
        all.createProducer(queue).send(all.createMessage());
        Message got = all.createConsumer(queue).receive(WAIT);

        got.clearProperties();

        assertThat(names(got)).isEmpty();
    }
}
