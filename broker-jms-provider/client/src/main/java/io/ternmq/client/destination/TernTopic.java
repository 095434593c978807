package io.ternmq.client.destination;

import io.ternmq.message.DestinationName;
import jakarta.jms.Topic;

/** A topic by its name. */
public final class TernTopic extends TernDestination implements Topic {

    private static final long serialVersionUID = 1L;

    /**
     * The topic of that name.
     *
     * @throws IllegalArgumentException if the name is not allowed, see {@link DestinationName}
     */
    public TernTopic(String name) {
        this(DestinationName.topic(name));
    }

    TernTopic(DestinationName name) {
        super(name);
    }

    @Override
    public String getTopicName() {
        return name().name();
    }
}
