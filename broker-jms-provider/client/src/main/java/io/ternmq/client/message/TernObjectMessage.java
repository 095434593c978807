package io.ternmq.client.message;

import jakarta.jms.*;
import java.io.Serializable;

/** skeleton */
public final class TernObjectMessage extends TernMessage implements ObjectMessage {

    /** Makes an empty message. */
    public TernObjectMessage() {}

    /** Makes a message with that body. */
    public TernObjectMessage(Serializable object) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setObject(Serializable object) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Serializable getObject() throws JMSException {
        throw new UnsupportedOperationException();
    }
}
