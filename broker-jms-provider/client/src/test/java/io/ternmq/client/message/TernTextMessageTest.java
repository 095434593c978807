package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.wire.Frame;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.Serializable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TernTextMessageTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "a", "\u00e4\u20ac\ud83d\ude00", "\ud800", "\udc00\ud800", "\0", "\ufffd"})
    void shouldCarryAnyText(String text) throws JMSException {
        TernTextMessage received = Delivery.of(new TernTextMessage(text));

        assertThat(received.getText()).isEqualTo(text);
        assertThat(Delivery.of(received).getText()).isEqualTo(text);
    }

    @Test
    void shouldBeNullAtFirstAndAfterClearing() throws JMSException {
        TernTextMessage message = new TernTextMessage();
        assertThat(message.getText()).isNull();

        message.setText("a");
        message.clearBody();

        assertThat(message.getText()).isNull();
        assertThat(Delivery.of(message).getText()).isNull();
    }

    @Test
    void shouldBeReadOnlyOnceReceivedUntilCleared() throws JMSException {
        TernTextMessage received = Delivery.of(new TernTextMessage("a"));

        assertThatThrownBy(() -> received.setText("b")).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.getText()).isEqualTo("a");

        received.clearBody();
        assertThat(received.getText()).isNull();
        received.setText("b");
        assertThat(Delivery.of(received).getText()).isEqualTo("b");
    }

    @Test
    void shouldTakeATextAfterANullOneWasReceivedAndCleared() throws JMSException {
        TernTextMessage received = Delivery.of(new TernTextMessage());
        received.clearBody();
        received.setText("b");

        assertThat(Delivery.of(received).getText()).isEqualTo("b");
    }

    @Test
    void shouldStayWriteableForItsSenderWithoutChangingWhatWasSent() throws JMSException {
        TernTextMessage message = new TernTextMessage("before");
        Frame.Deliver frame = Delivery.frame(message, 1);

        message.setText("after");

        assertThat(Delivery.received(frame, Delivery.QUEUE, null).getBody(String.class))
                .isEqualTo("before");
        assertThat(message.getText()).isEqualTo("after");
    }

    @Test
    void shouldGiveItsBodyAsAStringOrWhatAStringIs() throws JMSException {
        TernTextMessage received = Delivery.of(new TernTextMessage("a"));

        assertThat(received.getBody(String.class)).isEqualTo("a");
        assertThat(received.getBody(CharSequence.class)).isEqualTo("a");
        assertThat(received.getBody(Serializable.class)).isEqualTo("a");
        assertThat(received.getBody(Object.class)).isEqualTo("a");
        assertThat(received.isBodyAssignableTo(Comparable.class)).isTrue();
        assertThat(received.isBodyAssignableTo(byte[].class)).isFalse();
        assertThatThrownBy(() -> received.getBody(byte[].class)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> received.getBody(Integer.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldGiveNullForAnyTypeWithoutABodyButNotForAnEmptyText() throws JMSException {
        TernTextMessage empty = Delivery.of(new TernTextMessage());

        assertThat(empty.getBody(Integer.class)).isNull();
        assertThat(empty.isBodyAssignableTo(Integer.class)).isTrue();
        assertThat(Delivery.of(new TernTextMessage("")).isBodyAssignableTo(Integer.class))
                .isFalse();
    }

    @Test
    void shouldSayThatABodyIsMalformed() throws JMSException {
        Frame.Deliver frame = new Frame.Deliver(
                1, 1, 1, 1, true, 4, null, new TernTextMessage("a").encodeHeader(), new byte[] {(byte) 0xFF});
        TernTextMessage received = (TernTextMessage) Delivery.received(frame, Delivery.QUEUE, null);

        assertThatThrownBy(received::getText).isInstanceOf(JMSException.class).hasMessageContaining("text");
        assertThat(received.getJMSType()).isNull();
    }
}
