package io.ternmq.net;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.ternmq.session.SessionServices;
import io.ternmq.wire.FrameDecoder;
import io.ternmq.wire.FrameEncoder;
import java.util.concurrent.TimeUnit;

/** Lists what a client's bytes go through. */
final class BrokerChannelInitializer extends ChannelInitializer<SocketChannel> {

    private final SessionServices services;

    BrokerChannelInitializer(SessionServices services) {
        this.services = services;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        long heartbeat = services.heartbeat().toMillis();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast("deadline", new LoginDeadline());
        pipeline.addLast("idle", new IdleStateHandler(2 * heartbeat, heartbeat / 2, 0, TimeUnit.MILLISECONDS));
        pipeline.addLast("decoder", new FrameDecoder());
        pipeline.addLast("encoder", FrameEncoder.INSTANCE);
        pipeline.addLast("connection", new Connection(services, channel));
    }
}
