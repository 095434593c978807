package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.destination.TernQueue;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignMessagesTest {

    @Test
    void shouldTakeItsOwnMessagesAsTheyAre() throws JMSException {
        TernTextMessage own = new TernTextMessage("a");

        assertThat(ForeignMessages.adopt(own)).isSameAs(own);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = "a")
    void shouldCarryAForeignText(String text) throws JMSException {
        TextMessage foreign = ForeignMessage.of(TextMessage.class, new TernTextMessage(text));

        assertThat(((TextMessage) sent(foreign)).getText()).isEqualTo(text);
    }

    @Test
    void shouldCarryAForeignMap() throws JMSException {
        MapMessage foreign = ForeignMessage.of(MapMessage.class, new TernMapMessage());
        byte[] bytes = {1, 2};
        foreign.setObject("bytes", bytes);
        foreign.setObject("null", null);
        foreign.setInt("int", 3);
        TernMessage adopted = ForeignMessages.adopt(foreign);
        bytes[0] = 9;
        foreign.setObject("bytes", new byte[] {9});

        MapMessage received = (MapMessage) Delivery.of(adopted);

        assertThat(received.getBytes("bytes")).containsExactly(1, 2);
        assertThat(received.getInt("int")).isEqualTo(3);
        assertThat(received.itemExists("null")).isTrue();
        assertThat(received.getObject("null")).isNull();
    }

    @Test
    void shouldCarryAForeignMapWithoutEntries() throws JMSException {
        MapMessage received = (MapMessage) sent(ForeignMessage.of(MapMessage.class, new TernMapMessage()));

        assertThat(received.getMapNames().hasMoreElements()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000})
    void shouldCarryForeignBytesOfAnyLength(int length) throws JMSException {
        BytesMessage foreign = ForeignMessage.of(BytesMessage.class, new TernBytesMessage());
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        foreign.writeBytes(bytes);

        BytesMessage received = (BytesMessage) sent(foreign);

        byte[] read = new byte[length];
        received.readBytes(read);
        assertThat(received.getBodyLength()).isEqualTo(length);
        assertThat(read).isEqualTo(bytes);
        assertThat(foreign.readBytes(new byte[length + 1])).isEqualTo(length == 0 ? -1 : length);
    }

    @Test
    void shouldCarryAForeignStream() throws JMSException {
        StreamMessage foreign = ForeignMessage.of(StreamMessage.class, new TernStreamMessage());
        foreign.writeInt(1);
        foreign.writeString(null);
        foreign.writeBytes(new byte[0]);
        foreign.writeChar('c');

        StreamMessage received = (StreamMessage) sent(foreign);

        assertThat(received.readObject()).isEqualTo(1);
        assertThat(received.readObject()).isNull();
        assertThat((byte[]) received.readObject()).isEmpty();
        assertThat(received.readChar()).isEqualTo('c');
        assertThatThrownBy(received::readObject).isInstanceOf(MessageEOFException.class);
        assertThat(foreign.readInt()).isEqualTo(1);
    }

    @Test
    void shouldCarryAForeignStreamWithoutValues() throws JMSException {
        StreamMessage received = (StreamMessage) sent(ForeignMessage.of(StreamMessage.class, new TernStreamMessage()));

        assertThatThrownBy(received::readObject).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void shouldCarryAForeignObject() throws JMSException {
        ObjectMessage foreign =
                ForeignMessage.of(ObjectMessage.class, new TernObjectMessage(new ArrayList<>(List.of(1))));
        ObjectMessage none = ForeignMessage.of(ObjectMessage.class, new TernObjectMessage());

        assertThat(((ObjectMessage) sent(foreign)).getObject()).isEqualTo(List.of(1));
        assertThat(((ObjectMessage) sent(none)).getObject()).isNull();
    }

    @Test
    void shouldCarryAForeignMessageWithoutABody() throws JMSException {
        assertThat(sent(ForeignMessage.of(Message.class, new TernMessage()))).isExactlyInstanceOf(TernMessage.class);
    }

    @Test
    void shouldCarryWhatTheClientSetOfTheHeader() throws JMSException {
        TextMessage foreign = ForeignMessage.of(TextMessage.class, new TernTextMessage("a"));
        foreign.setJMSType("type");
        foreign.setJMSCorrelationID("c");
        foreign.setJMSReplyTo((Queue) () -> "replies");
        foreign.setIntProperty("int", 1);
        foreign.setStringProperty("none", null);
        foreign.setStringProperty("JMSXGroupID", "g");
        foreign.setIntProperty("JMSXGroupSeq", 2);

        TernMessage received = sent(foreign);

        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getJMSCorrelationID()).isEqualTo("c");
        assertThat(received.getJMSReplyTo()).isEqualTo(new TernQueue("replies"));
        assertThat(received.getIntProperty("int")).isEqualTo(1);
        assertThat(received.propertyExists("none")).isTrue();
        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
        assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(2);
    }

    @Test
    void shouldLeaveWhatTheOtherProviderSetBehind() throws JMSException {
        TernMessage delivered = Delivery.of(new TernTextMessage("a"), 5, null);
        TernMessage received = sent(ForeignMessage.of(TextMessage.class, delivered));

        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(received.getJMSRedelivered()).isFalse();
    }

    @Test
    void shouldTellTheForeignObjectWhatTheSendSet() throws JMSException {
        TextMessage foreign = ForeignMessage.of(TextMessage.class, new TernTextMessage("a"));
        SendStamp stamp = Delivery.stamp("ID:1", 10, 20, 30, new TernQueue("orders"), DeliveryMode.NON_PERSISTENT, 7);

        stamp.onto(foreign);

        assertThat(foreign.getJMSMessageID()).isEqualTo("ID:1");
        assertThat(foreign.getJMSTimestamp()).isEqualTo(10);
        assertThat(foreign.getJMSExpiration()).isEqualTo(20);
        assertThat(foreign.getJMSDeliveryTime()).isEqualTo(30);
        assertThat(foreign.getJMSDestination()).isEqualTo(new TernQueue("orders"));
        assertThat(foreign.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
        assertThat(foreign.getJMSPriority()).isEqualTo(7);
    }

    @Test
    void shouldTellTheForeignObjectItsJmsxPropertiesWhereItTakesThem() throws JMSException {
        SendStamp stamp = new SendStamp(
                "ID:1", 10, 0, 10, new TernQueue("orders"), DeliveryMode.PERSISTENT, 4, Map.of("JMSXAppID", "shop"));
        Map<String, Object> told = new HashMap<>();
        Message open = (Message) Proxy.newProxyInstance(
                Message.class.getClassLoader(), new Class<?>[] {Message.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("setObjectProperty")) {
                        told.put((String) arguments[0], arguments[1]);
                    }
                    return null;
                });
        Message refusing = ForeignMessage.of(Message.class, Delivery.of(new TernMessage()));

        stamp.onto(open);
        stamp.onto(refusing);

        assertThat(told).containsOnly(Map.entry("JMSXAppID", "shop"));
        assertThat(refusing.getJMSMessageID()).isEqualTo("ID:1");
    }

    @Test
    void shouldCarryCorrelationBytesAndDoWithoutThem() throws JMSException {
        TextMessage bytes = ForeignMessage.of(
                TextMessage.class,
                new TernTextMessage("a"),
                Map.of(
                        "getJMSCorrelationID", () -> null,
                        "getJMSCorrelationIDAsBytes", () -> new byte[] {1, (byte) 0xFF}));
        TextMessage unsupported = ForeignMessage.of(
                TextMessage.class, new TernTextMessage("a"), Map.of("getJMSCorrelationIDAsBytes", () -> {
                    throw new UnsupportedOperationException();
                }));

        assertThat(sent(bytes).getJMSCorrelationIDAsBytes()).containsExactly(1, 0xFF);
        assertThat(sent(unsupported).getJMSCorrelationID()).isNull();
    }

    @Test
    void shouldSendWithoutAReplyToThatItCannotName() throws JMSException {
        TextMessage foreign = ForeignMessage.of(
                TextMessage.class, new TernTextMessage("a"), Map.of("getJMSReplyTo", () -> new Destination() {}));
        TextMessage unnamed = ForeignMessage.of(
                TextMessage.class, new TernTextMessage("a"), Map.of("getJMSReplyTo", () -> (Topic) () -> null));

        assertThat(sent(foreign).getJMSReplyTo()).isNull();
        assertThat(sent(unnamed).getJMSReplyTo()).isNull();
    }

    @Test
    void shouldSayWhichPropertyIsNotAllowed() {
        TextMessage name = ForeignMessage.of(
                TextMessage.class,
                new TernTextMessage("a"),
                Map.of("getPropertyNames", () -> Collections.enumeration(List.of("content-type"))));
        TextMessage value = ForeignMessage.of(
                TextMessage.class,
                new TernTextMessage("a"),
                Map.of(
                        "getPropertyNames", () -> Collections.enumeration(List.of("list")),
                        "getObjectProperty", () -> List.of()));

        assertThatThrownBy(() -> ForeignMessages.adopt(name))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("content-type");
        assertThatThrownBy(() -> ForeignMessages.adopt(value)).isInstanceOf(MessageFormatException.class);
    }

    private static TernMessage sent(Message foreign) throws JMSException {
        return Delivery.of(ForeignMessages.adopt(foreign));
    }
}
