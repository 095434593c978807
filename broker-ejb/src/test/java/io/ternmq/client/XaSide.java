package io.ternmq.client;

import static io.ternmq.client.AcknowledgementTest.describe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** An XA session with its connection, and what a program and its transaction manager do with them. */
record XaSide(XAConnection connection, XASession session) {

    private static final long WAIT = 5_000;

    /** A started one that ends with the test. */
    static XaSide open(TestBroker broker) throws JMSException {
        return of(broker.endingWithTest(broker.factory().createXAConnection()));
    }

    static XaSide of(XAConnection connection) throws JMSException {
        connection.start();
        return new XaSide(connection, connection.createXASession());
    }

    /** Another session of the connection. */
    XaSide another() throws JMSException {
        return new XaSide(connection, connection.createXASession());
    }

    XAResource resource() {
        return session.getXAResource();
    }

    void start(Xid xid) throws XAException {
        resource().start(xid, XAResource.TMNOFLAGS);
    }

    void end(Xid xid) throws XAException {
        resource().end(xid, XAResource.TMSUCCESS);
    }

    /** Both phases. */
    void commit(Xid xid) throws XAException {
        assertThat(resource().prepare(xid)).isEqualTo(XAResource.XA_OK);
        resource().commit(xid, false);
    }

    void send(Destination to, String... texts) throws JMSException {
        try (MessageProducer producer = session.createProducer(to)) {
            for (String text : texts) {
                producer.send(session.createTextMessage(text));
            }
        }
    }

    MessageConsumer consumer(Destination from) throws JMSException {
        return session.createConsumer(from);
    }

    /** The next messages, each as text/count. */
    static List<String> receive(MessageConsumer consumer, int count) throws JMSException {
        List<String> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Message message = consumer.receive(WAIT);
            assertThat(message).as("message %d after %s", i + 1, received).isNotNull();
            received.add(describe(message));
        }
        return received;
    }

    /** A call to a resource. */
    interface Call {
        void run() throws XAException;
    }

    /** The code by which a call fails. */
    static int failure(Call call) {
        XAException e = catchThrowableOfType(XAException.class, call::run);
        assertThat(e).isNotNull();
        assertThat(e.getMessage()).as("says why").isNotBlank();
        return e.errorCode;
    }
}
