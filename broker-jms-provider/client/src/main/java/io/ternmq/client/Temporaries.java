package io.ternmq.client;

import io.ternmq.client.destination.TemporaryOwner;
import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.destination.TernTemporaryQueue;
import io.ternmq.client.destination.TernTemporaryTopic;
import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The temporary destinations of a connection (6.2.2): made and deleted at the broker, which deletes the rest at the connection's end. */
final class Temporaries implements TemporaryOwner {

    private final TernConnection connection;
    private final Set<DestinationName> names = ConcurrentHashMap.newKeySet();

    Temporaries(TernConnection connection) {
        this.connection = connection;
    }

    TernTemporaryQueue createQueue() throws JMSException {
        return new TernTemporaryQueue(create(false), this);
    }

    TernTemporaryTopic createTopic() throws JMSException {
        return new TernTemporaryTopic(create(true), this);
    }

    private DestinationName create(boolean topic) throws JMSException {
        Frame answer = connection.link().callToEnd(request -> new Frame.CreateTemporary(request, topic));
        if (!(answer instanceof Frame.Created created)) {
            throw new JMSException("The broker did not say what the temporary destination is called", "PROTOCOL");
        }
        names.add(created.destination());
        return created.destination();
    }

    @Override
    public void delete(TernDestination destination) throws JMSException {
        if (connection.isClosed()) {
            throw new IllegalStateException("The connection is closed, and " + destination + " ended with it");
        }
        connection.link().callToEnd(request -> new Frame.DeleteTemporary(request, destination.name()));
        names.remove(destination.name());
    }

    @Override
    public boolean owns(TernDestination destination) {
        return names.contains(destination.name());
    }
}
