package io.ternmq.client;

import jakarta.jms.JMSException;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;

/** A connection with XA sessions for queues alone (11.3.3). */
final class TernXAQueueConnection extends TernQueueConnection implements XAQueueConnection {

    TernXAQueueConnection(ClientOptions options) {
        super(options);
    }

    @Override
    public XAQueueSession createXAQueueSession() throws JMSException {
        return createSession(SessionMode.XA, TernXAQueueSession::new);
    }

    @Override
    public XASession createXASession() throws JMSException {
        return createXAQueueSession();
    }
}
