package io.ternmq.session;

import io.ternmq.security.Identity;
import io.ternmq.security.SaslPlain;
import io.ternmq.wire.Capabilities;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.ProtocolException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** The part of a connection before it is open: versions, SASL mechanisms, one attempt. Belongs to the connection's thread. */
final class Login {

    /** The version of DMQP that this broker speaks. */
    static final int VERSION = 1;

    private static final String PLAIN = "PLAIN";
    private static final String ANONYMOUS = "ANONYMOUS";

    private final SessionServices services;
    private final Peer peer;
    private boolean attempted;

    Login(SessionServices services, Peer peer) {
        this.services = services;
        this.peer = peer;
    }

    void welcome(Frame.Hello hello, String connectionId) {
        if (hello.minVersion() > VERSION || hello.maxVersion() < VERSION) {
            throw new ProtocolException(
                    ErrorCode.VERSION,
                    "this broker speaks version " + VERSION + " of DMQP, the client " + hello.minVersion() + " to "
                            + hello.maxVersion());
        }
        List<String> mechanisms =
                services.authenticator().allowsAnonymous() ? List.of(PLAIN, ANONYMOUS) : List.of(PLAIN);
        peer.send(new Frame.Welcome(
                VERSION,
                Capabilities.ALL,
                services.limits().frameBytes(),
                (int) services.heartbeat().toMillis(),
                services.node(),
                connectionId,
                mechanisms));
    }

    void onFrame(Frame frame, Consumer<Identity> loggedIn) {
        if (frame instanceof Frame.Heartbeat) {
            return;
        }
        if (!(frame instanceof Frame.Authenticate authenticate) || attempted) {
            throw new ProtocolException(
                    ErrorCode.PROTOCOL, "a " + frame.getClass().getSimpleName() + " is not allowed before the login");
        }
        attempted = true;
        switch (authenticate.mechanism()) {
            case ANONYMOUS -> anonymous(loggedIn);
            case PLAIN -> plain(authenticate, loggedIn);
            default -> throw new ProtocolException(ErrorCode.LOGIN_REFUSED, "no such SASL mechanism here");
        }
    }

    private void anonymous(Consumer<Identity> loggedIn) {
        if (!services.authenticator().allowsAnonymous()) {
            throw new ProtocolException(ErrorCode.LOGIN_REFUSED, "this broker asks for a user and a password");
        }
        accept(Identity.ANONYMOUS, loggedIn);
    }

    private void plain(Frame.Authenticate authenticate, Consumer<Identity> loggedIn) {
        SaslPlain credentials = parse(authenticate.response());
        try {
            services.logins().execute(() -> {
                try {
                    Optional<Identity> who =
                            services.authenticator().authenticate(credentials.user(), credentials.password());
                    peer.execute(() -> decide(who, loggedIn));
                } catch (RuntimeException e) {
                    peer.end(Failures.toFrame(0, e));
                } finally {
                    credentials.clear();
                }
            });
        } catch (RejectedExecutionException e) {
            credentials.clear();
            throw new ProtocolException(ErrorCode.RESOURCE_LIMIT, e.getMessage());
        }
    }

    private static SaslPlain parse(byte[] response) {
        try {
            return SaslPlain.parse(response);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(ErrorCode.LOGIN_REFUSED, e.getMessage());
        }
    }

    private void decide(Optional<Identity> who, Consumer<Identity> loggedIn) {
        if (who.isPresent()) {
            accept(who.get(), loggedIn);
        } else {
            peer.end(new Frame.Failed(0, ErrorCode.LOGIN_REFUSED, "the user or the password is wrong"));
        }
    }

    private void accept(Identity who, Consumer<Identity> loggedIn) {
        loggedIn.accept(who);
        peer.send(new Frame.LoggedIn(who.name(), new byte[0]));
    }
}
