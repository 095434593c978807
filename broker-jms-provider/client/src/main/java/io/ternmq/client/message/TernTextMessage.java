package io.ternmq.client.message;

import io.ternmq.message.BodyType;
import io.ternmq.message.MalformedDataException;
import io.ternmq.message.Utf8;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.TextMessage;

/** A message with a text, which is null at first. The text and its encoding are each made from the other when first needed. */
public final class TernTextMessage extends TernMessage implements TextMessage {

    private static final byte[] EMPTY = {};

    private String text;
    private byte[] encoded;

    /** Makes a message whose text is null. */
    public TernTextMessage() {}

    /** Makes a message with that text. */
    public TernTextMessage(String text) {
        this.text = text;
    }

    @Override
    public void setText(String text) throws JMSException {
        checkBodyWriteable();
        this.text = text;
        this.encoded = null;
    }

    @Override
    public String getText() throws JMSException {
        if (text == null && encoded != null) {
            try {
                text = Utf8.decode(encoded, 0, encoded.length);
            } catch (MalformedDataException e) {
                throw Failures.causedBy(
                        e,
                        new MessageFormatException("the text of a received message cannot be read: " + e.getMessage()));
            }
        }
        return text;
    }

    @Override
    public byte[] encodeBody() {
        if (encoded == null && text != null) {
            encoded = Utf8.encode(text);
        }
        return encoded == null ? EMPTY : encoded;
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        text = null;
        encoded = null;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // as the interface has it
    public boolean isBodyAssignableTo(Class type) {
        return isBodyNull() || type.isAssignableFrom(String.class);
    }

    @Override
    Object body() throws JMSException {
        return getText();
    }

    @Override
    BodyType bodyType() {
        return BodyType.TEXT;
    }

    @Override
    boolean isBodyNull() {
        return text == null && encoded == null;
    }

    @Override
    void receiveBody(byte[] body) {
        encoded = body;
    }
}
