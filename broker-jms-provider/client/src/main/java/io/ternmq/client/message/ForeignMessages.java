package io.ternmq.client.message;

import io.ternmq.client.destination.TernDestination;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Copies messages of other providers into ours (3.12): what the client sets of the header, the properties, and the body. */
public final class ForeignMessages {

    private static final int CHUNK = 8 * 1024;

    private ForeignMessages() {}

    /**
     * Any message as one of ours: itself, or a copy of another provider's, which {@link SendStamp#onto} tells what the send set. A
     * bytes or stream message is reset by this, there being no other way to read it.
     *
     * @throws JMSException if the message cannot be read, or has what Tern does not allow
     */
    public static TernMessage adopt(Message any) throws JMSException {
        return any instanceof TernMessage own ? own : copyOf(any);
    }

    private static TernMessage copyOf(Message foreign) throws JMSException {
        TernMessage copy = copyOfBody(foreign);
        copyHeader(foreign, copy);
        copyProperties(foreign, copy);
        return copy;
    }

    private static TernMessage copyOfBody(Message foreign) throws JMSException {
        if (foreign instanceof TextMessage text) {
            return new TernTextMessage(text.getText());
        }
        if (foreign instanceof BytesMessage bytes) {
            return copyOf(bytes);
        }
        if (foreign instanceof MapMessage map) {
            return copyOf(map);
        }
        if (foreign instanceof StreamMessage stream) {
            return copyOf(stream);
        }
        if (foreign instanceof ObjectMessage object) {
            return new TernObjectMessage(object.getObject());
        }
        return new TernMessage();
    }

    private static TernMessage copyOf(BytesMessage foreign) throws JMSException {
        TernBytesMessage copy = new TernBytesMessage();
        foreign.reset();
        byte[] chunk = new byte[(int) Math.max(1, Math.min(foreign.getBodyLength(), CHUNK))];
        for (int count = foreign.readBytes(chunk); count > 0; count = foreign.readBytes(chunk)) {
            copy.writeBytes(chunk, 0, count);
        }
        foreign.reset();
        return copy;
    }

    private static TernMessage copyOf(MapMessage foreign) throws JMSException {
        TernMapMessage copy = new TernMapMessage();
        Enumeration<?> names = foreign.getMapNames();
        for (Object name : list(names)) {
            copy.setObject((String) name, foreign.getObject((String) name));
        }
        return copy;
    }

    private static TernMessage copyOf(StreamMessage foreign) throws JMSException {
        TernStreamMessage copy = new TernStreamMessage();
        foreign.reset();
        try {
            while (true) {
                copy.writeObject(foreign.readObject());
            }
        } catch (MessageEOFException e) {
            foreign.reset(); // the end of a stream shows in no other way
        }
        return copy;
    }

    private static void copyHeader(Message foreign, TernMessage copy) throws JMSException {
        copy.setJMSType(foreign.getJMSType());
        copy.setJMSReplyTo(replyToOf(foreign));
        String correlationId = foreign.getJMSCorrelationID();
        if (correlationId != null) {
            copy.setJMSCorrelationID(correlationId);
        } else {
            copy.setJMSCorrelationIDAsBytes(correlationBytesOf(foreign));
        }
    }

    private static Destination replyToOf(Message foreign) throws JMSException {
        Destination replyTo = foreign.getJMSReplyTo();
        try {
            return replyTo == null ? null : TernDestination.from(replyTo);
        } catch (InvalidDestinationException e) {
            return null; // a provider need not preserve another's reply-to, and must send the message all the same
        }
    }

    private static byte[] correlationBytesOf(Message foreign) throws JMSException {
        try {
            return foreign.getJMSCorrelationIDAsBytes();
        } catch (UnsupportedOperationException e) {
            return null; // providers need not have it (3.4.5)
        }
    }

    private static void copyProperties(Message foreign, TernMessage copy) throws JMSException {
        Enumeration<?> names = foreign.getPropertyNames();
        for (Object listed : list(names)) {
            String name = (String) listed;
            if (!MessageProperties.isSetByProvider(name)) {
                copy.setObjectProperty(name, foreign.getObjectProperty(name));
            }
        }
    }

    /** What the enumeration has left; nothing for null, which a plain class may give for no names. */
    private static List<Object> list(Enumeration<?> names) {
        return names == null ? List.of() : new ArrayList<>(Collections.list(names));
    }
}
