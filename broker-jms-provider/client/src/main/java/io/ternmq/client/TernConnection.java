package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.message.AllowedClasses;
import io.ternmq.client.transport.Credentials;
import io.ternmq.wire.Capabilities;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.ConsumerKind;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection as programs hold it (6.1). Any thread may use it. */
class TernConnection implements Connection {

    private final ClientOptions options;
    private final Link link;
    private final Callbacks callbacks = new Callbacks();
    private final FailureReports failures = new FailureReports(callbacks);
    private final Temporaries temporaries = new Temporaries(this);
    private final CheckedDestinations checkedDestinations = new CheckedDestinations();
    private final Set<TernSession> sessions = ConcurrentHashMap.newKeySet();
    private final Set<TernConnectionConsumer> connectionConsumers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sessionNumbers = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Object state = new Object();

    private ObjectInputFilter objectFilter; // from open on, as the next
    private JmsxProperties jmsx;
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
        SessionCore core = openCore(mode);
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

    /** A session that is open at the broker, and not yet one of the connection's. */
    SessionCore openCore(SessionMode mode) throws JMSException {
        checkOpen();
        used = true;
        SessionCore core = new SessionCore(
                link, sessionNumbers.incrementAndGet(), mode, options.prefetch(), objectFilter, jmsx, callbacks);
        core.open();
        return core;
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
            connectionConsumers.forEach(consumer -> consumer.core().start());
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
            connectionConsumers.forEach(consumer -> consumer.core().pause());
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
            closeParts();
        } finally {
            link.close();
            callbacks.close();
            ended.complete(null);
        }
    }

    private void closeParts() throws JMSException {
        List<JMSException> failed = new ArrayList<>();
        connectionConsumers.forEach(consumer -> closeOne(consumer::close, failed));
        sessions.forEach(session -> session.core().pause());
        while (!sessions.isEmpty()) { // a listener that runs still may open another one meanwhile
            sessions.forEach(session -> closeOne(session::close, failed));
        }
        if (!failed.isEmpty()) {
            throw failed.get(0);
        }
    }

    private static void closeOne(RuntimeErrors.Action close, List<JMSException> failed) {
        try {
            close.run();
        } catch (JMSException e) {
            failed.add(e);
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
        link.callToEnd(request -> new Frame.Identify(request, id));
        clientId = id;
    }

    // ---- failures ----

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        checkOpen();
        return failures.listener();
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        checkOpen();
        failures.listener(listener);
    }

    /** On the event loop. */
    private void onLost(JMSException reason) {
        report(reason);
    }

    /** Tells the program of what no call could throw. */
    void report(JMSException failure) {
        if (!closed.get()) {
            failures.report(failure);
        }
    }

    // ---- the rest ----

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        checkOpen();
        return new TernMetaData(jmsx.supported());
    }

    // ---- connection consumers (11.2) ----

    /** Takes in a connection consumer, which is closed at once if the connection was closed meanwhile. */
    void adopt(TernConnectionConsumer consumer) throws JMSException {
        synchronized (state) {
            connectionConsumers.add(consumer);
            if (started) {
                consumer.core().start();
            }
        }
        if (closed.get()) {
            consumer.close();
            checkOpen();
        }
    }

    void remove(TernConnectionConsumer consumer) {
        connectionConsumers.remove(consumer);
    }

    private ConnectionConsumerBuilder connectionConsumer(ServerSessionPool pool, int maxMessages) throws JMSException {
        checkOpen();
        return new ConnectionConsumerBuilder(this, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connectionConsumer(pool, maxMessages).on(destination, selector);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connectionConsumer(pool, maxMessages).on(topic, ConsumerKind.SHARED, name, selector);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connectionConsumer(pool, maxMessages).on(topic, ConsumerKind.DURABLE, name, selector);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connectionConsumer(pool, maxMessages).on(topic, ConsumerKind.SHARED_DURABLE, name, selector);
    }
}
