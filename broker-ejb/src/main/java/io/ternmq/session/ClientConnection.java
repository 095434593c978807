package io.ternmq.session;

import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage.Publisher;
import io.ternmq.routing.Destination;
import io.ternmq.security.Identity;
import io.ternmq.security.Permission;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.ProtocolException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One client's connection: login, then sessions, each frame by the one switch of {@link #onFrame}. Belongs to the connection's
 * thread, save what {@link io.ternmq.management} reads.
 */
public final class ClientConnection {

    private static final int MAX_SESSIONS = 10_000;

    private enum State {
        AWAITING_HELLO,
        AWAITING_LOGIN,
        OPEN,
        ENDED
    }

    private final SessionServices services;
    private final Peer peer;
    private final String id;
    private final Login login;
    private final long since;
    private final Map<Integer, Session> sessions =
            new ConcurrentHashMap<>(); // management counts them from other threads
    private final Map<DestinationName, Destination> temporaries =
            new ConcurrentHashMap<>(); // lanes tell that they are gone
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private State state = State.AWAITING_HELLO;
    private int highestSession; // of those that were ever open
    private volatile String agent = "";
    private volatile String clientId = "";
    private volatile Identity identity;
    private Publisher publisher;
    private XaRequests xa; // once it is open
    private boolean worksForBranches;

    /** A connection that has just been accepted. */
    public ClientConnection(SessionServices services, Peer peer) {
        this.services = services;
        this.peer = peer;
        this.id = services.connections().nextId();
        this.login = new Login(services, peer);
        this.since = services.clock().millis();
        this.publisher = new Publisher(id, "");
    }

    /** Its identifier, unlike any other connection's. */
    public String id() {
        return id;
    }

    /** The client's address and port. */
    public String address() {
        return peer.address();
    }

    /** What the client says that it is. */
    public String agent() {
        return agent;
    }

    /** The client identifier, empty for none. */
    public String clientId() {
        return clientId;
    }

    /** Who logged in. */
    public Identity identity() {
        return identity;
    }

    /** When it was accepted, ms since 1970. */
    public long since() {
        return since;
    }

    /** Its open sessions. */
    public Collection<Session> sessions() {
        return sessions.values();
    }

    Publisher publisher() {
        return publisher;
    }

    SessionServices services() {
        return services;
    }

    Peer peer() {
        return peer;
    }

    /**
     * Does what a frame asks for.
     *
     * @throws ProtocolException if it is not allowed now: the connection ends
     */
    public void onFrame(Frame frame) {
        switch (state) {
            case AWAITING_HELLO -> onHello(frame);
            case AWAITING_LOGIN -> login.onFrame(frame, this::loggedIn);
            case OPEN -> onOpenFrame(frame);
            case ENDED -> {} // what was under way when it ended
        }
    }

    private void onHello(Frame frame) {
        if (!(frame instanceof Frame.Hello hello)) {
            throw notAllowed(frame);
        }
        agent = hello.agent();
        state = State.AWAITING_LOGIN;
        peer.heartbeat(hello.heartbeatMillis());
        login.welcome(hello, id);
    }

    private void loggedIn(Identity who) {
        if (state == State.ENDED) {
            return;
        }
        identity = who;
        if (!services.connections().add(this)) {
            peer.end(stopping());
            return;
        }
        state = State.OPEN;
        xa = new XaRequests(services.branches(), peer, who);
        peer.open(services.limits().frameBytes());
    }

    private void onOpenFrame(Frame frame) {
        try {
            obey(frame);
        } catch (NoSessionException e) { // closed by an older frame: it fails the request, not the connection
            if (e.isAsked()) {
                peer.send(e.toFrame());
            }
        }
    }

    private void obey(Frame frame) {
        if (frame instanceof Frame.Send send) {
            session(send.session(), send.request()).onSend(send);
        } else if (frame instanceof Frame.Acknowledge acknowledge) {
            session(acknowledge.session(), acknowledge.request()).onAcknowledge(acknowledge);
        } else if (frame instanceof Frame.Credit credit) {
            Session session = sessions.get(credit.session()); // it may have been closed by an older frame
            if (session != null) {
                session.onCredit(credit);
            }
        } else if (frame instanceof Frame.Assign assign) {
            onAssign(assign);
        } else if (frame instanceof Frame.Commit commit) {
            session(commit.session(), commit.request()).onCommit(commit);
        } else if (frame instanceof Frame.Rollback rollback) {
            session(rollback.session(), rollback.request()).onRollback(rollback);
        } else if (frame instanceof Frame.Recover recover) {
            session(recover.session(), recover.request()).onRecover(recover);
        } else if (frame instanceof Frame.Subscribe subscribe) {
            Session session = session(subscribe.session(), subscribe.request());
            attempt(subscribe.request(), () -> session.onSubscribe(subscribe));
        } else if (frame instanceof Frame.CloseConsumer close) {
            session(close.session(), close.request()).onCloseConsumer(close);
        } else if (frame instanceof Frame.OpenSession open) {
            onOpenSession(open);
        } else if (frame instanceof Frame.CloseSession close) {
            answer(close.request(), session(close.session(), close.request()).close(close.seen()));
            sessions.remove(close.session());
        } else if (frame instanceof Frame.CreateTemporary create) {
            attempt(create.request(), () -> onCreateTemporary(create));
        } else if (frame instanceof Frame.DeleteTemporary delete) {
            attempt(delete.request(), () -> onDeleteTemporary(delete));
        } else if (frame instanceof Frame.DeleteSubscription delete) {
            answer(delete.request(), services.subscriptions().unsubscribe(clientId, delete.subscription()));
        } else if (frame instanceof Frame.Identify identify) {
            attempt(identify.request(), () -> onIdentify(identify));
        } else if (frame instanceof Frame.XaStart start) {
            session(start.session(), start.request()).onXaStart(start);
        } else if (frame instanceof Frame.XaEnd end) {
            session(end.session(), end.request()).onXaEnd(end);
        } else if (XaRequests.takes(frame)) {
            xa.onFrame(frame);
        } else if (frame instanceof Frame.Close close) {
            lost(); // first: with the answer in hand the client may take its identifier on another connection
            peer.end(close);
        } else if (!(frame instanceof Frame.Heartbeat)) {
            throw notAllowed(frame);
        }
    }

