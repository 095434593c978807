package io.ternmq.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.ternmq.message.DestinationName;
import io.ternmq.routing.BrokerMessage;
import io.ternmq.session.ClientConnection;
import io.ternmq.session.Peer;
import io.ternmq.session.SessionServices;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameDecoder;
import io.ternmq.wire.ProtocolException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's channel: hands frames in to its {@link ClientConnection} and takes frames out from any thread. What goes out passes one
 * queue, so that frames of lanes and of the session stay in order, and is flushed once for all that waits.
 */
final class Connection extends SimpleChannelInboundHandler<Frame> implements Peer {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** About what a frame takes beyond its header and body. */
    private static final int FRAME_OVERHEAD = 64;

    /** How much waits for the socket before lanes deliver no more, beside what Netty holds up to its own mark. */
    private static final long MAX_WAITING_BYTES = 1024 * 1024;

    /** How many frames may wait for a client that does not read before nothing is read from it. */
    private static final int MAX_UNREAD = 4096;

    /** How many bytes of messages may wait for the store before no more are read. */
    private static final long MAX_WORK_BYTES = 32L * 1024 * 1024;

    /** How long the last frame may take before the connection is cut without it. */
    private static final int LAST_FRAME_SECONDS = 3;

    private final SocketChannel channel;
    private final ClientConnection client;
    private final Duration heartbeat;
    private final String address;
    private final Queue<Frame> out = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong waitingBytes = new AtomicLong(); // in out
    private final AtomicBoolean stalled = new AtomicBoolean(); // somebody was told that no more is taken
    private final AtomicLong work = new AtomicLong();
    private boolean reading;
    private boolean ending;
    private int unread; // frames for a client that does not read

    Connection(SessionServices services, SocketChannel channel) {
        super(Frame.class);
        this.channel = channel;
        this.heartbeat = services.heartbeat();
        InetSocketAddress remote = channel.remoteAddress();
        this.address = remote == null ? "unknown" : remote.getAddress().getHostAddress() + ":" + remote.getPort();
        this.client = new ClientConnection(services, this);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Frame frame) {
        reading = true;
        if (!ending) {
            client.onFrame(frame);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        writeAll();
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ending = true;
        client.lost();
        out.clear();
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.READER_IDLE) {
                LOG.info("the client {} has been silent for too long; its connection ends", address);
                end(new Frame.Failed(0, ErrorCode.TIMED_OUT, "nothing came for longer than the heartbeat allows"));
            } else if (channel.isWritable()) {
                send(new Frame.Heartbeat());
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof ProtocolException e) {
            LOG.info("the connection of {} ends: {}", address, e.getMessage());
            end(new Frame.Failed(0, e.code(), e.getMessage()));
        } else if (cause instanceof IOException) {
            LOG.debug("the connection of {} is lost: {}", address, cause.getMessage());
            channel.close();
        } else {
            LOG.error("the connection of {} ends by a fault of the broker", address, cause);
            end(new Frame.Failed(0, ErrorCode.INTERNAL, "the broker met a fault of its own; its log has more"));
        }
    }

    @Override
    public void execute(Runnable task) {
        channel.eventLoop().execute(task);
    }

    @Override
    public void heartbeat(int askedMillis) {
        channel.pipeline().replace("idle", "idle", BrokerChannelInitializer.idle(heartbeat, askedMillis));
    }

    @Override
    public void open(int maxFrame) {
        channel.pipeline().get(FrameDecoder.class).maxFrame(maxFrame);
        channel.pipeline().remove(LoginDeadline.class);
    }

    @Override
    public void deliver(
            int session,
            int consumer,
            long delivery,
            int deliveryCount,
            DestinationName sentTo,
            BrokerMessage message) {
        waitingBytes.addAndGet(bytes(message.header(), message.body()));
        send(new Frame.Deliver(
                session,
                consumer,
                delivery,
                deliveryCount,
                message.persistent(),
                message.priority(),
                sentTo,
                message.header(),
                message.body()));
    }

    private static long bytes(byte[] header, byte[] body) {
        return FRAME_OVERHEAD + header.length + (long) body.length;
    }

    @Override
    public boolean isReady() {
        if (takesMore()) {
            return true;
        }
        stalled.set(true);
        return takesMore(); // looked at again: it may have gone on before it could know that somebody waits
    }

    private boolean takesMore() {
        return waitingBytes.get() < MAX_WAITING_BYTES && channel.isWritable();
    }

    private void goOnIfStalled() {
        if (takesMore() && stalled.compareAndSet(true, false)) {
            client.resume();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            unread = 0;
            goOnIfStalled();
            readAsAllowed();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void working(long bytes) {
        long before = work.getAndAdd(bytes);
        if (before < MAX_WORK_BYTES != before + bytes < MAX_WORK_BYTES) {
            channel.eventLoop().execute(this::readAsAllowed);
        }
    }

    /** Who does not read his answers, or sends faster than the store writes, is not read from until that is better. */
    private void readAsAllowed() {
        channel.config().setAutoRead(unread < MAX_UNREAD && work.get() < MAX_WORK_BYTES);
    }

    @Override
    public void drained(int session, int consumer) {
        send(new Frame.Drained(session, consumer));
    }

    @Override
    public void send(Frame frame) {
        out.add(frame);
        if (channel.eventLoop().inEventLoop() && reading) {
            return; // written when the read is complete
        }
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::writeAll);
        }
    }

    private void writeAll() {
        scheduled.set(false);
        int written = 0;
        for (Frame frame = out.poll(); frame != null; frame = out.poll()) {
            if (frame instanceof Frame.Deliver deliver) {
                waitingBytes.addAndGet(-bytes(deliver.header(), deliver.body()));
            }
            if (!ending) { // else the last frame is out
                channel.write(frame, channel.voidPromise());
                written++;
            }
        }
        if (written > 0) {
            channel.flush();
            if (!channel.isWritable()) {
                unread += written;
                if (unread >= MAX_UNREAD) {
                    readAsAllowed();
                }
            }
        }
        goOnIfStalled();
    }

    @Override
    public void end(Frame last) {
        if (!channel.eventLoop().inEventLoop()) {
            channel.eventLoop().execute(() -> end(last));
            return;
        }
        if (ending) {
            return;
        }
        writeAll();
        ending = true;
        client.lost(); // now: who does not read the last frame must not hold messages for that
        channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        channel.eventLoop().schedule((Runnable) channel::close, LAST_FRAME_SECONDS, TimeUnit.SECONDS);
    }
}
