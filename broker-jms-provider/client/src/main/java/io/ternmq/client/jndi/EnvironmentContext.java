package io.ternmq.client.jndi;

import java.util.Hashtable;
import java.util.Map;
import java.util.function.Function;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;

/** A directory that can be read only: names that are bound, and kinds of names whose object is made from the name. */
final class EnvironmentContext implements Context {

    private final Hashtable<Object, Object> environment = new Hashtable<>();
    private final Map<String, Object> bound;
    private final Map<String, Function<String, Object>> kinds;

    /** @param kinds makes the object of {@code KIND/NAME} from the NAME */
    EnvironmentContext(
            Hashtable<?, ?> environment, Map<String, Object> bound, Map<String, Function<String, Object>> kinds) {
        this.environment.putAll(environment);
        this.bound = Map.copyOf(bound);
        this.kinds = kinds;
    }

    @Override
    public Object lookup(String name) throws NamingException {
        return find(name);
    }

    /** Makes the object from what this context holds: nothing is fetched or deserialised. */
    private Object find(String name) throws NamingException {
        if (name.isEmpty()) {
            return new EnvironmentContext(environment, bound, kinds);
        }
        Object object = bound.get(name);
        int slash = name.indexOf('/');
        Function<String, Object> maker = slash < 0 ? null : kinds.get(name.substring(0, slash));
        if (object != null || maker == null) {
            return found(name, object);
        }
        try {
            return maker.apply(name.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            NamingException invalid = new NamingException("'" + name + "': " + e.getMessage());
            invalid.setRootCause(e);
            throw invalid;
        }
    }

    private static Object found(String name, Object object) throws NamingException {
        if (object == null) {
            throw new NameNotFoundException("'" + name
                    + "' is not bound: use ConnectionFactory, queue/NAME, topic/NAME or a property queue.x or topic.x");
        }
        return object;
    }

    @Override
    public Object lookup(Name name) throws NamingException {
        return find(name.toString());
    }

    @Override
    public Object lookupLink(Name name) throws NamingException {
        return find(name.toString());
    }

    @Override
    public Object lookupLink(String name) throws NamingException {
        return find(name);
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        requireRoot(name);
        return new Names<>(bound.entrySet().stream()
                .map(e -> new NameClassPair(e.getKey(), e.getValue().getClass().getName()))
                .iterator());
    }

    @Override
    public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        requireRoot(name);
        return new Names<>(bound.entrySet().stream()
                .map(e -> new Binding(e.getKey(), e.getValue()))
                .iterator());
    }

    private static void requireRoot(String name) throws NamingException {
        if (!name.isEmpty()) {
            throw new NameNotFoundException("'" + name + "' is no context: only the root can be listed");
        }
    }

    @Override
    public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        return list(name.toString());
    }

    @Override
    public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        return listBindings(name.toString());
    }

    @Override
    public NameParser getNameParser(String name) {
        return CompositeName::new;
    }

    @Override
    public NameParser getNameParser(Name name) {
        return CompositeName::new;
    }

    @Override
    public String composeName(String name, String prefix) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    @Override
    public Name composeName(Name name, Name prefix) throws NamingException {
        return ((Name) prefix.clone()).addAll(name);
    }

    @Override
    public Object addToEnvironment(String name, Object value) {
        return environment.put(name, value);
    }

    @Override
    public Object removeFromEnvironment(String name) {
        return environment.remove(name);
    }

    @Override
    public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    @Override
    public String getNameInNamespace() {
        return "";
    }

    @Override
    public void close() {
        // holds nothing open
    }

    private static OperationNotSupportedException readOnly() {
        return new OperationNotSupportedException("this context is read only: its names come from its properties");
    }

    @Override
    public void bind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void bind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(Name name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(String name, Object object) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(Name from, Name to) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(String from, String to) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(String name) throws NamingException {
        throw readOnly();
    }
}
