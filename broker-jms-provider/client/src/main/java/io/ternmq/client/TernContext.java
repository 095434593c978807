package io.ternmq.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection and a session in one (6.3). The session is made when first needed, so that the client identifier can be set before;
 * contexts that one made of another share the connection, and the last to close closes it.
 */
class TernContext implements JMSContext {

    private final TernConnection connection;
    private final SessionMode mode;
    private final AtomicInteger sharers;

    private TernSession session;
    private MessageSender sender;
    private boolean closed;
    private volatile boolean autoStart = true;

    TernContext(TernConnection connection, SessionMode mode) {
        this(connection, mode, new AtomicInteger(1));
    }

    private TernContext(TernConnection connection, SessionMode mode, AtomicInteger sharers) {
        this.connection = connection;
        this.mode = mode;
        this.sharers = sharers;
    }

    static SessionMode mode(int sessionMode) {
        try {
            return SessionMode.ofCode(sessionMode);
        } catch (JMSException e) {
            throw new JMSRuntimeException(e.getMessage(), e.getErrorCode(), e);
        }
    }

    final synchronized TernSession session() throws JMSException {
        checkOpen();
        if (session == null) {
            session = connection.createSession(mode, TernSession::new);
        }
        return session;
    }

    synchronized void checkOpen() throws JMSException {
        if (closed && !(session != null && session.core().isInListener())) {
            throw new IllegalStateException("The context is closed");
        }
    }

    /** What sends for the context's producers: they share it, since they share the session. */
    synchronized MessageSender sender() throws JMSException {
        TernSession own = session();
        if (sender == null) {
            sender = own.sender();
        }
        return sender;
    }

    final <T> T get(RuntimeErrors.Call<T> call) {
        return RuntimeErrors.get(() -> {
            checkOpen();
            return call.run();
        });
    }

    private void run(RuntimeErrors.Action action) {
        RuntimeErrors.run(() -> {
            checkOpen();
            action.run();
        });
    }

    private JMSConsumer consumer(RuntimeErrors.Call<? extends jakarta.jms.MessageConsumer> maker) {
        return get(() -> {
            JMSConsumer consumer = new TernConsumer((TernMessageConsumer) maker.run());
            if (autoStart) {
                connection.start();
            }
            return consumer;
        });
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return get(() -> {
            SessionMode other = mode(sessionMode);
            connection.use();
            sharers.incrementAndGet();
            return new TernContext(connection, other, sharers);
        });
    }

    @Override
    public JMSProducer createProducer() {
        return get(() -> {
            session();
            return new TernProducer(this);
        });
    }

    @Override
    public String getClientID() {
        return get(connection::getClientID);
    }

    @Override
    public void setClientID(String clientId) {
        run(() -> connection.setClientID(clientId));
    }

    @Override
    public ConnectionMetaData getMetaData() {
        return get(connection::getMetaData);
    }

    @Override
    public ExceptionListener getExceptionListener() {
        return get(connection::getExceptionListener);
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) {
        run(() -> connection.setExceptionListener(listener));
    }

    @Override
    public void start() {
        run(connection::start);
    }

    @Override
    public void stop() {
        run(connection::stop);
    }

    @Override
    public void setAutoStart(boolean value) {
        run(() -> autoStart = value);
    }

    @Override
    public boolean getAutoStart() {
        return get(() -> autoStart);
    }

    @Override
    public void close() {
        RuntimeErrors.run(this::closeOnce);
    }

    private void closeOnce() throws JMSException {
        TernSession own;
        synchronized (this) {
            own = session;
            if (own != null) {
                own.core().checkNotInCallback("close");
            }
            if (closed) {
                return;
            }
            closed = true;
        }
        try {
            if (own != null) {
                own.close();
            }
        } finally {
            if (sharers.decrementAndGet() == 0) {
                connection.close();
            }
        }
    }

    // ---- messages ----

    @Override
    public BytesMessage createBytesMessage() {
        return get(() -> session().createBytesMessage());
    }

    @Override
    public MapMessage createMapMessage() {
        return get(() -> session().createMapMessage());
    }

    @Override
    public Message createMessage() {
        return get(() -> session().createMessage());
    }

    @Override
    public ObjectMessage createObjectMessage() {
        return get(() -> session().createObjectMessage());
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) {
        return get(() -> session().createObjectMessage(object));
    }

    @Override
    public StreamMessage createStreamMessage() {
        return get(() -> session().createStreamMessage());
    }

    @Override
    public TextMessage createTextMessage() {
        return get(() -> session().createTextMessage());
    }

    @Override
    public TextMessage createTextMessage(String text) {
        return get(() -> session().createTextMessage(text));
    }

    // ---- the session ----

    @Override
    public boolean getTransacted() {
        return get(() -> mode.isTransacted());
    }

    @Override
    public int getSessionMode() {
        return get(mode::code);
    }

    @Override
    public void commit() {
        run(() -> session().commit());
    }

    @Override
    public void rollback() {
        run(() -> session().rollback());
    }

    @Override
    public void recover() {
        run(() -> session().recover());
    }

    @Override
    public void acknowledge() {
        run(() -> session().core().acknowledge());
    }

    // ---- destinations, consumers ----

    @Override
    public Queue createQueue(String name) {
        return get(() -> session().createQueue(name));
    }

    @Override
    public Topic createTopic(String name) {
        return get(() -> session().createTopic(name));
    }

    @Override
    public TemporaryQueue createTemporaryQueue() {
        return get(() -> session().createTemporaryQueue());
    }

    @Override
    public TemporaryTopic createTemporaryTopic() {
        return get(() -> session().createTemporaryTopic());
    }

    @Override
    public JMSConsumer createConsumer(Destination destination) {
        return consumer(() -> session().createConsumer(destination));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector) {
        return consumer(() -> session().createConsumer(destination, selector));
    }

    @Override
    public JMSConsumer createConsumer(Destination destination, String selector, boolean noLocal) {
        return consumer(() -> session().createConsumer(destination, selector, noLocal));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name) {
        return consumer(() -> session().createDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal) {
        return consumer(() -> session().createDurableConsumer(topic, name, selector, noLocal));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name) {
        return consumer(() -> session().createSharedDurableConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedDurableConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session().createSharedDurableConsumer(topic, name, selector));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name) {
        return consumer(() -> session().createSharedConsumer(topic, name));
    }

    @Override
    public JMSConsumer createSharedConsumer(Topic topic, String name, String selector) {
        return consumer(() -> session().createSharedConsumer(topic, name, selector));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) {
        return get(() -> session().createBrowser(queue));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) {
        return get(() -> session().createBrowser(queue, selector));
    }

    @Override
    public void unsubscribe(String name) {
        run(() -> session().unsubscribe(name));
    }
}
