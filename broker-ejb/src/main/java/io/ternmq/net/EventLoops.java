package io.ternmq.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.ternmq.delivery.Lane;
import io.ternmq.delivery.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The event loops of this node. Each is a lane too, so that a message whose connection is on its queue's loop changes no thread. */
public final class EventLoops implements Lanes, AutoCloseable {

    private final EventLoopGroup group;
    private final List<Lane> lanes = new ArrayList<>();

    /** @param threads at least 1 */
    public EventLoops(int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("tern-loop", true), NioIoHandler.newFactory());
        group.forEach(loop -> lanes.add(new LoopLane(loop)));
    }

    EventLoopGroup group() {
        return group;
    }

    @Override
    public Lane of(long destinationId) {
        return lanes.get(Math.floorMod(destinationId, lanes.size()));
    }

    private record LoopLane(EventExecutor loop) implements Lane {
        @Override
        public boolean inLane() {
            return loop.inEventLoop();
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public Runnable schedule(Runnable task, long delayMillis) {
            if (loop.isShuttingDown()) {
                return () -> {};
            }
            ScheduledFuture<?> scheduled = loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        }
    }

    /** Ends the loops, after what is under way; waits a few seconds at most. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
