package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.message.AllowedClasses;
import io.ternmq.client.transport.Credentials;
import io.ternmq.wire.Capabilities;
import io.ternmq.wire.Frame;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.ObjectInputFilter;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection as programs hold it (6.1). Any thread may use it. */
class TernConnection implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(TernConnection.class);

    private final ClientOptions options;
    private final Link link;
    private final Callbacks callbacks = new Callbacks();
    private final Temporaries temporaries = new Temporaries(this);
    private final CheckedDestinations checkedDestinations = new CheckedDestinations();
    private final Set<TernSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sessionNumbers = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Object state = new Object();

    private ObjectInputFilter objectFilter; // from open on, as the next
    private JmsxProperties jmsx;
    private volatile ExceptionListener exceptionListener;
    private volatile String clientId;
    private volatile boolean used;
    private boolean started;

    TernConnection(ClientOptions options) {
        this.options = options;
        this.link = new Link(options, this::onLost);
    }

    /** As {@link #open}, for a connection with XA sessions: fails where the broker has no distributed transactions. */
    void openXa(Credentials credentials) throws JMSException {
        open(credentials);
        if (!link.has(Capabilities.XA)) {
            close();
            throw new JMSException(
                    "The broker at " + link.peer().endpoint()
                            + " is of a version without distributed transactions (XA): update it, or use createConnection",
                    "NO_XA");
        }
    }

    /** Connects, logs in and takes the client identifier that the factory has. */
    void open(Credentials credentials) throws JMSException {
        boolean open = false;
        try {
            objectFilter = objectFilter(options);
            link.connect(credentials);
            jmsx = JmsxProperties.of(options, link.user());
            if (options.clientId() != null) {
                identify(options.clientId());
            }
            open = true;
        } finally {
            if (!open) {
                link.close();
                callbacks.close();
            }
        }
    }

    private static ObjectInputFilter objectFilter(ClientOptions options) throws JMSException {
        try {
            return options.allowedClasses() == null
                    ? AllowedClasses.fromSystemProperty()
                    : AllowedClasses.filter(options.allowedClasses());
        } catch (IllegalArgumentException e) {
            throw JmsErrors.with(
                    new JMSException("The system property " + AllowedClasses.PROPERTY + ": " + e.getMessage()), e);
        }
    }

    Link link() {
        return link;
    }

    Temporaries temporaries() {
        return temporaries;
    }

    CheckedDestinations checkedDestinations() {
        return checkedDestinations;
    }

    boolean isClosed() {
        return closed.get();
    }

    final void checkOpen() throws JMSException {
        if (closed.get() && !isOwnListener()) { // a listener that runs still has the connection (6.1.8)
            throw new IllegalStateException("The connection is closed");
        }
    }

    private boolean isOwnListener() {
        return sessions.stream().anyMatch(session -> session.core().isInListener());
    }

    /** Fails for a temporary destination of another connection (6.2.2). */
    void checkMayConsume(TernDestination destination) throws JMSException {
        if (destination.name().isTemporary() && !temporaries.owns(destination)) {
            throw new InvalidDestinationException("Only the connection that made the temporary " + destination
                    + " can consume from it, and only until it is deleted");
        }
    }

    // ---- sessions ----

    @Override
    public Session createSession(boolean transacted, int acknowledgeMode) throws JMSException {
        checkOpen();
        return createSession(mode(transacted, acknowledgeMode), TernSession::new);
    }

    @Override
    public Session createSession(int sessionMode) throws JMSException {
        checkOpen();
        return createSession(SessionMode.ofCode(sessionMode), TernSession::new);
    }

    @Override
    public Session createSession() throws JMSException {
        return createSession(SessionMode.AUTO, TernSession::new);
    }

    static SessionMode mode(boolean transacted, int acknowledgeMode) throws JMSException {
        if (transacted) {
            return SessionMode.TRANSACTED;
        }
        SessionMode mode = SessionMode.ofCode(acknowledgeMode);
        if (mode == SessionMode.TRANSACTED) {
            throw new JMSException(
                    "SESSION_TRANSACTED is no acknowledge mode of a session that is not transacted: use createSession(SESSION_TRANSACTED)");
        }
        return mode;
    }

    interface SessionMaker<S extends TernSession> {
        S make(TernConnection connection, SessionCore core);
    }

    final <S extends TernSession> S createSession(SessionMode mode, SessionMaker<S> maker) throws JMSException {
        checkOpen();
        used = true;
        SessionCore core = new SessionCore(
                link, sessionNumbers.incrementAndGet(), mode, options.prefetch(), objectFilter, jmsx, callbacks);
        core.open();
        S session = maker.make(this, core);
        synchronized (state) {
            sessions.add(session);
            if (started) {
                core.start();
            }
        }
        if (closed.get() && !isOwnListener()) { // meanwhile
            session.close();
            checkOpen();
        }
        return session;
    }

    /** Another context is made on it: too late for a client identifier. */
    void use() {
        used = true;
    }

    void remove(TernSession session) {
        sessions.remove(session);
    }

    // ---- start, stop, close ----

    @Override
    public void start() throws JMSException {
        checkOpen();
        link.checkAlive();
        used = true;
        synchronized (state) {
            started = true;
            sessions.forEach(session -> session.core().start());
        }
    }

    @Override
    public void stop() throws JMSException {
        checkOpen();
        for (TernSession session : sessions) {
            session.core().checkNotInListener("stop");
        }
        used = true;
        synchronized (state) {
            started = false;
            sessions.forEach(session -> session.core().pause());
        }
        sessions.forEach(session -> session.core().awaitIdle());
    }

    @Override
    public void close() throws JMSException {
        for (TernSession session : sessions) {
            session.core().checkNotInCallback("close");
        }
        if (!closed.compareAndSet(false, true)) {
            ended.join(); // another thread is about to end it
            return;
        }
        try {
            closeSessions();
        } finally {
            link.close();
            callbacks.close();
            ended.complete(null);
        }
    }

    private void closeSessions() throws JMSException {
        JMSException failure = null;
        sessions.forEach(session -> session.core().pause());
        while (!sessions.isEmpty()) { // a listener that runs still may open another one meanwhile
            for (TernSession session : sessions) {
                try {
                    session.close();
                } catch (JMSException e) {
                    failure = failure == null ? e : failure;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    // ---- the client identifier (6.1.2) ----

    @Override
    public String getClientID() throws JMSException {
        checkOpen();
        return clientId;
    }

    /**
     * Takes a client identifier, if the connection has none and no session was made yet, and it was neither started nor stopped. To
     * look at the connection or to set an ExceptionListener before does no harm.
     */
    @Override
    public void setClientID(String id) throws JMSException {
        checkOpen();
        if (clientId != null) {
            throw new IllegalStateException("The connection has the client identifier " + clientId + " already");
        }
        if (used) {
            throw new IllegalStateException(
                    "A client identifier is set before anything else is done with the connection");
        }
        if (id == null || id.isBlank()) {
            throw new InvalidClientIDException("A client identifier is not blank");
        }
        identify(id);
    }

    private void identify(String id) throws JMSException {
        NameLimits.checkClientId(id);
        link.call(request -> new Frame.Identify(request, id));
        clientId = id;
    }

    // ---- failures ----

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        checkOpen();
        return exceptionListener;
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        checkOpen();
        exceptionListener = listener;
    }

    /** On the event loop: tells the program on a thread of its own, so that it may close the connection (6.1.7). */
    private void onLost(JMSException reason) {
        ExceptionListener listener = exceptionListener;
        if (closed.get()) {
            return;
        }
        if (listener == null) {
            LOG.warn(reason.getMessage());
        } else {
            callbacks.execute(() -> tell(listener, reason));
        }
    }

    private static void tell(ExceptionListener listener, JMSException reason) {
        try {
            listener.onException(reason);
        } catch (RuntimeException e) {
            LOG.warn("An ExceptionListener threw an exception", e);
        }
    }

    // ---- the rest ----

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        checkOpen();
        return new TernMetaData(jmsx.supported());
    }

    static JMSException noConnectionConsumers() {
        return new JMSException(
                "Tern has no ConnectionConsumers (they are optional): use a MessageListener, or the resource adapter in a server");
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        checkOpen();
        throw noConnectionConsumers();
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        checkOpen();
        throw noConnectionConsumers();
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        checkOpen();
        throw noConnectionConsumers();
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        checkOpen();
        throw noConnectionConsumers();
    }
}
