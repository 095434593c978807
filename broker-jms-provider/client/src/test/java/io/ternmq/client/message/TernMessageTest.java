package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.client.destination.TernQueue;
import io.ternmq.client.destination.TernTopic;
import io.ternmq.message.DestinationName;
import io.ternmq.message.DestinationName.Kind;
import io.ternmq.wire.Frame;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.io.ObjectInputFilter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TernMessageTest {

    private final TernMessage message = new TernMessage();

    @Test
    void shouldBeginWithTheDefaultsOfTheInterface() throws JMSException {
        assertThat(message.getJMSMessageID()).isNull();
        assertThat(message.getJMSTimestamp()).isZero();
        assertThat(message.getJMSCorrelationID()).isNull();
        assertThat(message.getJMSCorrelationIDAsBytes()).isNull();
        assertThat(message.getJMSReplyTo()).isNull();
        assertThat(message.getJMSDestination()).isNull();
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        assertThat(message.getJMSRedelivered()).isFalse();
        assertThat(message.getJMSType()).isNull();
        assertThat(message.getJMSExpiration()).isZero();
        assertThat(message.getJMSDeliveryTime()).isZero();
        assertThat(message.getJMSPriority()).isEqualTo(4);
    }

    @Test
    void shouldTakeEachHeaderFieldFromItsSetter() throws JMSException {
        setAll(message, "ID:mine");

        assertThat(message.getJMSMessageID()).isEqualTo("ID:mine");
        assertThat(message.getJMSTimestamp()).isEqualTo(1);
        assertThat(message.getJMSCorrelationID()).isEqualTo("c");
        assertThat(message.getJMSReplyTo()).isEqualTo(new TernTopic("replies"));
        assertThat(message.getJMSDestination()).isEqualTo(new TernQueue("mine"));
        assertThat(message.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(message.getJMSRedelivered()).isTrue();
        assertThat(message.getJMSType()).isEqualTo("type");
        assertThat(message.getJMSExpiration()).isEqualTo(2);
        assertThat(message.getJMSDeliveryTime()).isEqualTo(3);
        assertThat(message.getJMSPriority()).isEqualTo(9);
    }

    @Test
    void shouldOverwriteWhatTheProgramSetWhenStamped() throws JMSException {
        setAll(message, "ID:mine");

        message.stamp(Delivery.stamp("ID:1", 10, 20, 30, new TernQueue("orders"), DeliveryMode.PERSISTENT, 5));

        for (TernMessage each : new TernMessage[] {message, Delivery.of(message)}) {
            assertThat(each.getJMSMessageID()).isEqualTo("ID:1");
            assertThat(each.getJMSTimestamp()).isEqualTo(10);
            assertThat(each.getJMSExpiration()).isEqualTo(20);
            assertThat(each.getJMSDeliveryTime()).isEqualTo(30);
            assertThat(each.getJMSDestination()).isEqualTo(new TernQueue("orders"));
            assertThat(each.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            assertThat(each.getJMSPriority()).isEqualTo(5);
            assertThat(each.getJMSCorrelationID()).isEqualTo("c");
            assertThat(each.getJMSReplyTo()).isEqualTo(new TernTopic("replies"));
            assertThat(each.getJMSType()).isEqualTo("type");
        }
    }

    @Test
    void shouldKeepNullIdAndZeroTimestampWhenTheyAreDisabled() throws JMSException {
        message.stamp(Delivery.stamp(null, 0, 0, 0, new TernQueue("orders"), DeliveryMode.PERSISTENT, 4));
        TernMessage received = Delivery.of(message);

        assertThat(received.getJMSMessageID()).isNull();
        assertThat(received.getJMSTimestamp()).isZero();
    }

    @Test
    void shouldLetTheHeaderOfAReceivedMessageBeChanged() throws JMSException {
        message.stamp(Delivery.stamp("ID:1", 10, 20, 30, new TernQueue("orders"), DeliveryMode.PERSISTENT, 5));
        TernMessage received = Delivery.of(message);

        setAll(received, "ID:changed");

        assertThat(received.getJMSMessageID()).isEqualTo("ID:changed");
        assertThat(received.getJMSTimestamp()).isEqualTo(1);
        assertThat(received.getJMSReplyTo()).isEqualTo(new TernTopic("replies"));
        assertThat(Delivery.of(received).getJMSType()).isEqualTo("type");
    }

    @Test
    void shouldSendAReceivedMessageOn() throws JMSException {
        TernTextMessage text = new TernTextMessage("body");
        text.setIntProperty("a", 1);
        text.stamp(Delivery.stamp("ID:1", 10, 20, 30, new TernQueue("orders"), DeliveryMode.PERSISTENT, 5));
        TernTextMessage received = Delivery.of(text, 3, null);

        received.stamp(Delivery.stamp("ID:2", 11, 0, 31, new TernTopic("audit"), DeliveryMode.NON_PERSISTENT, 1));
        TernTextMessage again = Delivery.of(received);

        assertThat(again.getJMSMessageID()).isEqualTo("ID:2");
        assertThat(again.getText()).isEqualTo("body");
        assertThat(again.getIntProperty("a")).isEqualTo(1);
        assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(again.getJMSRedelivered()).isFalse();
    }

    @Test
    void shouldFreezeWhatIsSentWhenItIsEncoded() throws JMSException {
        message.setStringProperty("a", "before");
        message.setJMSType("before");
        Frame.Deliver frame = Delivery.frame(message, 1);

        message.setStringProperty("a", "after");
        message.setJMSType("after");

        TernMessage received = Delivery.received(frame, Delivery.QUEUE, null);
        assertThat(received.getStringProperty("a")).isEqualTo("before");
        assertThat(received.getJMSType()).isEqualTo("before");
    }

    @Test
    void shouldCarryCorrelationIdsAsTextAndAsBytes() throws JMSException {
        byte[] bytes = {0, (byte) 0xFF, 7};
        message.setJMSCorrelationIDAsBytes(bytes);
        bytes[0] = 9;
        byte[] received = Delivery.of(message).getJMSCorrelationIDAsBytes();

        assertThat(received).containsExactly(0, 0xFF, 7);
        received[0] = 9;
        assertThat(message.getJMSCorrelationIDAsBytes()).containsExactly(0, 0xFF, 7);

        message.setJMSCorrelationID("\u00e4");
        assertThat(Delivery.of(message).getJMSCorrelationID()).isEqualTo("\u00e4");
        assertThat(Delivery.of(message).getJMSCorrelationIDAsBytes())
                .isEqualTo("\u00e4".getBytes(StandardCharsets.UTF_8));

        message.setJMSCorrelationIDAsBytes("\u00e4".getBytes(StandardCharsets.UTF_8));
        assertThat(Delivery.of(message).getJMSCorrelationID()).isEqualTo("\u00e4");

        message.setJMSCorrelationIDAsBytes(null);
        assertThat(Delivery.of(message).getJMSCorrelationID()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldCarryAReplyToOfEachKind(Kind kind) throws JMSException {
        Destination replyTo = TernDestination.of(new DestinationName(kind, "replies"));
        message.setJMSReplyTo(replyTo);

        assertThat(message.getJMSReplyTo()).isSameAs(replyTo);
        assertThat(Delivery.of(message).getJMSReplyTo()).isEqualTo(replyTo);
    }

    @Test
    void shouldCarryAForeignReplyToByName() throws JMSException {
        Queue foreign = () -> "replies";
        message.setJMSReplyTo(foreign);

        assertThat(message.getJMSReplyTo()).isSameAs(foreign);
        assertThat(Delivery.of(message).getJMSReplyTo()).isEqualTo(new TernQueue("replies"));
        assertThatThrownBy(() -> message.setJMSReplyTo(new Destination() {}))
                .isInstanceOf(InvalidDestinationException.class);
        assertThat(message.getJMSReplyTo()).isSameAs(foreign);
    }

    @Test
    void shouldTakeTheDestinationFromTheFrameIfItHasOne() throws JMSException {
        Frame.Deliver frame = Delivery.frame(message, 1);
        Frame.Deliver elsewhere =
                new Frame.Deliver(1, 1, 1, 1, false, 0, DestinationName.topic("a.b"), frame.header(), frame.body());

        assertThat(Delivery.received(frame, Delivery.QUEUE, null).getJMSDestination())
                .isEqualTo(new TernQueue("orders"));
        assertThat(Delivery.received(elsewhere, Delivery.QUEUE, null).getJMSDestination())
                .isEqualTo(new TernTopic("a.b"));
        assertThat(Delivery.received(elsewhere, Delivery.QUEUE, null).getJMSDeliveryMode())
                .isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(Delivery.received(elsewhere, Delivery.QUEUE, null).getJMSPriority())
                .isZero();
    }

    @Test
    void shouldAcknowledgeThroughItsSession() throws JMSException {
        AtomicInteger acknowledged = new AtomicInteger();
        MessageContext session = new MessageContext() {
            @Override
            public void acknowledge() {
                acknowledged.incrementAndGet();
            }

            @Override
            public ObjectInputFilter objectFilter() {
                return AllowedClasses.filter(null);
            }
        };

        Delivery.of(message, 1, session).acknowledge();

        assertThat(acknowledged).hasValue(1);
        assertThatCode(() -> Delivery.of(message).acknowledge()).doesNotThrowAnyException();
        assertThatCode(message::acknowledge).doesNotThrowAnyException();
    }

    @Test
    void shouldHaveNoBody() throws JMSException {
        TernMessage received = Delivery.of(message);

        assertThat(received).isExactlyInstanceOf(TernMessage.class);
        assertThat(received.getBody(String.class)).isNull();
        assertThat(received.getBody(Integer.class)).isNull();
        assertThat(received.isBodyAssignableTo(Thread.class)).isTrue();
        assertThatCode(received::clearBody).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10})
    void shouldBeAcknowledgeableThoughItsHeaderIsMalformed(int length) {
        TernMessage received = Delivery.received(
                new Frame.Deliver(1, 1, 1, 1, true, 4, null, new byte[length], new byte[0]), Delivery.QUEUE, null);

        assertThatThrownBy(received::getJMSMessageID)
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("header");
        assertThatThrownBy(() -> received.getStringProperty("a")).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> received.setJMSType("a")).isInstanceOf(JMSException.class);
        assertThatCode(received::acknowledge).doesNotThrowAnyException();
        assertThat(received.getJMSDestination()).isEqualTo(new TernQueue("orders"));
        assertThat(received.toString()).contains("cannot be read");
    }

    @Test
    void shouldBeShortAndWithoutBodyAsAString() throws JMSException {
        TernTextMessage text = new TernTextMessage("secret");
        text.setStringProperty("a", "secret");
        text.stamp(Delivery.stamp("ID:1", 10, 20, 30, new TernQueue("orders"), DeliveryMode.PERSISTENT, 5));

        assertThat(text).hasToString("TernTextMessage[ID:1, queue orders]");
    }

    @Test
    void shouldCountACopyThatWasNeverDeliveredAsTheFirstDelivery() throws JMSException {
        assertThat(Delivery.of(message, 0, null).getIntProperty("JMSXDeliveryCount"))
                .isEqualTo(1);
    }

    private static void setAll(TernMessage message, String id) throws JMSException {
        message.setJMSMessageID(id);
        message.setJMSTimestamp(1);
        message.setJMSCorrelationID("c");
        message.setJMSReplyTo(new TernTopic("replies"));
        message.setJMSDestination(new TernQueue("mine"));
        message.setJMSDeliveryMode(DeliveryMode.NON_PERSISTENT);
        message.setJMSRedelivered(true);
        message.setJMSType("type");
        message.setJMSExpiration(2);
        message.setJMSDeliveryTime(3);
        message.setJMSPriority(9);
    }
}
