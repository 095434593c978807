package io.ternmq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueReceiver;
import jakarta.jms.QueueSender;
import jakarta.jms.QueueSession;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import jakarta.jms.TopicSubscriber;

/** A session of a QueueConnection: what is for topics is refused (table 6-1). */
class TernQueueSession extends TernSession implements QueueSession {

    TernQueueSession(TernConnection connection, SessionCore core) {
        super(connection, core);
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("A QueueSession knows no topics: use a Session or a TopicSession");
    }

    @Override
    public QueueReceiver createReceiver(Queue queue) throws JMSException {
        return createReceiver(queue, null);
    }

    @Override
    public QueueReceiver createReceiver(Queue queue, String selector) throws JMSException {
        return (QueueReceiver) createConsumer(queue, selector);
    }

    @Override
    public QueueSender createSender(Queue queue) throws JMSException {
        return producer(queue);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        throw refused();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        throw refused();
    }

    @Override
    public TopicSubscriber createDurableSubscriber(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        throw refused();
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        throw refused();
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector) throws JMSException {
        throw refused();
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        throw refused();
    }
}
