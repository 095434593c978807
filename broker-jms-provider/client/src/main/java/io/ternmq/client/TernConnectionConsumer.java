package io.ternmq.client;

import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Draws messages with a session of its own and loads the sessions of an application server with them (11.2). Its thread waits for a
 * message, asks the pool for a server session, loads it and starts it. Nothing is taken before the pool has given a session.
 */
final class TernConnectionConsumer implements ConnectionConsumer, Runnable {

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final TernConnection connection;
    private final SessionCore core;
    private final Inbox inbox;
    private final ServerSessionPool pool;
    private final int maxMessages;
    private final Thread thread;
    private final Set<SessionCore> loaded = ConcurrentHashMap.newKeySet();

    private boolean inPool; // guarded by the core's lock
    private boolean failing; // its thread's

    /** @param core the session that draws, with that one consumer */
    TernConnectionConsumer(
            TernConnection connection, SessionCore core, Inbox inbox, ServerSessionPool pool, int maxMessages) {
        this.connection = connection;
        this.core = core;
        this.inbox = inbox;
        this.pool = pool;
        this.maxMessages = maxMessages;
        this.thread = new Thread(this, "tern-connection-consumer-" + core.number());
        thread.setDaemon(true);
    }

    SessionCore core() {
        return core;
    }

    /** Begins to wait for messages, which come once the connection is started. */
    void begin() {
        thread.start();
    }

    @Override
    public ServerSessionPool getServerSessionPool() throws JMSException {
        if (core.isClosing()) {
            throw new IllegalStateException("The connection consumer is closed");
        }
        return pool;
    }

    /** Returns once the listeners that run with its messages have returned, unless it is called by one of them. */
    @Override
    public void close() throws JMSException {
        try {
            core.close();
        } finally {
            interruptPool();
            try {
                releaseAll();
            } finally {
                connection.remove(this);
            }
        }
    }

    private void releaseAll() throws JMSException {
        JMSException failure = null;
        for (SessionCore session : loaded) {
            try {
                session.assigned().release(inbox);
            } catch (JMSException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** A pool that blocks must not outlive the consumer; what else its thread may be in is not disturbed. */
    private void interruptPool() {
        core.lock().lock();
        try {
            if (inPool) {
                thread.interrupt();
            }
        } finally {
            core.lock().unlock();
        }
    }

    // ---- its thread ----

    @Override
    public void run() {
        ServerSession server = null;
        while (inbox.awaitAny()) {
            try {
                server = server == null ? askPool() : server;
                if (server != null && loadAndStart(server)) {
                    server = null;
                }
                failing = false;
            } catch (Misuse e) {
                report(e);
                end();
            } catch (JMSException
                    | RuntimeException
                    | Error e) { // also of an Error: it is the pool's, which may recover
                server = null;
                report(told(e));
                inbox.pause(RETRY_NANOS);
            }
        }
        startIdle(server);
    }

    private ServerSession askPool() throws JMSException {
        if (!enterPool()) {
            return null;
        }
        ServerSession given;
        try {
            given = pool.getServerSession();
        } finally {
            leavePool();
        }
        if (given == null) {
            throw new JMSException("its ServerSessionPool gave null for a ServerSession");
        }
        return given;
    }

    private boolean enterPool() {
        core.lock().lock();
        try {
            inPool = !core.isClosing();
            return inPool;
        } finally {
            core.lock().unlock();
        }
    }

    private void leavePool() {
        core.lock().lock();
        try {
            inPool = false;
            Thread.interrupted(); // it was for the pool
        } finally {
            core.lock().unlock();
        }
    }

    /** Returns false if there is nothing to load any more. */
    private boolean loadAndStart(ServerSession server) throws JMSException {
        SessionCore session = sessionOf(server);
        if (!load(session)) {
            return false;
        }
        boolean started = false;
        try {
            server.start();
            started = true;
        } finally {
            if (!started) {
                session.assigned().release(inbox); // so that it comes again
            }
        }
        return true;
    }

    private SessionCore sessionOf(ServerSession server) throws JMSException {
        Session session = server.getSession();
        if (!(session instanceof TernSession own && own.isOf(connection))) {
            throw new Misuse(
                    inbox,
                    session == null
                            ? "null for a session"
                            : "a session that is not of its own connection, of class "
                                    + session.getClass().getName());
        }
        if (own.core().assigned().listener() == null) {
            throw new Misuse(inbox, "a session without a MessageListener, see Session.setMessageListener");
        }
        return own.core();
    }

    private boolean load(SessionCore session) throws JMSException {
        if (loaded.add(session)) { // before it is, so that a close from now on finds it
            loaded.removeIf(SessionCore::isEnded);
        }
        core.lock().lock();
        try {
            List<Arrived> batch = inbox.pollUpTo(maxMessages);
            if (batch.isEmpty()) {
                return false;
            }
            boolean done = false;
            try {
                session.assigned().load(core, inbox, batch);
                done = true;
            } finally {
                if (!done) {
                    inbox.putBack(batch);
                }
            }
        } finally {
            core.lock().unlock();
        }
        return true;
    }

    private JMSException told(Throwable cause) {
        return JmsErrors.with(
                new JMSException("The connection consumer of " + inbox.destination() + " tries again in "
                        + TimeUnit.NANOSECONDS.toSeconds(RETRY_NANOS) + " s: " + cause.getMessage()),
                cause);
    }

    private void report(JMSException failure) {
        if (!failing && !core.isClosing()) {
            failing = true; // once, until it works again
            connection.report(failure);
        }
    }

    private void end() {
        try {
            close();
        } catch (JMSException e) {
            connection.report(e);
        }
    }

    /** A server session that was given and is not needed goes back to its pool by a run that has nothing to do. */
    private void startIdle(ServerSession server) {
        if (server != null) {
            try {
                sessionOf(server).assigned().announceRun();
                server.start();
            } catch (JMSException | RuntimeException e) {
                return; // the pool is going down, too
            }
        }
    }

    /** The program uses the connection consumer in a way that does not get better by waiting. */
    private static final class Misuse extends JMSException {
        private static final long serialVersionUID = 1L;

        Misuse(Inbox inbox, String given) {
            super("The connection consumer of " + inbox.destination() + " has ended: its ServerSessionPool gave "
                    + given);
        }
    }
}
