package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueSender;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;

/** A producer in all three forms of the API; without a destination it is anonymous. */
final class TernMessageProducer implements MessageProducer, QueueSender, TopicPublisher {

    private final SessionCore session;
    private final MessageSender sender;
    private final TernDestination destination;

    private volatile boolean closed;
    private boolean disableId;
    private boolean disableTimestamp;
    private int deliveryMode = DEFAULT_DELIVERY_MODE;
    private int priority = DEFAULT_PRIORITY;
    private long timeToLive = DEFAULT_TIME_TO_LIVE;
    private long deliveryDelay;

    private static final int DEFAULT_DELIVERY_MODE = Message.DEFAULT_DELIVERY_MODE;
    private static final int DEFAULT_PRIORITY = Message.DEFAULT_PRIORITY;
    private static final long DEFAULT_TIME_TO_LIVE = Message.DEFAULT_TIME_TO_LIVE;

    /** @param destination where it sends, or null if each send says so */
    TernMessageProducer(SessionCore session, MessageSender sender, TernDestination destination) {
        this.session = session;
        this.sender = sender;
        this.destination = destination;
    }

    private void checkOpen() throws JMSException {
        if (closed) {
            throw new IllegalStateException("The producer is closed");
        }
        session.checkOpen();
    }

    private void toOwn(Message message, int mode, int prio, long ttl, CompletionListener listener) throws JMSException {
        checkOpen();
        if (destination == null) {
            throw new UnsupportedOperationException("The producer has no destination of its own: name one in the send");
        }
        sendTo(destination, message, mode, prio, ttl, listener);
    }

    private void toNamed(Destination named, Message message, int mode, int prio, long ttl, CompletionListener listener)
            throws JMSException {
        checkOpen();
        if (destination != null) {
            throw new UnsupportedOperationException(
                    "The producer sends to " + destination + " only: use send without a destination");
        }
        TernDestination.from(named); // a bad one is told before all else
        sendTo(named, message, mode, prio, ttl, listener);
    }

    private void sendTo(Destination target, Message message, int mode, int prio, long ttl, CompletionListener listener)
            throws JMSException {
        SendSettings.checkDeliveryMode(mode);
        SendSettings.checkPriority(prio);
        SendSettings.checkTimeToLive(ttl);
        SendSettings settings = new SendSettings(mode, prio, ttl, deliveryDelay, disableId, disableTimestamp);
        sender.send(target, message, settings, listener);
    }

    private CompletionListener needed(CompletionListener listener) throws JMSException {
        checkOpen();
        if (listener == null) {
            throw new IllegalArgumentException("An asynchronous send needs a CompletionListener");
        }
        return listener;
    }

    @Override
    public void send(Message message) throws JMSException {
        toOwn(message, deliveryMode, priority, timeToLive, null);
    }

    @Override
    public void send(Message message, int mode, int prio, long ttl) throws JMSException {
        toOwn(message, mode, prio, ttl, null);
    }

    @Override
    public void send(Destination named, Message message) throws JMSException {
        toNamed(named, message, deliveryMode, priority, timeToLive, null);
    }

    @Override
    public void send(Destination named, Message message, int mode, int prio, long ttl) throws JMSException {
        toNamed(named, message, mode, prio, ttl, null);
    }

    @Override
    public void send(Message message, CompletionListener listener) throws JMSException {
        toOwn(message, deliveryMode, priority, timeToLive, needed(listener));
    }

    @Override
    public void send(Message message, int mode, int prio, long ttl, CompletionListener listener) throws JMSException {
        toOwn(message, mode, prio, ttl, needed(listener));
    }

    @Override
    public void send(Destination named, Message message, CompletionListener listener) throws JMSException {
        toNamed(named, message, deliveryMode, priority, timeToLive, needed(listener));
    }

    @Override
    public void send(Destination named, Message message, int mode, int prio, long ttl, CompletionListener listener)
            throws JMSException {
        toNamed(named, message, mode, prio, ttl, needed(listener));
    }

    @Override
    public void send(Queue queue, Message message) throws JMSException {
        send((Destination) queue, message);
    }

    @Override
    public void send(Queue queue, Message message, int mode, int prio, long ttl) throws JMSException {
        send((Destination) queue, message, mode, prio, ttl);
    }

    @Override
    public void publish(Message message) throws JMSException {
        send(message);
    }

    @Override
    public void publish(Message message, int mode, int prio, long ttl) throws JMSException {
        send(message, mode, prio, ttl);
    }

    @Override
    public void publish(Topic topic, Message message) throws JMSException {
        send((Destination) topic, message);
    }

    @Override
    public void publish(Topic topic, Message message, int mode, int prio, long ttl) throws JMSException {
        send((Destination) topic, message, mode, prio, ttl);
    }

    @Override
    public void close() throws JMSException {
        if (!closed) {
            sender.checkMayEnd();
            closed = true;
            sender.end();
        }
    }

    @Override
    public Destination getDestination() throws JMSException {
        checkOpen();
        return destination;
    }

    @Override
    public Queue getQueue() throws JMSException {
        return (Queue) getDestination();
    }

    @Override
    public Topic getTopic() throws JMSException {
        return (Topic) getDestination();
    }

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        checkOpen();
        disableId = value;
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        checkOpen();
        return disableId;
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        checkOpen();
        disableTimestamp = value;
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        checkOpen();
        return disableTimestamp;
    }

    @Override
    public void setDeliveryMode(int value) throws JMSException {
        checkOpen();
        SendSettings.checkDeliveryMode(value);
        deliveryMode = value;
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        checkOpen();
        return deliveryMode;
    }

    @Override
    public void setPriority(int value) throws JMSException {
        checkOpen();
        SendSettings.checkPriority(value);
        priority = value;
    }

    @Override
    public int getPriority() throws JMSException {
        checkOpen();
        return priority;
    }

    @Override
    public void setTimeToLive(long value) throws JMSException {
        checkOpen();
        SendSettings.checkTimeToLive(value);
        timeToLive = value;
    }

    @Override
    public long getTimeToLive() throws JMSException {
        checkOpen();
        return timeToLive;
    }

    @Override
    public void setDeliveryDelay(long value) throws JMSException {
        checkOpen();
        SendSettings.checkDeliveryDelay(value);
        deliveryDelay = value;
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        checkOpen();
        return deliveryDelay;
    }
}
