package io.ternmq.client;

import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.XAQueueSession;
import javax.transaction.xa.XAResource;

/** An XA session for queues alone (11.3.4). */
final class TernXAQueueSession extends TernQueueSession implements XAQueueSession {

    TernXAQueueSession(TernConnection connection, SessionCore core) {
        super(connection, core);
    }

    @Override
    public QueueSession getQueueSession() {
        return this;
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
