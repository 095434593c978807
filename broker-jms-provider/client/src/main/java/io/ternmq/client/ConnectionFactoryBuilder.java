package io.ternmq.client;

import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.spi.ObjectFactory;

/** Makes a connection factory from what {@link TernConnectionFactory#getReference} put into a directory. Loads no class that a reference names. */
public final class ConnectionFactoryBuilder implements ObjectFactory {

    static final String URL = "url";

    /** For JNDI. */
    public ConnectionFactoryBuilder() {}

    /** The factory, or null if the object is no reference to one of ours, so that JNDI asks the next one. */
    @Override
    public Object getObjectInstance(Object object, Name name, Context context, Hashtable<?, ?> environment)
            throws NamingException {
        if (!(object instanceof Reference reference)
                || !TernConnectionFactory.class.getName().equals(reference.getClassName())) {
            return null;
        }
        RefAddr address = reference.get(URL);
        if (address == null || !(address.getContent() instanceof String url)) {
            throw new NamingException("the reference to a connection factory lacks the address '" + URL + "'");
        }
        try {
            return new TernConnectionFactory(url);
        } catch (IllegalArgumentException e) {
            NamingException invalid = new NamingException("the reference's URL cannot be used: " + e.getMessage());
            invalid.setRootCause(e);
            throw invalid;
        }
    }
}
