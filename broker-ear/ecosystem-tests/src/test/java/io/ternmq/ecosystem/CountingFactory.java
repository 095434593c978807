package io.ternmq.ecosystem;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.util.concurrent.atomic.AtomicInteger;

/** A factory that counts the connections that are made through it. */
final class CountingFactory implements ConnectionFactory {

    private final ConnectionFactory target;
    private final AtomicInteger made = new AtomicInteger();

    CountingFactory(ConnectionFactory target) {
        this.target = target;
    }

    int made() {
        return made.get();
    }

    @Override
    public Connection createConnection() throws JMSException {
        made.incrementAndGet();
        return target.createConnection();
    }

    @Override
    public Connection createConnection(String user, String password) throws JMSException {
        made.incrementAndGet();
        return target.createConnection(user, password);
    }

    @Override
    public JMSContext createContext() {
        made.incrementAndGet();
        return target.createContext();
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        made.incrementAndGet();
        return target.createContext(sessionMode);
    }

    @Override
    public JMSContext createContext(String user, String password) {
        made.incrementAndGet();
        return target.createContext(user, password);
    }

    @Override
    public JMSContext createContext(String user, String password, int sessionMode) {
        made.incrementAndGet();
        return target.createContext(user, password, sessionMode);
    }
}
