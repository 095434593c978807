package io.ternmq.client.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameDecoder;
import io.ternmq.wire.FrameEncoder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * One connection to a broker, logged in. Any thread may send; what one thread sends stays in its order. Nothing here waits for
 * ever: once the connection is lost all requests fail with a {@link TransportException} that names the broker and the reason.
 */
public final class Transport {

    private static final long CLOSE_MILLIS = 2_000;

    private final Endpoint endpoint;
    private final Channel channel;
    private final FrameHandler frames;
    private final Frame.Welcome welcome;
    private final String user;
    private final AtomicLong requests = new AtomicLong();

    private Transport(Endpoint endpoint, Channel channel, FrameHandler frames, Frame.Welcome welcome, String user) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.frames = frames;
        this.welcome = welcome;
        this.user = user;
    }

    /**
     * Connects and logs in.
     *
     * @throws TransportException if there is no broker at that address or it does not answer in time
     * @throws RefusedException if the broker does not take the login or the version
     */
    public static Transport open(
            Endpoint endpoint, Credentials credentials, TransportOptions options, FrameListener listener)
            throws TransportException, RefusedException, InterruptedException {
        EventLoopGroup loops = EventLoops.acquire();
        FrameDecoder decoder = new FrameDecoder();
        LoginHandler login = new LoginHandler(endpoint, credentials, options, decoder);
        FrameHandler frames = new FrameHandler(endpoint, listener);
        long timeout = options.connectTimeout().toMillis();
        ChannelFuture connecting = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark((int) Outbox.ROOM / 2, (int)
                        Outbox.ROOM))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        created.pipeline()
                                .addLast(decoder)
                                .addLast(FrameEncoder.INSTANCE)
                                .addLast(login)
                                .addLast(frames);
                    }
                })
                .connect(endpoint.host(), endpoint.port());
        Channel channel = connecting.channel();
        channel.closeFuture().addListener(closed -> EventLoops.release());
        boolean open = false;
        try {
            Frame.Welcome welcome = await(endpoint, connecting, login, timeout);
            frames.startHeartbeats(heartbeat(options.heartbeat().toMillis(), welcome.heartbeatMillis()));
            open = true;
            return new Transport(endpoint, channel, frames, welcome, login.user());
        } finally {
            if (!open) {
                frames.expectEnd();
                channel.close();
            }
        }
    }

    private static Frame.Welcome await(Endpoint endpoint, ChannelFuture connecting, LoginHandler login, long timeout)
            throws TransportException, RefusedException, InterruptedException {
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                login.done()
                        .completeExceptionally(new TransportException(
                                "No broker answers at " + endpoint + ": "
                                        + done.cause().getMessage(),
                                done.cause()));
            }
        });
        try {
            return login.done().get(timeout, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TransportException("The broker at " + endpoint + " did not answer within " + timeout + " ms", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new TransportException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** The shorter of what both sides bear, in ms; 0 bears any. */
    private static long heartbeat(long ours, long theirs) {
        return ours == 0 || theirs == 0 ? Math.max(ours, theirs) : Math.min(ours, theirs);
    }

    /** Where the broker is. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** What the broker said of itself. */
    public Frame.Welcome welcome() {
        return welcome;
    }

    /** Who is logged in, by the broker's word. */
    public String user() {
        return user;
    }

    /** Why the connection ended, or null while it lives. */
    public TransportException end() {
        return frames.end();
    }

    /** Sends a frame that has no answer. Returns false if the connection has ended, see {@link #end}. */
    public boolean send(Frame frame) {
        return frames.outbox().add(frame, 0, null);
    }

    /**
     * Sends a request. Its answer completes the future on the event loop: {@link Frame.Done}, {@link Frame.Created} or an answer of XA, else it
     * fails with a {@link RefusedException} or a {@link TransportException}.
     *
     * @param frame makes the frame for a request's number
     */
    public CompletableFuture<Frame> request(LongFunction<Frame> frame) {
        long number = requests.incrementAndGet();
        CompletableFuture<Frame> reply = new CompletableFuture<>();
        if (!frames.outbox().add(frame.apply(number), number, reply)) {
            reply.completeExceptionally(frames.end());
        }
        return reply;
    }

    /**
     * Waits while more is on its way to the broker than is good.
     *
     * @return false if that took longer than the time
     */
    public boolean awaitRoom(long timeoutMillis) throws InterruptedException {
        return frames.outbox().awaitRoom(timeoutMillis);
    }

    /** Says goodbye, waits a short time for the broker to have tidied up, and closes. Does nothing if the connection has ended. */
    public void close() {
        frames.expectEnd();
        if (frames.outbox().add(new Frame.Close(""), 0, null)) {
            channel.closeFuture().awaitUninterruptibly(CLOSE_MILLIS);
        }
        channel.close().awaitUninterruptibly(CLOSE_MILLIS);
    }
}
