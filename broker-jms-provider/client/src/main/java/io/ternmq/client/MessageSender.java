package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.message.TernMessage;
import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * Sends the messages of one producer. A persistent send returns once the message is durable; a non-persistent one asks the broker
 * only now and then, see {@link SendWindow}; in a transaction none does, its commit tells.
 */
final class MessageSender {

    /** What a frame has beside header and body, at most. */
    private static final int FRAME_OVERHEAD = 1_200;

    private final SessionCore session;
    private final CheckedDestinations checked;
    private final MessageIds ids = new MessageIds();
    private final SendWindow window = new SendWindow();

    MessageSender(SessionCore session, CheckedDestinations checked) {
        this.session = session;
        this.checked = checked;
    }

    /** Sends; with a listener it returns at once and the listener is told (7.3). */
    void send(TernDestination destination, Message message, SendSettings settings, CompletionListener listener)
            throws JMSException {
        session.checkOpen();
        if (message == null) {
            throw new MessageFormatException("There is no message to send: it is null");
        }
        TernMessage own = TernMessage.adopt(message);
        long now = System.currentTimeMillis();
        own.stamp(
                settings.disableId() ? null : ids.next(),
                settings.disableTimestamp() ? 0 : now,
                settings.expiration(now),
                settings.deliveryTime(now),
                destination,
                settings.deliveryMode(),
                settings.priority());
        byte[] header = own.encodeHeader();
        byte[] body = own.encodeBody();
        checkSize(header.length + (long) body.length);
        if (own != message) {
            own.stampOnto(message);
        }
        DestinationName name = destination.name();
        LongFunction<Frame> frame = request -> new Frame.Send(
                request,
                session.number(),
                name,
                settings.isPersistent(),
                settings.priority(),
                settings.timeToLive(),
                settings.deliveryDelay(),
                header,
                body);
        Link link = session.link();
        link.awaitRoom();
        if (sendInTransaction(frame)) {
            if (listener != null) {
                session.asyncSends().add(CompletableFuture.completedFuture(null), message, listener);
            }
        } else if (listener != null) {
            session.asyncSends().add(link.request(frame), message, listener);
        } else {
            sendOutsideTransaction(name, settings.isPersistent(), header.length + body.length, frame);
        }
    }

    /** Returns false if the session has no transaction now. */
    private boolean sendInTransaction(LongFunction<Frame> frame) throws JMSException {
        if (session.mode() == SessionMode.TRANSACTED) {
            session.transaction().send(frame);
            return true;
        }
        return session.mode() == SessionMode.XA && session.branchWork().send(frame);
    }

    /** The producer sends no more: what was refused and not told yet is told now. */
    void end() throws JMSException {
        if (session.link().isAlive()) {
            window.end(session.link(), checked);
        }
    }

    private void sendOutsideTransaction(
            DestinationName destination, boolean persistent, int size, LongFunction<Frame> frame) throws JMSException {
        Link link = session.link();
        if (persistent) {
            link.call(frame);
        } else if (!checked.contains(destination)) {
            link.call(frame);
            checked.add(destination);
        } else if (window.count(size)) {
            window.close(link.request(frame), destination, link, checked);
        } else {
            link.send(frame.apply(0));
        }
    }

    private void checkSize(long bytes) throws JMSException {
        int limit = session.link().maxFrame();
        if (bytes + FRAME_OVERHEAD > limit) {
            throw new JMSException(
                    "The message has " + bytes + " bytes with its headers, the broker's limit for a frame is " + limit
                            + " bytes (of which " + FRAME_OVERHEAD + " are kept for the frame)",
                    "TOO_LARGE");
        }
    }
}
