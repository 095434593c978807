package io.ternmq.client;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.destination.TernQueue;
import io.ternmq.client.destination.TernTopic;
import io.ternmq.client.message.TernBytesMessage;
import io.ternmq.client.message.TernMapMessage;
import io.ternmq.client.message.TernMessage;
import io.ternmq.client.message.TernObjectMessage;
import io.ternmq.client.message.TernStreamMessage;
import io.ternmq.client.message.TernTextMessage;
import io.ternmq.wire.Frame;
import io.ternmq.wire.Frame.ConsumerKind;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;
import java.io.Serializable;
import java.util.function.Function;

/** A session as programs hold it (6.2): it makes the other objects and passes the rest on to its {@link SessionCore}. */
class TernSession implements Session {

    private final TernConnection connection;
    private final SessionCore core;

    TernSession(TernConnection connection, SessionCore core) {
        this.connection = connection;
        this.core = core;
    }

    SessionCore core() {
        return core;
    }

    boolean isOf(TernConnection other) {
        return connection == other;
    }

    private TernDestination consumed(Destination destination) throws JMSException {
        core.checkOpen();
        TernDestination own = TernDestination.from(destination);
        connection.checkMayConsume(own);
        return own;
    }

    final TernMessageConsumer consumer(
            Destination destination, ConsumerKind kind, String selector, boolean noLocal, String subscription)
            throws JMSException {
        TernDestination own = consumed(destination);
        boolean topic = !own.name().isQueue();
        String wanted = selector == null ? "" : selector;
        Inbox inbox = core.inboxes().subscribe(own.name(), kind, topic && noLocal, wanted, subscription);
        return new TernMessageConsumer(core, inbox, own, wanted.isEmpty() ? null : wanted, topic && noLocal);
    }

    final TernMessageConsumer subscriber(Topic topic, ConsumerKind kind, String selector, boolean noLocal, String name)
            throws JMSException {
        core.checkOpen();
        if (topic == null) {
            throw new InvalidDestinationException("A subscription needs a topic, not null");
        }
        if (name == null || name.isBlank()) {
            throw new JMSException("A subscription needs a name that is not blank");
        }
        boolean durable = kind != ConsumerKind.SHARED;
        if (durable && TernDestination.from(topic).name().isTemporary()) {
            throw new InvalidDestinationException("A temporary topic has no durable subscriptions");
        }
        if (kind == ConsumerKind.DURABLE && connection.getClientID() == null) {
            throw new IllegalStateException(
                    "An unshared durable subscription needs a client identifier: set clientId on the factory or the connection");
        }
        return consumer(topic, kind, selector, noLocal, name);
    }

    private static <E> E named(String name, Function<String, E> maker) throws JMSException {
        try {
            if (name == null) {
                throw new InvalidDestinationException("A destination needs a name, not null");
            }
            return maker.apply(name);
        } catch (IllegalArgumentException e) {
            throw JmsErrors.with(new InvalidDestinationException(e.getMessage()), e);
        }
    }

    // ---- destinations ----

    @Override
    public Queue createQueue(String name) throws JMSException {
        core.checkOpen();
        return named(name, TernQueue::new);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        core.checkOpen();
        return named(name, TernTopic::new);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        core.checkOpen();
        return connection.temporaries().createQueue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        core.checkOpen();
        return connection.temporaries().createTopic();
    }

    // ---- producers and consumers ----

    @Override
    public MessageProducer createProducer(Destination destination) throws JMSException {
        return producer(destination);
    }

    final TernMessageProducer producer(Destination destination) throws JMSException {
        core.checkOpen();
        TernDestination own = destination == null ? null : TernDestination.from(destination);
        if (own != null) {
            own.checkSendable();
        }
        return new TernMessageProducer(core, sender(), own);
    }

    /** Makes what sends for one producer. */
    final MessageSender sender() {
        return new MessageSender(core, connection.checkedDestinations());
    }

    @Override
    public MessageConsumer createConsumer(Destination destination) throws JMSException {
        return createConsumer(destination, null, false);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector) throws JMSException {
        return createConsumer(destination, selector, false);
    }

    @Override
    public MessageConsumer createConsumer(Destination destination, String selector, boolean noLocal)
            throws JMSException {
        return consumer(destination, ConsumerKind.PLAIN, selector, noLocal, "");
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name) throws JMSException {
        return createSharedConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        return subscriber(topic, ConsumerKind.SHARED, selector, false, name);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        return subscriber(topic, ConsumerKind.DURABLE, selector, noLocal, name);
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name) throws JMSException {
        return createDurableSubscriber(topic, name, null, false);
    }

    @Override
    public MessageConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        return createDurableSubscriber(topic, name, selector, noLocal);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name) throws JMSException {
        return createSharedDurableConsumer(topic, name, null);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector) throws JMSException {
        return subscriber(topic, ConsumerKind.SHARED_DURABLE, selector, false, name);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue) throws JMSException {
        return createBrowser(queue, null);
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        return new TernQueueBrowser(core, consumed(queue), selector);
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        core.checkOpen();
        if (name == null || name.isBlank()) {
            throw new InvalidDestinationException("A subscription has a name that is not blank");
        }
        NameLimits.checkSubscription(name);
        connection.link().callToEnd(request -> new Frame.DeleteSubscription(request, name));
    }

    // ---- messages ----

    @Override
    public Message createMessage() throws JMSException {
        core.checkOpen();
        return new TernMessage();
    }

    @Override
    public TextMessage createTextMessage() throws JMSException {
        core.checkOpen();
        return new TernTextMessage();
    }

    @Override
    public TextMessage createTextMessage(String text) throws JMSException {
        TextMessage message = createTextMessage();
        message.setText(text);
        return message;
    }

    @Override
    public BytesMessage createBytesMessage() throws JMSException {
        core.checkOpen();
        return new TernBytesMessage();
    }

    @Override
    public MapMessage createMapMessage() throws JMSException {
        core.checkOpen();
        return new TernMapMessage();
    }

    @Override
    public StreamMessage createStreamMessage() throws JMSException {
        core.checkOpen();
        return new TernStreamMessage();
    }

    @Override
    public ObjectMessage createObjectMessage() throws JMSException {
        core.checkOpen();
        return new TernObjectMessage();
    }

    @Override
    public ObjectMessage createObjectMessage(Serializable object) throws JMSException {
        ObjectMessage message = createObjectMessage();
        message.setObject(object);
        return message;
    }

    // ---- the session itself ----

    @Override
    public boolean getTransacted() throws JMSException {
        core.checkOpen();
        return core.mode().isTransacted();
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        core.checkOpen();
        return core.mode().code();
    }

    @Override
    public void commit() throws JMSException {
        core.transaction().commit();
    }

    @Override
    public void rollback() throws JMSException {
        core.transaction().rollback();
    }

    @Override
    public void recover() throws JMSException {
        core.checkOpen();
        core.acknowledgement().recover();
    }

    @Override
    public void close() throws JMSException {
        try {
            core.close();
        } finally {
            if (core.isEnded()) { // else the call was refused, or another thread is about to end it
                connection.remove(this);
            }
        }
    }

    /** The listener for what a ConnectionConsumer loads the session with (11.2.1). */
    @Override
    public MessageListener getMessageListener() throws JMSException {
        core.checkOpen();
        return core.assigned().listener();
    }

    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        core.checkOpen();
        core.inboxes().listen(listener);
    }

    /** Shows what a ConnectionConsumer loaded the session with to its listener, in this thread; waits while the connection is stopped. */
    @Override
    public void run() {
        RuntimeErrors.run(core.assigned()::run);
    }
}