    private void onAssign(Frame.Assign assign) {
        Session from = sessions.get(assign.session());
        Session target = sessions.get(assign.target());
        if (from != null && target != null) { // else it was closed by an older frame
            from.onAssign(assign, target);
        }
    }

    private Session session(int number, long request) {
        Session session = sessions.get(number);
        if (session != null) {
            return session;
        }
        if (number > highestSession) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "there is no session " + number + " on this connection");
        }
        throw new NoSessionException(number, request);
    }

    private void onOpenSession(Frame.OpenSession open) {
        if (sessions.size() >= MAX_SESSIONS) {
            peer.send(new Frame.Failed(
                    open.request(),
                    ErrorCode.RESOURCE_LIMIT,
                    "a connection has at most " + MAX_SESSIONS + " sessions; close some"));
            return;
        }
        if (sessions.putIfAbsent(open.session(), new Session(this, open.session(), open.transacted())) != null) {
            throw new ProtocolException(ErrorCode.PROTOCOL, "the session " + open.session() + " is open already");
        }
        highestSession = Math.max(highestSession, open.session());
        peer.send(new Frame.Done(open.request()));
    }

    private void onIdentify(Frame.Identify identify) {
        if (!clientId.isEmpty() || identify.clientId().isBlank()) {
            throw new ProtocolException(
                    ErrorCode.INVALID_CLIENT_ID,
                    clientId.isEmpty()
                            ? "a client identifier is not blank"
                            : "the connection has the client identifier " + clientId + " already");
        }
        if (!services.connections().claim(identify.clientId(), this)) {
            throw new ProtocolException(
                    ErrorCode.INVALID_CLIENT_ID,
                    "the client identifier " + identify.clientId() + " is in use by another connection");
        }
        clientId = identify.clientId();
        publisher = new Publisher(id, clientId);
        peer.send(new Frame.Done(identify.request()));
    }

    private void onCreateTemporary(Frame.CreateTemporary create) {
        Destination made = services.partitions().createTemporary(create.topic(), id);
        temporaries.put(made.name(), made);
        peer.send(new Frame.Created(create.request(), made.name()));
    }

    private void onDeleteTemporary(Frame.DeleteTemporary delete) {
        Destination destination = temporaries.get(delete.destination());
        if (destination == null) {
            throw new ProtocolException(
                    ErrorCode.INVALID_DESTINATION,
                    delete.destination() + " is no temporary destination of this connection");
        }
        answer(
                delete.request(),
                services.partitions()
                        .deleteTemporary(destination)
                        .thenRun(() -> temporaries.remove(destination.name())));
    }

    /** A session has worked for a branch of a distributed transaction: its end matters to branches. */
    void worksForBranches() {
        worksForBranches = true;
    }

    /** Whether the user may do that; if not, an exception says so. */
    void require(Permission permission, DestinationName destination) {
        if (!services.authorizer().allows(identity, permission, destination)) {
            throw new ProtocolException(
                    ErrorCode.FORBIDDEN,
                    "the user " + identity.name() + " has no right to "
                            + permission.name().toLowerCase(Locale.ROOT) + " on " + destination);
        }
    }

    /** Answers the request once the work is done; with request 0 nothing is answered. */
    void answer(long request, CompletableFuture<?> work) {
        work.whenComplete((done, failure) -> {
            if (request != 0) {
                peer.send(failure == null ? new Frame.Done(request) : Failures.toFrame(request, failure));
            }
        });
    }

    /** Runs what fails its request, not its connection. */
    void attempt(long request, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            peer.send(Failures.toFrame(request, e));
        }
    }

    /** The network has lost it, or it was closed: whatever its consumers hold goes back. On the connection's thread. */
    public void lost() {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        services.connections().remove(this);
        sessions.values().forEach(Session::lost);
        sessions.clear();
        if (worksForBranches) {
            services.branches().connectionEnded(id);
        }
        services.partitions().dropTemporaries(temporaries.values());
        ended.complete(null);
    }

    /** Done once it has ended and given back all that its consumers held. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** Tells the client that the broker stops, and ends the connection. From any thread. */
    public void stop() {
        peer.execute(() -> peer.end(stopping()));
    }

    private static Frame stopping() {
        return new Frame.Failed(0, ErrorCode.STOPPING, "the broker is stopping");
    }

    /** The network takes more again. On the connection's thread. */
    public void resume() {
        sessions.values().forEach(Session::resume);
    }

    private ProtocolException notAllowed(Frame frame) {
        return new ProtocolException(
                ErrorCode.PROTOCOL,
                "a " + frame.getClass().getSimpleName() + " is not allowed "
                        + (state == State.OPEN ? "from a client" : "before the login"));
    }
}
