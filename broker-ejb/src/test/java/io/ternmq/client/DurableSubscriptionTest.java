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
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What durable subscriptions keep, when they begin anew and when they end (4.2.2, 8.3.3, 8.3.4). */
class DurableSubscriptionTest {

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
        org.awaitility.Awaitility.await().until(() -> System.currentTimeMillis() > brief.getJMSExpiration());

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
    void shouldStartAnewWhereTheTopicOfADurableSubscriptionChanges() throws JMSException {
        session.createDurableConsumer(topic, "n").close();
        publish(topic, "old", 1);

        MessageConsumer moved = session.createDurableConsumer(other, "n");
        publish(topic, "not any more", 1);
        publish(other, "new", 1);

        expect(moved, "new");
        moved.close();
        expect(session.createDurableConsumer(topic, "n"));
    }

    @Test
    void shouldStartAnewWhereNoLocalChanges() throws JMSException {
        session.createDurableConsumer(topic, "n", null, false).close();
        publish(topic, "own", 1);

        MessageConsumer deaf = session.createDurableConsumer(topic, "n", null, true);
        publish(topic, "own too", 1);
        expect(deaf);
        deaf.close();

        MessageConsumer hearing = session.createDurableConsumer(topic, "n", null, false);
        publish(topic, "own at last", 1);
        expect(hearing, "own at last");
    }

    @Test
    void shouldKeepNothingOfItsOwnIdentifierWithNoLocal() throws JMSException {
        session.createDurableConsumer(topic, "n", null, true).close();
        publish(topic, "of the same connection", 1);
        connection.close();
        Session again = SubscriptionRulesTest.sessionOf(BROKER, clientId);
        SubscriptionRulesTest.publish(again, topic, "of another connection of that identifier", 1);
        Session stranger = BROKER.started().createSession();
        SubscriptionRulesTest.publish(stranger, topic, "of a stranger", 1);

        expect(again.createDurableConsumer(topic, "n", null, true), "of a stranger");
    }

    @Test
    void shouldShareADurableSubscriptionAmongConsumers() throws JMSException {
        String name = TestBroker.name("s");
        MessageConsumer one = BROKER.started().createSession().createSharedDurableConsumer(topic, name);
        MessageConsumer two = BROKER.started().createSession().createSharedDurableConsumer(topic, name);
        for (int i = 0; i < 20; i++) {
            publish(topic, "m" + i, i);
        }

        Set<String> seen = new HashSet<>();
        for (MessageConsumer each : new MessageConsumer[] {one, two}) {
            for (Message m = each.receive(500); m != null; m = each.receive(500)) {
                assertThat(seen.add(text(m))).isTrue();
            }
        }

        assertThat(seen).hasSize(20);
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
