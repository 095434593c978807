package io.ternmq.client;

import jakarta.jms.JMSException;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;

/** A connection with XA sessions for topics alone (11.3.3). */
final class TernXATopicConnection extends TernTopicConnection implements XATopicConnection {

    TernXATopicConnection(ClientOptions options) {
        super(options);
    }

    @Override
    public XATopicSession createXATopicSession() throws JMSException {
        return createSession(SessionMode.XA, TernXATopicSession::new);
    }

    @Override
    public XASession createXASession() throws JMSException {
        return createXATopicSession();
    }
}
