package io.ternmq.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends a channel that has not logged in after a while, however busily it sends. Removes itself once the connection is open. */
final class LoginDeadline extends ChannelInboundHandlerAdapter {

    static final int SECONDS = 10;

    private Future<?> deadline;

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> {
                            context.close();
                        },
                        SECONDS,
                        TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
