package io.ternmq.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's channel: hands frames in to its {@link ClientConnection} and takes frames out from any thread. What goes out passes one
 * queue, so that frames of lanes and of the session stay in order, and is flushed once for all that waits.
 */
final class Connection extends SimpleChannelInboundHandler<Frame> implements Peer {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final SocketChannel channel;
    private final ClientConnection client;
    private final Duration heartbeat;
    private final String address;
    private final Queue<Frame> out = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private boolean reading;
    private boolean ending;

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
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.READER_IDLE) {
                LOG.info("the client {} has been silent for too long; its connection ends", address);
                end(new Frame.Failed(0, ErrorCode.TIMED_OUT, "nothing came for longer than the heartbeat allows"));
            } else {
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
    public void deliver(int session, int consumer, long delivery, int deliveryCount, BrokerMessage message) {
        send(new Frame.Deliver(
                session,
                consumer,
                delivery,
                deliveryCount,
                message.persistent(),
                message.priority(),
                null,
                message.header(),
                message.body()));
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
        boolean any = false;
        for (Frame frame = out.poll(); frame != null; frame = out.poll()) {
            channel.write(frame, channel.voidPromise());
            any = true;
        }
        if (any) {
            channel.flush();
        }
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
        ending = true;
        writeAll();
        channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    Channel channel() {
        return channel;
    }
}
