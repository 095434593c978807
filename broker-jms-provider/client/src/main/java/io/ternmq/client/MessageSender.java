package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.message.ForeignMessages;
import io.ternmq.client.message.SendStamp;
import io.ternmq.client.message.TernMessage;
import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import java.util.function.LongFunction;

/**
 * Sends the messages of one producer. A persistent send returns once the message is durable; a non-persistent one asks the broker
 * only now and then, see {@link SendWindow}; in a transaction none does, its commit tells.
 */
final class MessageSender {

    /** What a frame has beside header and body, at most. */
    private static final int FRAME_OVERHEAD = 3_200;

    private final SessionCore session;
    private final CheckedDestinations checked;
    private final MessageIds ids = new MessageIds();
    private final SendWindow window = new SendWindow();

    MessageSender(SessionCore session, CheckedDestinations checked) {
        this.session = session;
        this.checked = checked;
    }

    /** Sends; with a listener it returns at once and the listener is told (7.3). */
    void send(Destination destination, Message message, SendSettings settings, CompletionListener listener)
            throws JMSException {
        session.checkOpen();
        if (message == null) {
            throw new MessageFormatException("There is no message to send: it is null");
        }
        TernDestination target = TernDestination.from(destination);
        target.checkSendable();
        DestinationName name = target.name();
        TernMessage own = ForeignMessages.adopt(message);
        long now = System.currentTimeMillis();
        SendStamp stamp = new SendStamp(
                settings.disableId() ? null : ids.next(),
                settings.disableTimestamp() ? 0 : now,
                settings.expiration(now),
                settings.deliveryTime(now),
                destination,
                settings.deliveryMode(),
                settings.priority(),
                session.jmsx().onSend(session));
        own.stamp(stamp);
        byte[] header = own.encodeHeader();
        byte[] body = own.encodeBody();
        checkSize(header.length + (long) body.length);
        if (own != message) {
            stamp.onto(message);
        }
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
        session.link().awaitRoom();
        if (listener != null) {
            sendAsynchronously(message, frame, listener);
        } else if (!sendInTransaction(frame)) {
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

    private void sendAsynchronously(Message message, LongFunction<Frame> frame, CompletionListener listener)
            throws JMSException {
        AsyncSends sends = session.asyncSends();
        session.link().checkAlive(); // what is known now is told now (7.3.2)
        AsyncSends.Pending send = sends.add(this, message, listener);
        boolean inTransaction;
        try {
            inTransaction = sendInTransaction(frame);
        } catch (JMSException e) {
            sends.withdraw(send);
            throw e;
        }
        if (inTransaction) {
            sends.answered(send, null);
        } else {
            session.link().request(frame).whenComplete((answer, failure) -> sends.answered(send, failure));
        }
    }

    /** Fails if the caller is a callback that would wait for itself. */
    void checkMayEnd() throws JMSException {
        session.asyncSends().checkMayClose(this);
    }

    /** The producer sends no more: its callbacks have returned then, and what was refused and not told yet is told now. */
    void end() throws JMSException {
        session.asyncSends().awaitAllOf(this);
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
