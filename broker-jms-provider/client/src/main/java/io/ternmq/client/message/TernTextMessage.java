package io.ternmq.client.message;

import jakarta.jms.*;

/** skeleton */
public final class TernTextMessage extends TernMessage implements TextMessage {

    /** Makes an empty message. */
    public TernTextMessage() {}

    /** Makes a message with that body. */
    public TernTextMessage(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setText(String string) throws JMSException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getText() throws JMSException {
        throw new UnsupportedOperationException();
    }
}
