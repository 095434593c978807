package io.ternmq.client;

import io.ternmq.wire.Capabilities;
import io.ternmq.wire.Frame.ConsumerKind;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Topic;

/** Makes connection consumers (11.2): checks what is asked for, and opens the session that draws and its consumer. */
final class ConnectionConsumerBuilder {

    private final TernConnection connection;
    private final ServerSessionPool pool;
    private final int maxMessages;

    /** How the session that draws subscribes. */
    private interface Subscribing {
        TernMessageConsumer by(TernSession session) throws JMSException;
    }

    ConnectionConsumerBuilder(TernConnection connection, ServerSessionPool pool, int maxMessages) throws JMSException {
        if (pool == null) {
            throw new JMSException("A connection consumer needs a ServerSessionPool, not null");
        }
        if (maxMessages < 1) {
            throw new JMSException("maxMessages is 1 or more, not " + maxMessages);
        }
        if (!connection.link().has(Capabilities.ASSIGN)) {
            throw new JMSException("The broker is of a version that knows no connection consumers: update it");
        }
        this.connection = connection;
        this.pool = pool;
        this.maxMessages = maxMessages;
    }

    /** One of a queue, or of a topic by a subscription of its own. */
    ConnectionConsumer on(Destination destination, String selector) throws JMSException {
        return open(session -> session.consumer(destination, ConsumerKind.PLAIN, selector, false, ""));
    }

    /** One of a named subscription. */
    ConnectionConsumer on(Topic topic, ConsumerKind kind, String name, String selector) throws JMSException {
        return open(session -> session.subscriber(topic, kind, selector, false, name));
    }

    private ConnectionConsumer open(Subscribing subscribing) throws JMSException {
        SessionCore core = connection.openCore(SessionMode.CLIENT);
        TernConnectionConsumer consumer = null;
        try {
            Inbox inbox = subscribing.by(new TernSession(connection, core)).inbox();
            consumer = new TernConnectionConsumer(connection, core, inbox, pool, maxMessages);
        } finally {
            if (consumer == null) {
                core.close();
            }
        }
        consumer.begin();
        connection.adopt(consumer);
        return consumer;
    }
}
