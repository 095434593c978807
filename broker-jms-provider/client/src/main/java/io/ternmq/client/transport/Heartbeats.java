package io.ternmq.client.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import io.ternmq.wire.Frame;
import java.util.concurrent.TimeUnit;

/**
 * Keeps this side's silence short and notices that of the broker. Lives on the channel's event loop. It counts its own ticks and not
 * the time, so that a process that was frozen does not take the pause for the broker's silence.
 */
final class Heartbeats {

    private static final int TICKS = 4;
    private static final int QUIET_TICKS = TICKS / 2;
    private static final int LOST_TICKS = TICKS * 2;

    private final Runnable onSilence;
    private ScheduledFuture<?> task;
    private int ticksSinceRead;
    private int ticksSinceWrite;

    /** @param onSilence run once nothing was read for twice the heartbeat */
    Heartbeats(Runnable onSilence) {
        this.onSilence = onSilence;
    }

    /** Begins; 0 for no heartbeats. */
    void start(ChannelHandlerContext context, long heartbeatMillis) {
        if (heartbeatMillis > 0) {
            long period = Math.max(1, heartbeatMillis / TICKS);
            task = context.executor()
                    .scheduleWithFixedDelay(() -> tick(context), period, period, TimeUnit.MILLISECONDS);
        }
    }

    void stop() {
        if (task != null) {
            task.cancel(false);
        }
    }

    void onRead() {
        ticksSinceRead = 0;
    }

    void onWrite() {
        ticksSinceWrite = 0;
    }

    private void tick(ChannelHandlerContext context) {
        if (++ticksSinceRead > LOST_TICKS) {
            onSilence.run();
        } else if (++ticksSinceWrite >= QUIET_TICKS) {
            ticksSinceWrite = 0;
            context.writeAndFlush(new Frame.Heartbeat());
        }
    }
}
