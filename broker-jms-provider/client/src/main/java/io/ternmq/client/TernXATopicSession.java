package io.ternmq.client;

import jakarta.jms.Session;
import jakarta.jms.TopicSession;
import jakarta.jms.XATopicSession;
import javax.transaction.xa.XAResource;

/** An XA session for topics alone (11.3.4). */
final class TernXATopicSession extends TernTopicSession implements XATopicSession {

    TernXATopicSession(TernConnection connection, SessionCore core) {
        super(connection, core);
    }

    @Override
    public TopicSession getTopicSession() {
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
