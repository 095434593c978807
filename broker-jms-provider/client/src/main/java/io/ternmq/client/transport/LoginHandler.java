package io.ternmq.client.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.ternmq.wire.Capabilities;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameDecoder;
import java.util.concurrent.CompletableFuture;

/** Says hello, logs in, then removes itself: the frames behind it go to the next handler. */
final class LoginHandler extends SimpleChannelInboundHandler<Frame> {

    private static final int VERSION = 1;

    private final Endpoint endpoint;
    private final Credentials credentials;
    private final TransportOptions options;
    private final FrameDecoder decoder;
    private final CompletableFuture<Frame.Welcome> done = new CompletableFuture<>();

    private Frame.Welcome welcome;
    private String user; // published by the future

    LoginHandler(Endpoint endpoint, Credentials credentials, TransportOptions options, FrameDecoder decoder) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.options = options;
        this.decoder = decoder;
    }

    /** What the broker said of itself, once the login is done. */
    CompletableFuture<Frame.Welcome> done() {
        return done;
    }

    /** Who is logged in, by the broker's word, once the login is done. */
    String user() {
        return user;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(new Frame.Hello(
                VERSION,
                VERSION,
                Capabilities.ALL,
                options.maxFrame(),
                (int) options.heartbeat().toMillis(),
                options.agent()));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        if (frame instanceof Frame.Welcome answer && welcome == null) {
            welcome = answer;
            authenticate(context);
        } else if (frame instanceof Frame.LoggedIn loggedIn && welcome != null) {
            user = loggedIn.user();
            decoder.maxFrame(options.maxFrame());
            context.pipeline().remove(this);
            done.complete(welcome);
        } else if (frame instanceof Frame.Failed failed) {
            fail(context, new RefusedException(failed.code(), failed.text()));
        } else if (frame instanceof Frame.Close close) {
            fail(context, new RefusedException(ErrorCode.STOPPING, close.text()));
        } else if (!(frame instanceof Frame.Heartbeat)) {
            fail(
                    context,
                    new TransportException("The broker at " + endpoint + " answered the login by a "
                            + frame.getClass().getSimpleName() + " frame, which this client does not expect"));
        }
    }

    private void authenticate(ChannelHandlerContext context) {
        String mechanism = credentials.mechanism();
        if (welcome.mechanisms().contains(mechanism)) {
            context.writeAndFlush(new Frame.Authenticate(mechanism, credentials.initialResponse()));
            return;
        }
        String text = credentials.user() == null
                ? "the broker wants a login: give a user and a password"
                : "the broker does not take a user and a password, only " + welcome.mechanisms();
        fail(context, new RefusedException(ErrorCode.LOGIN_REFUSED, text));
    }

    private void fail(ChannelHandlerContext context, Exception reason) {
        done.completeExceptionally(reason);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        done.completeExceptionally(
                new TransportException("The broker at " + endpoint + " ended the connection during the login"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, TransportException.of("The login at " + endpoint + " failed", cause));
    }
}
