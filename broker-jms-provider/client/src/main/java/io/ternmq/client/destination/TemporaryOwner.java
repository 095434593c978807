package io.ternmq.client.destination;

import jakarta.jms.JMSException;

/** Who made a temporary destination: the connection that it lives and ends with (6.2.2). */
public interface TemporaryOwner {

    /**
     * Deletes the destination at the broker.
     *
     * @throws JMSException if it has consumers still, or the connection is closed or lost
     */
    void delete(TernDestination destination) throws JMSException;

    /** Whether the destination was made by this owner and is not deleted, so that this owner may consume from it. */
    boolean owns(TernDestination destination);
}
