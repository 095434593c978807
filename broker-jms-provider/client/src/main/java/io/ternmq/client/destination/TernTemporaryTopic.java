package io.ternmq.client.destination;

import io.ternmq.message.DestinationName;
import jakarta.jms.TemporaryTopic;

/** A topic that its connection made and ends with (6.2.2). Others, and a serialised copy, know its name but cannot delete it. */
public final class TernTemporaryTopic extends TemporaryDestination implements TemporaryTopic {

    private static final long serialVersionUID = 1L;

    /**
     * The temporary topic that the broker made.
     *
     * @param owner the connection it belongs to, or null if that is another or not known
     * @throws IllegalArgumentException if the name is that of another kind
     */
    public TernTemporaryTopic(DestinationName name, TemporaryOwner owner) {
        super(name, DestinationName.Kind.TEMPORARY_TOPIC, owner);
    }

    @Override
    public String getTopicName() {
        return name().name();
    }
}
