package io.ternmq.client.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The event loops that all transports of this class loader share. They are there while a transport is; their threads are daemons. */
final class EventLoops {

    private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());
    private static final int SHUTDOWN_SECONDS = 2;

    private static EventLoopGroup group;
    private static int users;

    private EventLoops() {}

    /** The loops, to be given back by {@link #release}. */
    static synchronized EventLoopGroup acquire() {
        if (users++ == 0) {
            group = new MultiThreadIoEventLoopGroup(
                    THREADS, new DefaultThreadFactory("tern-client-io", true), NioIoHandler.newFactory());
        }
        return group;
    }

    /** Gives them back; the last one ends the threads once their open tasks are done. */
    static synchronized void release() {
        if (--users == 0) {
            group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
            group = null;
        }
    }
}
