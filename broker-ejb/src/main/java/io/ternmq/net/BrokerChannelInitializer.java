package io.ternmq.net;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.ternmq.session.SessionServices;
import io.ternmq.wire.ErrorCode;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameDecoder;
import io.ternmq.wire.FrameEncoder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lists what a client's bytes go through. */
final class BrokerChannelInitializer extends ChannelInitializer<SocketChannel> {

    private static final long SHORTEST_MILLIS = 50;

    private final SessionServices services;
    private final AtomicInteger open = new AtomicInteger();

    BrokerChannelInitializer(SessionServices services) {
        this.services = services;
    }

    /**
     * Notices a client's silence and keeps this side's short; the shorter of what both ask for holds.
     *
     * @param own the longest silence that this side bears, zero for any
     * @param askedMillis the longest silence that the client bears, 0 for any
     */
    static IdleStateHandler idle(Duration own, int askedMillis) {
        long ours = own.toMillis();
        long theirs = askedMillis == 0 ? ours : Math.max(askedMillis, SHORTEST_MILLIS);
        long heartbeat = ours == 0 ? theirs : Math.min(ours, theirs);
        return new IdleStateHandler(2 * heartbeat, heartbeat / 2, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("encoder", FrameEncoder.INSTANCE);
        if (!hasRoom(channel)) {
            return;
        }
        pipeline.addLast("deadline", new LoginDeadline());
        pipeline.addLast("idle", idle(services.heartbeat(), 0));
        pipeline.addLast("decoder", new FrameDecoder());
        pipeline.addLast("connection", new Connection(services, channel));
    }

    /** Counts the channel; one too many is told so and closed. */
    private boolean hasRoom(SocketChannel channel) {
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        int limit = services.limits().connections();
        if (open.incrementAndGet() <= limit) {
            return true;
        }
        channel.writeAndFlush(new Frame.Failed(
                        0, ErrorCode.RESOURCE_LIMIT, "the broker takes at most " + limit + " connections"))
                .addListener(ChannelFutureListener.CLOSE);
        return false;
    }
}
