package io.ternmq.client;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A pool of sessions as an application server has it: each runs on a thread, and comes back once its run is over. */
final class ServerPool implements ServerSessionPool, AutoCloseable {

    /** What a listener does with a message of its session. */
    interface Work {
        void on(Session session, Message message) throws JMSException;
    }

    private final BlockingQueue<ServerSession> idle = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "pool");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private final List<Runnable> starts = new CopyOnWriteArrayList<>();

    ServerPool(Connection connection, int size, int mode, Work work) throws JMSException {
        for (int i = 0; i < size; i++) {
            Session session = connection.createSession(mode);
            session.setMessageListener(message -> RuntimeErrors.run(() -> work.on(session, message)));
            add(session);
        }
    }

    void add(Session session) {
        sessions.add(session);
        idle.add(new ServerSession() {
            @Override
            public Session getSession() {
                return session;
            }

            @Override
            public void start() {
                starts.add(session);
                ServerSession self = this;
                threads.execute(() -> {
                    try {
                        session.run();
                    } finally {
                        idle.add(self);
                    }
                });
            }
        });
    }

    /** How often a session was started. */
    int starts() {
        return starts.size();
    }

    int idle() {
        return idle.size();
    }

    List<Session> sessions() {
        return sessions;
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            throw JmsErrors.with(new JMSException("interrupted"), e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
