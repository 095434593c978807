package io.ternmq.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.ternmq.config.BrokerConfig;
import io.ternmq.session.SessionServices;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The port where the broker takes connections. */
public final class Listener implements AutoCloseable {

    /** Beyond the higher a connection takes no more deliveries, until it is below the lower. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 1024 * 1024);

    private final Channel channel;

    private Listener(Channel channel) {
        this.channel = channel;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException with one line if the address cannot be had
     */
    public static Listener open(BrokerConfig.Listener config, EventLoops loops, SessionServices services)
            throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childOption(ChannelOption.ALLOCATOR, ByteBufAllocator.DEFAULT)
                .childHandler(new BrokerChannelInitializer(services))
                .bind(config.bind(), config.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + config.bind() + ":" + config.port() + " ("
                            + bound.cause().getMessage() + "); choose another port or stop what has it",
                    bound.cause());
        }
        return new Listener(bound.channel());
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Takes no more connections; those that are open go on. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }
}
