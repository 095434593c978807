package io.ternmq.client;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;

/** A connection with XA sessions (11.3.3); its other sessions are as those of any connection. */
final class TernXAConnection extends TernConnection implements XAConnection {

    TernXAConnection(ClientOptions options) {
        super(options);
    }

    @Override
    public XASession createXASession() throws JMSException {
        return createSession(SessionMode.XA, TernXASession::new);
    }
}
