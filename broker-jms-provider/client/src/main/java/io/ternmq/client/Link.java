package io.ternmq.client;

import io.ternmq.client.transport.Credentials;
import io.ternmq.client.transport.Endpoint;
import io.ternmq.client.transport.FrameListener;
import io.ternmq.client.transport.RefusedException;
import io.ternmq.client.transport.Transport;
import io.ternmq.client.transport.TransportException;
import io.ternmq.client.transport.TransportOptions;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * A connection's way to the broker: requests and frames out, frames in to the sessions that they belong to, faults as JMS
 * exceptions. The only class that knows the transport, so that a later one can put another transport in its place.
 */
final class Link implements FrameListener {

    private static final String AGENT = "tern-client " + TernMetaData.version();

    private final ClientOptions options;
    private final Consumer<JMSException> onLost;
    private final Map<Integer, SessionFrames> sessions = new ConcurrentHashMap<>();
    private final BranchWorkers branchWorkers = new BranchWorkers();
    private volatile Transport transport;

    /** What a session gets of its broker, on the event loop: it must not block. */
    interface SessionFrames {
        void onDeliver(Frame.Deliver frame);

        void onDrained(Frame.Drained frame);

        /** The connection is lost. */
        void onLost();
    }

    /** @param onLost told once, on the event loop, that the connection is lost */
    Link(ClientOptions options, Consumer<JMSException> onLost) {
        this.options = options;
        this.onLost = onLost;
    }

    /** Connects to the first broker of the list that can be reached. */
    void connect(Credentials credentials) throws JMSException {
        TransportOptions transportOptions =
                new TransportOptions(options.connectTimeout(), options.heartbeat(), options.maxFrame(), AGENT);
        List<Endpoint> endpoints = options.endpoints();
        List<Exception> failures = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            try {
                transport = Transport.open(endpoint, credentials, transportOptions, this);
                return;
            } catch (InterruptedException e) {
                throw JmsErrors.interrupted(e);
            } catch (RefusedException e) {
                if (e.code() != ErrorCode.STOPPING && e.code() != ErrorCode.RESOURCE_LIMIT) {
                    throw JmsErrors.of(e);
                }
                failures.add(e);
            } catch (TransportException e) {
                failures.add(e);
            }
        }
        throw none(failures);
    }

    private static JMSException none(List<Exception> failures) {
        JMSException last = JmsErrors.of(failures.get(failures.size() - 1));
        if (failures.size() == 1) {
            return last;
        }
        String all = failures.stream().map(Exception::getMessage).collect(Collectors.joining("; "));
        return JmsErrors.with(new JMSException(all, last.getErrorCode()), failures.get(0));
    }

    /** From now on frames of that session go there. */
    void register(int session, SessionFrames frames) {
        sessions.put(session, frames);
    }

    void unregister(int session) {
        sessions.remove(session);
    }

    /** Sends a request and waits for its answer. */
    Frame call(LongFunction<Frame> frame) throws JMSException {
        return await(request(frame));
    }

    /** As {@link #call} for what must not be left half done: an interrupt does not end the wait, the thread keeps its flag. */
    Frame callToEnd(LongFunction<Frame> frame) throws JMSException {
        return awaitToEnd(request(frame));
    }

    /** Waits for the answer to a request; an interrupt does not end the wait, the thread keeps its flag. */
    Frame awaitToEnd(CompletableFuture<Frame> reply) throws JMSException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return await(reply);
                } catch (JMSException e) {
                    if (!(e.getCause() instanceof InterruptedException)) {
                        throw e;
                    }
                    interrupted = Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Sends a request; the future fails as {@link Transport#request} says. */
    CompletableFuture<Frame> request(LongFunction<Frame> frame) {
        return transport.request(frame);
    }

    /** Waits for the answer to a request. */
    Frame await(CompletableFuture<Frame> reply) throws JMSException {
        try {
            return reply.get(options.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw JmsErrors.of(e.getCause());
        } catch (InterruptedException e) {
            throw JmsErrors.interrupted(e);
        } catch (TimeoutException e) {
            throw JmsErrors.with(
                    new JMSException(
                            "The broker at " + transport.endpoint() + " did not answer within "
                                    + options.requestTimeout().toMillis()
                                    + " ms (requestTimeout): whether it did what was asked is not known",
                            "TIMED_OUT"),
                    e);
        }
    }

    /** Sends a frame that has no answer. */
    void send(Frame frame) throws JMSException {
        if (!transport.send(frame)) {
            throw JmsErrors.of(transport.end());
        }
    }

    /** Sends a frame that has no answer and no purpose once the connection is lost: the broker then does by itself what it asks for. */
    void post(Frame frame) {
        transport.send(frame);
    }

    /** Waits while more is on its way to the broker than is good. */
    void awaitRoom() throws JMSException {
        try {
            if (!transport.awaitRoom(options.requestTimeout().toMillis())) {
                throw new JMSException(
                        "The broker at " + transport.endpoint() + " takes nothing for "
                                + options.requestTimeout().toMillis() + " ms (requestTimeout)",
                        "TIMED_OUT");
            }
        } catch (InterruptedException e) {
            throw JmsErrors.interrupted(e);
        }
    }

    /** Fails if the connection is lost. */
    void checkAlive() throws JMSException {
        TransportException end = transport.end();
        if (end != null) {
            throw JmsErrors.of(end);
        }
    }

    boolean isAlive() {
        return transport.end() == null;
    }

    /** The sessions of the connection that have worked for branches of distributed transactions. */
    BranchWorkers branchWorkers() {
        return branchWorkers;
    }

    /** Whether both sides know that feature of {@link io.ternmq.wire.Capabilities}. */
    boolean has(long capability) {
        return (transport.welcome().capabilities() & capability) != 0;
    }

    /**
     * Who is at the two ends of a connection: equal if the broker and the user are the same. Two brokers may have one name, so the
     * address counts too.
     *
     * @param node the broker's name
     */
    record Peer(String node, Endpoint endpoint, String user) {}

    Peer peer() {
        return new Peer(transport.welcome().node(), transport.endpoint(), transport.user());
    }

    /** The largest frame that the broker takes, bytes. */
    int maxFrame() {
        return transport.welcome().maxFrame();
    }

    /** What the broker calls the connection, unlike any other. */
    String connectionId() {
        return transport.welcome().connectionId();
    }

    /** Who is logged in, by the broker's word. */
    String user() {
        return transport.user();
    }

    long requestTimeoutMillis() {
        return options.requestTimeout().toMillis();
    }

    void close() {
        if (transport != null) {
            transport.close();
        }
    }

    @Override
    public void onFrame(Frame frame) {
        if (frame instanceof Frame.Deliver deliver) {
            SessionFrames session = sessions.get(deliver.session());
            if (session != null) {
                session.onDeliver(deliver);
            }
        } else if (frame instanceof Frame.Drained drained) {
            SessionFrames session = sessions.get(drained.session());
            if (session != null) {
                session.onDrained(drained);
            }
        }
    }

    @Override
    public void onLost(TransportException reason) {
        sessions.values().forEach(SessionFrames::onLost);
        onLost.accept(JmsErrors.of(reason));
    }
}
