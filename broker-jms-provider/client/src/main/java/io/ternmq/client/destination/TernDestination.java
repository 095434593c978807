package io.ternmq.client.destination;

import io.ternmq.message.DestinationName;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;
import java.io.Serializable;
import java.util.Objects;
import javax.naming.NamingException;
import javax.naming.Reference;
import javax.naming.Referenceable;
import javax.naming.StringRefAddr;

/**
 * A destination as JMS programs hold it: its name and kind, nothing of the broker. Immutable, and equal to each destination of
 * the same kind and name, however that was made. An administered object (5.1): it can be serialised and bound in JNDI.
 */
public abstract class TernDestination implements Destination, Serializable, Referenceable {

    private static final long serialVersionUID = 1L;

    /** The address type under which {@link #getReference} keeps the name. */
    static final String NAME_ADDRESS = "name";

    private final DestinationName name;

    TernDestination(DestinationName name) {
        this.name = name;
    }

    /** The destination of that kind and name. A temporary one has no owner, so that it cannot be deleted through it. */
    public static TernDestination of(DestinationName name) {
        return switch (name.kind()) {
            case QUEUE -> new TernQueue(name);
            case TOPIC -> new TernTopic(name);
            case TEMPORARY_QUEUE -> new TernTemporaryQueue(name, null);
            case TEMPORARY_TOPIC -> new TernTemporaryTopic(name, null);
        };
    }

    /**
     * Takes any destination that a program hands in: ours as it is, another provider's (or a container's wrapper) by kind and
     * name (3.12).
     *
     * @throws InvalidDestinationException if it is null, neither queue nor topic or both, or its name is not allowed here
     */
    public static TernDestination from(Destination foreign) throws JMSException {
        if (foreign instanceof TernDestination own) {
            return own;
        }
        boolean queue = foreign instanceof Queue;
        if (queue == foreign instanceof Topic) {
            throw new InvalidDestinationException(
                    foreign == null
                            ? "a destination is needed here, not null"
                            : "a destination is either a Queue or a Topic, which "
                                    + foreign.getClass().getName() + " is not");
        }
        String name = queue ? ((Queue) foreign).getQueueName() : ((Topic) foreign).getTopicName();
        try {
            return of(new DestinationName(kindOf(foreign), Objects.requireNonNull(name, "its name is null")));
        } catch (NullPointerException | IllegalArgumentException e) {
            InvalidDestinationException invalid = new InvalidDestinationException(
                    "a destination of class " + foreign.getClass().getName() + " cannot be used: " + e.getMessage());
            invalid.initCause(e);
            throw invalid;
        }
    }

    private static DestinationName.Kind kindOf(Destination foreign) {
        if (foreign instanceof Queue) {
            return foreign instanceof TemporaryQueue
                    ? DestinationName.Kind.TEMPORARY_QUEUE
                    : DestinationName.Kind.QUEUE;
        }
        return foreign instanceof TemporaryTopic ? DestinationName.Kind.TEMPORARY_TOPIC : DestinationName.Kind.TOPIC;
    }

    /** What it is called and what kind it is. */
    public final DestinationName name() {
        return name;
    }

    /** @throws InvalidDestinationException if nothing can be sent there: it is a pattern of topics */
    public final void checkSendable() throws JMSException {
        if (name.isPattern()) {
            throw new InvalidDestinationException(name.patternRefusal());
        }
    }

    @Override
    public Reference getReference() throws NamingException {
        return new Reference(
                getClass().getName(),
                new StringRefAddr(NAME_ADDRESS, name.name()),
                DestinationObjectFactory.class.getName(),
                null);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TernDestination destination && name.equals(destination.name);
    }

    @Override
    public final int hashCode() {
        return name.hashCode();
    }

    @Override
    public final String toString() {
        return name.toString();
    }
}
