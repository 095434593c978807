package io.ternmq.client;

import jakarta.jms.Session;
import jakarta.jms.XASession;
import javax.transaction.xa.XAResource;

/** A session that works for branches of distributed transactions (11.3.4); it is the session that it gives to programs itself. */
final class TernXASession extends TernSession implements XASession {

    TernXASession(TernConnection connection, SessionCore core) {
        super(connection, core);
    }

    @Override
    public Session getSession() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return core().branchWork().resource();
    }
}
