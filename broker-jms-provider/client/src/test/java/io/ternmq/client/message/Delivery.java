package io.ternmq.client.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ternmq.message.DestinationName;
import io.ternmq.wire.Frame;
import io.ternmq.wire.FrameCodec;
import jakarta.jms.JMSException;
import java.io.ObjectInputFilter;

/** Carries a message as the broker does: encoded, through the codec of the wire, and received. */
final class Delivery {

    static final DestinationName QUEUE = DestinationName.queue("orders");

    private Delivery() {}

    static <T extends TernMessage> T of(T sent) throws JMSException {
        return of(sent, 1, null);
    }

    static <T extends TernMessage> T of(T sent, int deliveryCount, MessageContext context) throws JMSException {
        @SuppressWarnings("unchecked") // a message arrives as what it was sent
        T received = (T) TernMessage.received(frame(sent, deliveryCount), QUEUE, context);
        return received;
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
