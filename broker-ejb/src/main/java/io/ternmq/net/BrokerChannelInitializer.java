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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lists what a client's bytes go through. */
final class BrokerChannelInitializer extends ChannelInitializer<SocketChannel> {

    private final SessionServices services;
    private final AtomicInteger open = new AtomicInteger();

    BrokerChannelInitializer(SessionServices services) {
        this.services = services;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        long heartbeat = services.heartbeat().toMillis();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("encoder", FrameEncoder.INSTANCE);
        if (!hasRoom(channel)) {
            return;
        }
        pipeline.addLast("deadline", new LoginDeadline());
        pipeline.addLast("idle", new IdleStateHandler(2 * heartbeat, heartbeat / 2, 0, TimeUnit.MILLISECONDS));
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
