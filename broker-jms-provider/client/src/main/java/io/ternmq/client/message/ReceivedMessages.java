package io.ternmq.client.message;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.message.BodyType;
import io.ternmq.message.DestinationName;
import io.ternmq.message.MalformedDataException;
import io.ternmq.message.MessageHeader;
import io.ternmq.wire.Frame;
import java.util.Map;

/** Makes messages of what the broker delivers. */
public final class ReceivedMessages {

    private ReceivedMessages() {}

    /**
     * The message that a frame brought. What does not decode makes the accessors fail, so that it can still be acknowledged.
     *
     * @param destination where it was sent, unless the frame says so itself
     * @param context its session, or null if that acknowledges by itself and allows the classes that the system property names
     * @param properties the JMSX properties that are set on receipt, beside the count of deliveries; the map is kept
     */
    public static TernMessage of(
            Frame.Deliver frame, DestinationName destination, MessageContext context, Map<String, Object> properties) {
        TernMessage message = ofType(bodyTypeOf(frame.header()));
        DestinationName sentTo = frame.destination() != null ? frame.destination() : destination;
        message.receive(frame, TernDestination.of(sentTo), context, properties);
        if (!MessageHeader.hasNullBody(frame.header())) {
            message.receiveBody(frame.body());
        }
        return message;
    }

    private static TernMessage ofType(BodyType type) {
        return switch (type) {
            case NONE -> new TernMessage();
            case TEXT -> new TernTextMessage();
            case BYTES -> new TernBytesMessage();
            case MAP -> new TernMapMessage();
            case STREAM -> new TernStreamMessage();
            case OBJECT -> new TernObjectMessage();
        };
    }

    private static BodyType bodyTypeOf(byte[] header) {
        try {
            return MessageHeader.bodyTypeOf(header);
        } catch (MalformedDataException e) {
            return BodyType.NONE; // the accessors will say what is wrong
        }
    }
}
