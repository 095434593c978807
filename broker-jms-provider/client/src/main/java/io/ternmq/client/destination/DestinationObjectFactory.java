package io.ternmq.client.destination;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/** Makes queues and topics from what {@link TernDestination#getReference} put into a directory. Loads no class that a reference names. */
public final class DestinationObjectFactory implements ObjectFactory {

    /** For JNDI. */
    public DestinationObjectFactory() {}

    /** The destination, or null if the object is no reference to one of ours, so that JNDI asks the next factory. */
    @Override
    public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment)
            throws NamingException {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        String type = reference.getClassName();
        boolean queue = TernQueue.class.getName().equals(type);
        if (!queue && !TernTopic.class.getName().equals(type)) {
            return null;
        }
        RefAddr address = reference.get(TernDestination.NAME_ADDRESS);
        if (address == null || !(address.getContent() instanceof String destination)) {
            throw new NamingException(
                    "the reference to a destination lacks the address '" + TernDestination.NAME_ADDRESS + "'");
        }
        try {
            return queue ? new TernQueue(destination) : new TernTopic(destination);
        } catch (IllegalArgumentException e) {
            NamingException invalid = new NamingException("the reference names no destination: " + e.getMessage());
            invalid.setRootCause(e);
            throw invalid;
        }
    }
}
