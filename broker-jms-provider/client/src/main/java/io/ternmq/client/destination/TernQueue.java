package io.ternmq.client.destination;

import io.ternmq.message.DestinationName;
import jakarta.jms.Queue;

/** A queue by its name. */
public final class TernQueue extends TernDestination implements Queue {

    private static final long serialVersionUID = 1L;

    /**
     * The queue of that name.
     *
     * @throws IllegalArgumentException if the name is not allowed, see {@link DestinationName}
     */
    public TernQueue(String name) {
        this(DestinationName.queue(name));
    }

    TernQueue(DestinationName name) {
        super(name);
    }

    @Override
    public String getQueueName() {
        return name().name();
    }
}
