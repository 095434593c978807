package io.ternmq.client.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.ternmq.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What becomes of frames once the login is done: answers to the requests that wait for them, the rest to the listener. */
final class FrameHandler extends ChannelInboundHandlerAdapter {

    private final Endpoint endpoint;
    private final FrameListener listener;
    private final LongObjectMap<CompletableFuture<Frame>> replies = new LongObjectHashMap<>();
    private final Heartbeats heartbeats;

    private ChannelHandlerContext context;
    private Outbox outbox;
    private volatile TransportException end;
    private volatile boolean closedByUs;

    FrameHandler(Endpoint endpoint, FrameListener listener) {
        this.endpoint = endpoint;
        this.listener = listener;
        this.heartbeats = new Heartbeats(() -> lost("nothing came for longer than twice the heartbeat"));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        outbox = new Outbox(added.channel(), this::onWrite);
    }

    /** Where frames to the broker go. */
    Outbox outbox() {
        return outbox;
    }

    /** See {@link Heartbeats#start}. */
    void startHeartbeats(long heartbeatMillis) {
        context.executor().execute(() -> {
            if (end == null) {
                heartbeats.start(context, heartbeatMillis);
            }
        });
    }

    /** Why the connection ended, or null while it lives. */
    TransportException end() {
        return end;
    }

    /** From now on the connection's end is no loss. */
    void expectEnd() {
        closedByUs = true;
    }

    private void onWrite(Outbox.Item item) {
        heartbeats.onWrite();
        if (item.reply() == null) {
            return;
        }
        if (end == null) {
            replies.put(item.number(), item.reply());
        } else {
            item.reply().completeExceptionally(end);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        heartbeats.onRead();
        if (message instanceof Frame.Done done) {
            answer(done.request(), done);
        } else if (message instanceof Frame.Created created) {
            answer(created.request(), created);
        } else if (message instanceof Frame.XaOutcome outcome) {
            answer(outcome.request(), outcome);
        } else if (message instanceof Frame.XaRecovered recovered) {
            answer(recovered.request(), recovered);
        } else if (message instanceof Frame.Failed failed) {
            onFailed(failed);
        } else if (message instanceof Frame.Close close) {
            lost("the broker closed it" + (close.text().isEmpty() ? "" : ": " + close.text()));
        } else if (message instanceof Frame frame && !(message instanceof Frame.Heartbeat)) {
            listener.onFrame(frame);
        }
    }

    private void onFailed(Frame.Failed failed) {
        if (failed.request() == 0) {
            lost("the broker ended it: " + failed.text());
            return;
        }
        CompletableFuture<Frame> reply = replies.remove(failed.request());
        if (reply != null) {
            reply.completeExceptionally(new RefusedException(failed.code(), failed.text()));
        }
    }

    private void answer(long request, Frame frame) {
        CompletableFuture<Frame> reply = replies.remove(request);
        if (reply != null) {
            reply.complete(frame);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        outbox.signalRoom();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lost("the broker or the network ended it");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(TransportException.of(lossText(), cause));
    }

    private void lost(String reason) {
        end(new TransportException(lossText() + ": " + reason));
    }

    private String lossText() {
        return "The connection to " + endpoint + " is lost";
    }

    /** Ends the connection for that reason, once. */
    private void end(TransportException reason) {
        if (end != null) {
            return;
        }
        end = closedByUs ? new TransportException("The connection to " + endpoint + " is closed") : reason;
        heartbeats.stop();
        context.close();
        List<CompletableFuture<Frame>> open = new ArrayList<>(replies.values());
        replies.clear();
        outbox.end(item -> {
            if (item.reply() != null) {
                open.add(item.reply());
            }
        });
        open.forEach(reply -> reply.completeExceptionally(end));
        if (!closedByUs) {
            listener.onLost(end);
        }
    }
}
