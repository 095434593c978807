package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.message.TernMessage;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.StreamMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** A consumer in all three forms of the API. */
final class TernMessageConsumer implements MessageConsumer, QueueReceiver, TopicSubscriber {

    private static final long NO_WAIT = -1;

    private final SessionCore session;
    private final Inbox inbox;
    private final TernDestination destination;
    private final String selector;
    private final boolean noLocal;

    private volatile MessageListener listener;
    private volatile boolean closed;

    TernMessageConsumer(
            SessionCore session, Inbox inbox, TernDestination destination, String selector, boolean noLocal) {
        this.session = session;
        this.inbox = inbox;
        this.destination = destination;
        this.selector = selector;
        this.noLocal = noLocal;
    }

    Inbox inbox() {
        return inbox;
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The consumer is closed");
        }
        session.checkOpen();
    }

    @Override
    public Message receive() throws JMSException {
        return take(0);
    }

    @Override
    public Message receive(long timeout) throws JMSException {
        return take(timeout);
    }

    @Override
    public Message receiveNoWait() throws JMSException {
        return take(NO_WAIT);
    }

    /** @param timeoutMillis as {@link Inbox#take} has it */
    private Message take(long timeoutMillis) throws JMSException {
        BranchWork.Stint stint = session.stint();
        Arrived arrived = await(timeoutMillis);
        if (arrived == null) {
            return null;
        }
        TernMessage message = null;
        try {
            message = session.read(inbox, arrived);
        } finally {
            if (message == null) {
                session.inboxes().putBack(inbox, arrived);
            }
        }
        return session.acknowledgement().onTaken(inbox, arrived, stint) ? message : null;
    }

    private Arrived await(long timeoutMillis) throws JMSException {
        checkReceive();
        return inbox.take(timeoutMillis);
    }

    /**
     * Takes a message for its body. One whose body is not of that type stays the next one where the session acknowledges by itself,
     * elsewhere it counts as delivered (JMSConsumer.receiveBody).
     *
     * @param timeoutMillis as {@link Inbox#take} has it
     */
    <T> T takeBody(Class<T> type, long timeoutMillis) throws JMSException {
        checkOpen();
        if (type == null) {
            throw new MessageFormatException("The type of the body is null");
        }
        BranchWork.Stint stint = session.stint();
        Arrived arrived = await(timeoutMillis);
        if (arrived == null) {
            return null;
        }
        T body = null;
        boolean taken = true;
        try {
            body = body(session.read(inbox, arrived), type);
        } finally {
            if (body == null && session.workMode().acknowledgesItself()) {
                session.inboxes().putBack(inbox, arrived);
            } else {
                taken = session.acknowledgement().onTaken(inbox, arrived, stint);
            }
        }
        return taken ? body : null;
    }

    private static <T> T body(TernMessage message, Class<T> type) throws JMSException {
        if (message instanceof StreamMessage) {
            throw new MessageFormatException("A StreamMessage is received as a message: it has no body of one type");
        }
        T body = message.getBody(type);
        if (body == null) {
            throw new MessageFormatException("The message has no body: receive it as a message");
        }
        return body;
    }

    private void checkReceive() throws JMSException {
        checkOpen();
        if (listener != null) {
            throw new IllegalStateException(
                    "The consumer has a MessageListener: messages go to it and cannot be received");
        }
        session.inboxes().checkReceive();
    }

    @Override
    public void setMessageListener(MessageListener value) throws JMSException {
        checkOpen();
        MessageListener before = listener;
        listener = value; // first, so that its first message finds it
        try {
            session.inboxes().listen(inbox, value);
        } catch (JMSException e) {
            listener = before;
            throw e;
        }
    }

    @Override
    public MessageListener getMessageListener() throws JMSException {
        checkOpen();
        return listener;
    }

    @Override
    public String getMessageSelector() throws JMSException {
        checkOpen();
        return selector;
    }

    @Override
    public boolean getNoLocal() throws JMSException {
        checkOpen();
        return noLocal;
    }

    @Override
    public Queue getQueue() throws JMSException {
        checkOpen();
        return (Queue) destination;
    }

    @Override
    public Topic getTopic() throws JMSException {
        checkOpen();
        return (Topic) destination;
    }

    @Override
    public void close() throws JMSException {
        closed = true;
        session.inboxes().close(inbox);
    }
}
