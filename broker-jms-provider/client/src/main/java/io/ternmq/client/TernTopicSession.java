package io.ternmq.client;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import jakarta.jms.TopicPublisher;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;

/** A session of a TopicConnection: what is for queues is refused (table 6-1). */
class TernTopicSession extends TernSession implements TopicSession {

    TernTopicSession(TernConnection connection, SessionCore core) {
        super(connection, core);
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("A TopicSession knows no queues: use a Session or a QueueSession");
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic) throws JMSException {
        return createSubscriber(topic, null, false);
    }

    @Override
    public TopicSubscriber createSubscriber(Topic topic, String selector, boolean noLocal) throws JMSException {
        return (TopicSubscriber) createConsumer(topic, selector, noLocal);
    }

    @Override
    public TopicPublisher createPublisher(Topic topic) throws JMSException {
        return producer(topic);
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        throw refused();
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        throw refused();
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        throw refused();
    }
}
