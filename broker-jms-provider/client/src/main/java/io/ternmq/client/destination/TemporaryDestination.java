package io.ternmq.client.destination;

import io.ternmq.message.DestinationName;
import jakarta.jms.JMSException;
import javax.naming.OperationNotSupportedException;
import javax.naming.Reference;

/** What temporary queues and topics have in common: the connection that made them, if this is its own object. */
abstract class TemporaryDestination extends TernDestination {

    private static final long serialVersionUID = 1L;

    private final transient TemporaryOwner owner;

    TemporaryDestination(DestinationName name, DestinationName.Kind kind, TemporaryOwner owner) {
        super(name);
        if (name.kind() != kind) {
            throw new IllegalArgumentException(name + " is no " + kind);
        }
        this.owner = owner;
    }

    /**
     * Deletes the destination.
     *
     * @throws JMSException if it has consumers still, or this object does not come from the connection that made it
     */
    public void delete() throws JMSException {
        if (owner == null) {
            throw new JMSException("only the connection that made the temporary " + this + " can delete it");
        }
        owner.delete(this);
    }

    /** Refused: what ends with a connection is of no use in a directory. */
    @Override
    public Reference getReference() throws OperationNotSupportedException {
        throw new OperationNotSupportedException(
                "the temporary " + this + " ends with its connection: it cannot be bound");
    }
}
