package io.ternmq.client;

import static io.ternmq.client.XaSide.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.TransactionInProgressRuntimeException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;
import java.util.HexFormat;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The XA forms of connections, sessions and contexts (11.3.2 to 11.3.5). */
@Timeout(60)
class XaSessionTest {

    @RegisterExtension
    static final TestBroker BROKER = new TestBroker();

    private final TestXid xid = TestXid.next();

    @Test
    void shouldCallAnXaSessionTransacted() throws Exception {
        XaSide side = XaSide.open(BROKER);

        assertThat(side.session().getTransacted()).isTrue();
        assertThat(side.session().getAcknowledgeMode()).isEqualTo(Session.SESSION_TRANSACTED);
        assertThat(side.session().getSession().getTransacted()).isTrue();
        assertThat(side.session().getXAResource()).isSameAs(side.resource());
    }

    @Test
    void shouldLeaveCommitAndRollbackToTheTransactionManager() throws Exception {
        XASession session = XaSide.open(BROKER).session();

        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(() -> session.getSession().commit()).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
        session.getXAResource().start(xid, XAResource.TMNOFLAGS);
        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldMakeSessionsOfOtherKindsToo() throws Exception {
        XAConnection connection = BROKER.endingWithTest(BROKER.factory().createXAConnection());

        Session transacted = connection.createSession(true, 0);
        Session plain = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);

        assertThat(transacted).isNotInstanceOf(XASession.class);
        transacted.createProducer(transacted.createQueue("any")).send(transacted.createMessage());
        transacted.rollback();
        assertThat(plain.getAcknowledgeMode()).isEqualTo(Session.CLIENT_ACKNOWLEDGE);
    }

    @Test
    void shouldHaveAFormForQueuesAlone() throws Exception {
        XAQueueConnection connection = BROKER.endingWithTest(BROKER.factory().createXAQueueConnection());
        connection.start();
        XAQueueSession session = connection.createXAQueueSession();
        QueueSession plain = session.getQueueSession();
        Queue queue = plain.createQueue(TestBroker.name("orders"));

        session.getXAResource().start(xid, XAResource.TMNOFLAGS);
        plain.createSender(queue).send(plain.createTextMessage("m1"));
        session.getXAResource().end(xid, XAResource.TMSUCCESS);
        assertThat(BROKER.depth(queue.getQueueName())).isZero();
        session.getXAResource().commit(xid, true);

        assertThat(receive(plain.createReceiver(queue), 1)).containsExactly("m1/1");
        assertThatThrownBy(() -> plain.createTopic("news")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::commit).isInstanceOf(TransactionInProgressException.class);
        assertThat(connection.createXASession()).isInstanceOf(XAQueueSession.class);
        assertThat(connection.createQueueSession(true, 0).getTransacted()).isTrue();
    }

