package io.ternmq.client.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import io.ternmq.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Keeps this side's silence as short as the broker asks and notices that of the broker. Lives on the channel's event loop. It counts
 * its own ticks and not the time, so that a process that was frozen does not take the pause for the broker's silence.
 */
final class Heartbeats {

    private static final int TICKS = 4;
    private static final int QUIET_TICKS = TICKS / 2;
    private static final int LOST_TICKS = TICKS * 2;

    private final Runnable onSilence;
    private final List<ScheduledFuture<?>> tasks = new ArrayList<>();
    private int ticksSinceRead;
    private int ticksSinceWrite;

    /** @param onSilence run once nothing was read for twice the time that {@link #start} says */
    Heartbeats(Runnable onSilence) {
        this.onSilence = onSilence;
    }

    /**
     * Begins.
     *
     * @param theirs the longest silence that the broker asks for, ms; 0 for any
     * @param ours the longest silence that this side asked for, ms; 0 for any
     */
    void start(ChannelHandlerContext context, long theirs, long ours) {
        every(context, theirs, () -> keepAlive(context));
        every(context, ours, this::watch);
    }

    private void every(ChannelHandlerContext context, long heartbeatMillis, Runnable tick) {
        if (heartbeatMillis > 0) {
            long period = Math.max(1, heartbeatMillis / TICKS);
            tasks.add(context.executor().scheduleWithFixedDelay(tick, period, period, TimeUnit.MILLISECONDS));
        }
    }

    void stop() {
        tasks.forEach(task -> task.cancel(false));
    }

    void onRead() {
        ticksSinceRead = 0;
    }

    void onWrite() {
        ticksSinceWrite = 0;
    }

    private void keepAlive(ChannelHandlerContext context) {
        if (++ticksSinceWrite >= QUIET_TICKS) {
            ticksSinceWrite = 0;
            context.writeAndFlush(new Frame.Heartbeat());
        }
    }

    private void watch() {
        if (++ticksSinceRead > LOST_TICKS) {
            onSilence.run();
        }
    }
}
