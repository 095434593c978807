package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.wire.Frame.ConsumerKind;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Looks at a queue (4.1.6). Each enumeration is a consumer of its own that takes nothing and ends when all was seen. */
final class TernQueueBrowser implements QueueBrowser {

    private static final long NO_WAIT = -1;

    private final SessionCore session;
    private final TernDestination queue;
    private final String selector;
    private final Set<Browse> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Opens it once, so that a bad selector or a missing right shows here. */
    TernQueueBrowser(SessionCore session, TernDestination queue, String selector) throws JMSException {
        this.session = session;
        this.queue = queue;
        this.selector = selector == null || selector.isEmpty() ? null : selector;
        session.inboxes().close(subscribe());
    }

    private Inbox subscribe() throws JMSException {
        return session.inboxes()
                .subscribe(queue.name(), ConsumerKind.BROWSER, false, selector == null ? "" : selector, "");
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The browser is closed");
        }
        session.checkOpen();
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return (Queue) queue;
    }

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return selector;
    }

    @Override
    public Enumeration<Message> getEnumeration() throws JMSException {
        checkOpen();
        Browse browse = new Browse(subscribe());
        open.add(browse);
        return browse;
    }

    @Override
    public void close() throws JMSException {
        closed = true;
        for (Browse browse : open) {
            browse.end();
        }
    }

    private final class Browse implements Enumeration<Message> {

        private final Inbox inbox;
        private Message next;

        Browse(Inbox inbox) {
            this.inbox = inbox;
        }

        /** @throws java.lang.IllegalStateException if the connection is lost: the interface knows no JMSException */
        @Override
        public boolean hasMoreElements() {
            if (next == null) {
                try {
                    Arrived arrived = inbox.take(NO_WAIT);
                    if (arrived == null) {
                        end();
                    } else {
                        next = session.read(inbox, arrived);
                    }
                } catch (JMSException e) {
                    throw new java.lang.IllegalStateException(e.getMessage(), e);
                }
            }
            return next != null;
        }

        @Override
        public Message nextElement() {
            if (!hasMoreElements()) {
                throw new NoSuchElementException("The browser has shown all messages");
            }
            Message shown = next;
            next = null;
            return shown;
        }

        private void end() throws JMSException {
            if (open.remove(this)) {
                session.inboxes().close(inbox);
            }
        }
    }
}
