package io.ternmq.client;

import jakarta.jms.JMSContext;
import jakarta.jms.XAJMSContext;
import javax.transaction.xa.XAResource;

/** A context whose session works for branches of distributed transactions (11.3.5). */
final class TernXAContext extends TernContext implements XAJMSContext {

    TernXAContext(TernConnection connection) {
        super(connection, SessionMode.XA);
    }

    @Override
    public JMSContext getContext() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return get(() -> session().core().branchWork().resource());
    }
}
