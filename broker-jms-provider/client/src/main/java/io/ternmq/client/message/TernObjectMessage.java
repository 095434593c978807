package io.ternmq.client.message;

import io.ternmq.message.BodyType;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.Serializable;

/**
 * A message with a serialised object, which is null at first. The object is serialised when it is set and deserialised each time
 * it is asked for, so that the message and the program never share one. What came from elsewhere is deserialised only as far as
 * the session's {@link MessageContext#objectFilter} allows.
 */
public final class TernObjectMessage extends TernMessage implements ObjectMessage {

    private static final byte[] EMPTY = {};

    private byte[] serialised;
    private boolean foreign; // made by whoever sent it, not by this program

    /** Makes a message whose object is null. */
    public TernObjectMessage() {}

    /**
     * Makes a message with a snapshot of that object.
     *
     * @throws MessageFormatException if it cannot be serialised
     */
    public TernObjectMessage(Serializable object) throws JMSException {
        serialised = Serialisation.write(object);
    }

    @Override
    public void setObject(Serializable object) throws JMSException {
        checkBodyWriteable();
        serialised = Serialisation.write(object);
    }

    @Override
    public Serializable getObject() throws JMSException {
        if (serialised == null) {
            return null;
        }
        if (!foreign) {
            return Serialisation.readOwn(serialised);
        }
        return Serialisation.readFiltered(
                serialised, context() != null ? context().objectFilter() : AllowedClasses.fromSystemProperty());
    }

    @Override
    public byte[] encodeBody() {
        return serialised == null ? EMPTY : serialised;
    }

    @Override
    public void clearBody() throws JMSException {
        super.clearBody();
        serialised = null;
        foreign = false;
    }

    @Override
    public <T> T getBody(Class<T> type) throws JMSException {
        Serializable object = getObject();
        if (object != null && !type.isInstance(object)) {
            throw new MessageFormatException(
                    "the body is a " + object.getClass().getName() + ", no " + type.getName());
        }
        return type.cast(object);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public boolean isBodyAssignableTo(Class type) throws JMSException {
        try {
            Serializable object = getObject();
            return object == null || type.isInstance(object);
        } catch (MessageFormatException e) {
            return false; // as the interface says of an object that cannot be deserialised
        }
    }

    @Override
    BodyType bodyType() {
        return BodyType.OBJECT;
    }

    @Override
    boolean isBodyNull() {
        return serialised == null;
    }

    @Override
    void receiveBody(byte[] body) {
        serialised = body;
        foreign = true;
    }
}
