package io.ternmq.ra;

import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.io.Serializable;
import javax.transaction.xa.XAResource;

/**
 * The adapter as the server sees it. It offers no inbound or outbound contract yet; its archive already carries the
 * client, the wire types and Netty for every application of the server.
 */
public class TernResourceAdapter implements ResourceAdapter, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public void start(BootstrapContext context) {}

    @Override
    public void stop() {}

    @Override
    public void endpointActivation(MessageEndpointFactory factory, ActivationSpec spec) throws ResourceException {
        throw new NotSupportedException("Message endpoints are not supported");
    }

    @Override
    public void endpointDeactivation(MessageEndpointFactory factory, ActivationSpec spec) {}

    @Override
    public XAResource[] getXAResources(ActivationSpec[] specs) {
        return new XAResource[0];
    }

    /** All adapters of this class are one: the container must not keep two configurations apart. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TernResourceAdapter;
    }

    @Override
    public int hashCode() {
        return TernResourceAdapter.class.hashCode();
    }
}