    @Test
    void shouldHaveAFormForTopicsAlone() throws Exception {
        XATopicConnection connection = BROKER.endingWithTest(BROKER.factory().createXATopicConnection());
        connection.start();
        XATopicSession session = connection.createXATopicSession();
        TopicSession plain = session.getTopicSession();
        Topic topic = plain.createTopic(TestBroker.name("news"));
        TopicSubscriber subscriber = plain.createSubscriber(topic);

        session.getXAResource().start(xid, XAResource.TMNOFLAGS);
        plain.createPublisher(topic).publish(plain.createTextMessage("m1"));
        session.getXAResource().end(xid, XAResource.TMSUCCESS);
        assertThat(subscriber.receiveNoWait()).isNull();
        session.getXAResource().commit(xid, true);

        assertThat(receive(subscriber, 1)).containsExactly("m1/1");
        assertThatThrownBy(() -> plain.createQueue("orders")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(session::rollback).isInstanceOf(TransactionInProgressException.class);
        assertThat(connection.createXASession()).isInstanceOf(XATopicSession.class);
        assertThat(connection
                        .createTopicSession(false, Session.AUTO_ACKNOWLEDGE)
                        .getTransacted())
                .isFalse();
    }

    @Test
    void shouldHaveAContext() throws Exception {
        try (XAJMSContext context = BROKER.factory().createXAContext()) {
            context.setClientID(TestBroker.name("client"));
            JMSContext plain = context.getContext();
            XAResource resource = context.getXAResource();
            Queue queue = plain.createQueue(TestBroker.name("orders"));
            JMSConsumer consumer = plain.createConsumer(queue);
            resource.start(xid, XAResource.TMNOFLAGS);
            plain.createProducer().send(queue, "m1");
            resource.end(xid, XAResource.TMSUCCESS);
            assertThat(consumer.receiveNoWait()).isNull();

            resource.commit(xid, true);

            assertThat(((TextMessage) consumer.receive(5_000)).getText()).isEqualTo("m1");
            assertThat(context.getXAResource()).isSameAs(resource);
            assertThat(context.getTransacted()).isTrue();
            assertThat(context.getSessionMode()).isEqualTo(JMSContext.SESSION_TRANSACTED);
            assertThatThrownBy(context::commit).isInstanceOf(TransactionInProgressRuntimeException.class);
            assertThatThrownBy(context::rollback).isInstanceOf(TransactionInProgressRuntimeException.class);
            assertThatThrownBy(context::recover).isInstanceOf(IllegalStateRuntimeException.class);
            try (JMSContext other = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
                assertThat(other.getTransacted()).isFalse();
            }
        }
    }

    @Test
    void shouldTakeTheBodyInABranch() throws Exception {
        try (XAJMSContext context = BROKER.factory().createXAContext()) {
            Queue queue = context.createQueue(TestBroker.name("orders"));
            context.createProducer().send(queue, "m1");
            JMSConsumer consumer = context.createConsumer(queue);
            context.getXAResource().start(xid, XAResource.TMNOFLAGS);
            assertThat(consumer.receiveBody(String.class, 5_000)).isEqualTo("m1");
            context.acknowledge();
            context.getXAResource().end(xid, XAResource.TMSUCCESS);
            assertThat(BROKER.depth(queue.getQueueName())).isOne();

            context.getXAResource().commit(xid, true);

            assertThat(BROKER.depth(queue.getQueueName())).isZero();
        }
    }

    @Test
    void shouldNameTheBranchInTheTransactionProperties() throws Exception {
        TernConnectionFactory factory = BROKER.factory();
        factory.setJmsx("JMSXProducerTXID,JMSXConsumerTXID");
        XaSide side = XaSide.of(BROKER.endingWithTest(factory.createXAConnection()));
        Queue queue = side.session().createQueue(TestBroker.name("orders"));
        TestXid taking = TestXid.next();

        side.start(xid);
        side.send(queue, "m1");
        side.end(xid);
        side.resource().commit(xid, true);
        side.send(queue, "m2");
        MessageConsumer consumer = side.consumer(queue);
        side.start(taking);
        Message inBranch = consumer.receive(5_000);
        side.end(taking);
        Message outside = consumer.receive(5_000);

        assertThat(inBranch.getStringProperty("JMSXProducerTXID"))
                .contains(HexFormat.of().formatHex(xid.global()));
        assertThat(inBranch.getStringProperty("JMSXConsumerTXID"))
                .contains(HexFormat.of().formatHex(taking.global()));
        assertThat(outside.propertyExists("JMSXProducerTXID")).isFalse();
        assertThat(outside.propertyExists("JMSXConsumerTXID")).isFalse();
        side.resource().commit(taking, true);
    }

    @Test
    void shouldLogInWithTheUserThatIsGiven() {
        TernConnectionFactory factory = BROKER.factory();

        assertThatThrownBy(() -> factory.createXAConnection("nobody", "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createXAQueueConnection("nobody", "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createXATopicConnection("nobody", "wrong"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createXAContext("nobody", "wrong"))
                .hasCauseInstanceOf(JMSSecurityException.class);
    }

    @Test
    void shouldRefuseAnXaConnectionWithOneLineOnABrokerWithoutXa() throws Exception {
        try (OldBroker old = new OldBroker()) {
            TernConnectionFactory factory = new TernConnectionFactory("dmqp://127.0.0.1:" + old.port());

            assertThatThrownBy(factory::createXAConnection)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("127.0.0.1:" + old.port())
                    .hasMessageContaining("without distributed transactions")
                    .message()
                    .doesNotContain("\n");
            factory.createConnection().close();
        }
    }
}
