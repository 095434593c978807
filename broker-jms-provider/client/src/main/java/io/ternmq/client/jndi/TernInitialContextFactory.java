package io.ternmq.client.jndi;

import io.ternmq.client.TernConnectionFactory;
import io.ternmq.client.destination.TernQueue;
import io.ternmq.client.destination.TernTopic;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.Function;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;

/**
 * Serves a program's JNDI look-ups from its environment, the {@code jndi.properties}:
 *
 * <pre>
 *   java.naming.factory.initial = io.ternmq.client.jndi.TernInitialContextFactory
 *   java.naming.provider.url    = dmqp://localhost:5700        the factories' URL
 *   java.naming.security.principal, java.naming.security.credentials   user and password, if any
 *   queue.orders = shop.orders                                 look-up "orders" gives the queue shop.orders
 *   topic.news   = shop.news
 *   factory.jms/reports = dmqp://localhost:5700?clientId=reports   look-up "jms/reports" gives a factory of that URL
 * </pre>
 *
 * Without an entry {@code ConnectionFactory}, {@code QueueConnectionFactory}, {@code TopicConnectionFactory} and the same with
 * {@code XA} in front give a {@link TernConnectionFactory}, and {@code queue/NAME} and {@code topic/NAME} the destination of that name.
 */
public final class TernInitialContextFactory implements InitialContextFactory {

    private static final String QUEUE = "queue";
    private static final String TOPIC = "topic";
    private static final String FACTORY = "factory";

    /** For JNDI. */
    public TernInitialContextFactory() {}

    /** @throws NamingException if the URL or a destination's name is not allowed; the text names it */
    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        Map<String, Object> bound = new HashMap<>();
        TernConnectionFactory factory = checked(Context.PROVIDER_URL, () -> factory(environment));
        for (String domain : new String[] {"", "Queue", "Topic"}) {
            bound.put(domain + "ConnectionFactory", factory);
            bound.put("XA" + domain + "ConnectionFactory", factory);
        }
        for (Map.Entry<?, ?> entry : environment.entrySet()) {
            String key = String.valueOf(entry.getKey());
            String value = String.valueOf(entry.getValue()).strip();
            bind(bound, key, QUEUE, () -> new TernQueue(value));
            bind(bound, key, TOPIC, () -> new TernTopic(value));
            bind(bound, key, FACTORY, () -> factory(value, environment));
        }
        return new EnvironmentContext(
                environment,
                bound,
                Map.<String, Function<String, Object>>of(QUEUE, TernQueue::new, TOPIC, TernTopic::new));
    }

    private static void bind(Map<String, Object> bound, String key, String kind, Maker<?> maker)
            throws NamingException {
        if (key.startsWith(kind + ".")) {
            bound.put(key.substring(kind.length() + 1), checked(key, maker));
        }
    }

    private interface Maker<T> {
        T make();
    }

    private static <T> T checked(String property, Maker<T> maker) throws NamingException {
        try {
            return maker.make();
        } catch (IllegalArgumentException e) {
            NamingException invalid = new NamingException("the property " + property + ": " + e.getMessage());
            invalid.setRootCause(e);
            throw invalid;
        }
    }

    private static TernConnectionFactory factory(Hashtable<?, ?> environment) {
        Object url = environment.get(Context.PROVIDER_URL);
        return asUser(
                environment, url == null ? new TernConnectionFactory() : new TernConnectionFactory(url.toString()));
    }

    /** One of its own URL: the user of the environment holds where that names none. */
    private static TernConnectionFactory factory(String url, Hashtable<?, ?> environment) {
        TernConnectionFactory factory = new TernConnectionFactory(url);
        return factory.getUser() == null ? asUser(environment, factory) : factory;
    }

    private static TernConnectionFactory asUser(Hashtable<?, ?> environment, TernConnectionFactory factory) {
        if (environment.get(Context.SECURITY_PRINCIPAL) instanceof String user) {
            factory.setUser(user);
        }
        if (environment.get(Context.SECURITY_CREDENTIALS) instanceof String password) {
            factory.setPassword(password);
        }
        return factory;
    }
}
