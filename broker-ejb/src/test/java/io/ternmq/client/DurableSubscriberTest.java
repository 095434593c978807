package io.ternmq.client;

import static io.ternmq.client.SendAndReceiveTest.text;
import static io.ternmq.client.SubscriptionRulesTest.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a durable subscriber finds when it comes back, and what a deleted subscription leaves (4.2.2, 6.2, 8.3.3, 8.3.4). */
class DurableSubscriberTest {

    private static final long WAIT = 5_000;

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private String clientId;
    private Connection connection;
    private Session session;
    private Topic topic;
    private Topic other;

    @BeforeEach
    void open() throws JMSException {
        clientId = TestBroker.name("client");
        connection = BROKER.connect();
        connection.setClientID(clientId);
        connection.start();
        session = connection.createSession();
        topic = session.createTopic(TestBroker.name("news"));
        other = session.createTopic(TestBroker.name("sport"));
    }

    private void publish(Topic to, String text, int n) throws JMSException {
        SubscriptionRulesTest.publish(session, to, text, n);
    }

    @Test
    void shouldTakeUpADurableSubscriptionWhereItWasLeft() throws JMSException {
        MessageConsumer first = session.createDurableConsumer(topic, "n");
        publish(topic, "a", 1);
        publish(topic, "b", 1);
        assertThat(text(first.receive(WAIT))).isEqualTo("a");
        first.close();
        publish(topic, "c", 1);

        expect(session.createDurableConsumer(topic, "n"), "b", "c");
    }

    @Test
    void shouldGiveAgainToADurableSubscriberWhatItDidNotAcknowledge() throws JMSException {
        Session client = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer consumer = client.createDurableConsumer(topic, "n");
        publish(topic, "a", 1);
        publish(topic, "b", 1);
        assertThat(AcknowledgementTest.describe(consumer.receive(WAIT))).isEqualTo("a/1");
        client.close();

        MessageConsumer next = session.createDurableConsumer(topic, "n");

        assertThat(AcknowledgementTest.describe(next.receive(WAIT))).isEqualTo("a/2");
        assertThat(AcknowledgementTest.describe(next.receive(WAIT))).isEqualTo("b/1");
    }

    @Test
    void shouldExpireWhatWaitsInADurableSubscription() throws JMSException {
        session.createDurableConsumer(topic, "n").close();
        Message brief = session.createTextMessage("brief");
        session.createProducer(topic).send(brief, DeliveryMode.PERSISTENT, 4, 1);
        publish(topic, "lasting", 1);
        Awaitility.await().until(() -> System.currentTimeMillis() > brief.getJMSExpiration());

        expect(session.createDurableConsumer(topic, "n"), "lasting");
    }

    @Test
    void shouldTellDurableSubscriptionsApartByClientIdentifier() throws JMSException {
        Session elsewhere = SubscriptionRulesTest.sessionOf(BROKER, TestBroker.name("client"));
        MessageConsumer mine = session.createDurableConsumer(topic, "n");
        MessageConsumer theirs = elsewhere.createDurableConsumer(topic, "n", "n = 2", false);

        publish(topic, "one", 1);
        publish(topic, "two", 2);

        expect(mine, "one", "two");
        expect(theirs, "two");
    }

    @Test
    void shouldForgetASharedDurableSubscriptionThatIsUnsubscribed() throws JMSException {
        MessageConsumer consumer = session.createSharedDurableConsumer(topic, "s");
        assertThatThrownBy(() -> session.unsubscribe("s")).isInstanceOf(JMSException.class);
        publish(topic, "a", 1);
        expect(consumer, "a");
        consumer.close();
        publish(topic, "unread", 1);

        session.unsubscribe("s");

        assertThatThrownBy(() -> session.unsubscribe("s")).isInstanceOf(InvalidDestinationException.class);
        expect(session.createSharedDurableConsumer(topic, "s"));
    }

    @Test
    void shouldStartAnewWhereASharedDurableSubscriptionChanges() throws JMSException {
        session.createSharedDurableConsumer(topic, "s", "n = 1").close();
        publish(topic, "old", 1);
        MessageConsumer selecting = session.createSharedDurableConsumer(topic, "s", "n > 0");
        expect(selecting);
        publish(topic, "selected", 1);
        expect(selecting, "selected");
        selecting.close();
        publish(topic, "old too", 1);

        MessageConsumer moved = session.createSharedDurableConsumer(other, "s", "n > 0");
        publish(other, "new", 1);

        expect(moved, "new");
    }

    @Test
    void shouldDeleteThoughATransactionHoldsMessages() throws JMSException {
        Session transacted = connection.createSession(Session.SESSION_TRANSACTED);
        for (boolean commit : new boolean[] {true, false}) {
            MessageConsumer consumer = transacted.createDurableConsumer(topic, "n");
            publish(topic, "a", 1);
            publish(topic, "b", 1);
            assertThat(text(consumer.receive(WAIT))).isEqualTo("a");
            consumer.close();

            session.unsubscribe("n");

            if (commit) {
                transacted.commit();
            } else {
                transacted.rollback();
            }
            MessageConsumer fresh = session.createDurableConsumer(topic, "n");
            expect(fresh);
            fresh.close();
        }
    }
}
