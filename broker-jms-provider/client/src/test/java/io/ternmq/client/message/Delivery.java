package io.ternmq.client.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameCodec;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import java.io.ObjectInputFilter;
import java.util.Map;

/** Carries a message as the broker does: encoded, through the codec of the wire, and received. */
final class Delivery {

    static final DestinationName QUEUE = DestinationName.queue("orders");

    private Delivery() {}

    static <T extends TernMessage> T of(T sent) throws JMSException {
        return of(sent, 1, null);
    }

    static <T extends TernMessage> T of(T sent, int deliveryCount, MessageContext context) throws JMSException {
        @SuppressWarnings("unchecked") // a message arrives as what it was sent
        T received = (T) received(frame(sent, deliveryCount), QUEUE, context);
        return received;
    }

    static TernMessage received(Frame.Deliver frame, DestinationName destination, MessageContext context) {
        return ReceivedMessages.of(frame, destination, context, Map.of());
    }

    /** What a send sets that sets no JMSX property. */
    static SendStamp stamp(
            String id, long timestamp, long expiration, long deliveryTime, Destination to, int mode, int priority) {
        return new SendStamp(id, timestamp, expiration, deliveryTime, to, mode, priority, Map.of());
    }

    static Frame.Deliver frame(TernMessage sent, int deliveryCount) throws JMSException {
        Frame.Deliver frame = new Frame.Deliver(
                1,
                1,
                1,
                deliveryCount,
                sent.getJMSDeliveryMode() == jakarta.jms.DeliveryMode.PERSISTENT,
                sent.getJMSPriority(),
                null,
                sent.encodeHeader(),
                sent.encodeBody());
        ByteBuf bytes = Unpooled.buffer();
        FrameCodec.encode(frame, bytes);
        return (Frame.Deliver) FrameCodec.decode(bytes.skipBytes(FrameCodec.LENGTH_BYTES));
    }

    /** A session that allows the classes of the pattern. */
    static MessageContext allowing(String patterns) {
        ObjectInputFilter filter = AllowedClasses.filter(patterns);
        return new MessageContext() {
            @Override
            public void acknowledge() {}

            @Override
            public ObjectInputFilter objectFilter() {
                return filter;
            }
        };
    }
}
