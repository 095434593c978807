package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.message.ConversionTable.Cell;
import io.ternmq.wire.Frame;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.StreamMessage;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TernStreamMessageTest {

    private final TernStreamMessage message = new TernStreamMessage();

    static Stream<Cell> table() {
        return ConversionTable.cells(ConversionTable.BODY_TYPES).stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void shouldConvertAsTheTableSaysAndNotMoveWhereItRefuses(Cell cell) throws JMSException {
        write(message, cell.row(), cell.written());
        message.writeObject(cell.written());
        TernStreamMessage received = Delivery.of(message);

        for (int i = 0; i < 2; i++) {
            if (cell.read() == null) {
                assertThatThrownBy(() -> read(received, cell.column())).isInstanceOf(MessageFormatException.class);
                assertThat(received.readObject()).isEqualTo(cell.written());
            } else {
                assertThat(read(received, cell.column())).isEqualTo(cell.read());
            }
        }
        assertThatThrownBy(received::readObject).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void shouldNotMoveWhenAReadFails() throws JMSException {
        message.writeString("abc");
        message.writeInt(7);
        message.reset();

        assertThatThrownBy(message::readInt).isInstanceOf(NumberFormatException.class);
        assertThat(message.readString()).isEqualTo("abc");
        assertThatThrownBy(message::readBoolean).isInstanceOf(MessageFormatException.class);
        assertThat(message.readInt()).isEqualTo(7);
        assertThatThrownBy(message::readInt).isInstanceOf(MessageEOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"boolean", "byte", "short", "char", "int", "long", "float", "double", "String", "byte[]"})
    void shouldReadNullAsValueOfDoesAndNotMoveIfThatFails(String type) throws JMSException {
        message.writeObject(null);
        message.writeString("next");
        TernStreamMessage received = Delivery.of(message);

        switch (type) {
            case "boolean" -> assertThat(received.readBoolean()).isFalse();
            case "String" -> assertThat(received.readString()).isNull();
            case "byte[]" -> assertThat(received.readBytes(new byte[1])).isEqualTo(-1);
            case "char", "float", "double" -> {
                assertThatThrownBy(() -> read(received, type)).isInstanceOf(NullPointerException.class);
                assertThat(received.readObject()).isNull();
            }
            default -> {
                assertThatThrownBy(() -> read(received, type)).isInstanceOf(NumberFormatException.class);
                assertThat(received.readObject()).isNull();
            }
        }
        assertThat(received.readString()).isEqualTo("next");
    }

    @Test
    void shouldReadAByteArrayInPieces() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        message.writeInt(6);
        message.reset();
        byte[] piece = new byte[2];

        assertThat(message.readBytes(piece)).isEqualTo(2);
        assertThatThrownBy(message::readInt).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(message::readObject).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(message::readString).isInstanceOf(MessageFormatException.class);
        assertThat(message.readBytes(piece)).isEqualTo(2);
        assertThat(piece).containsExactly(3, 4);
        assertThat(message.readBytes(piece)).isEqualTo(1);
        assertThat(piece[0]).isEqualTo((byte) 5);
        assertThat(message.readInt()).isEqualTo(6);
    }

    @Test
    void shouldSayTheEndOfAByteArrayThatFilledTheBuffer() throws JMSException {
        message.writeBytes(new byte[] {1, 2});
        message.writeBytes(new byte[] {3, 4});
        message.writeBytes(new byte[] {5, 6});
        message.writeInt(7);
        message.reset();
        byte[] piece = new byte[2];

        assertThat(message.readBytes(piece)).isEqualTo(2);
        assertThat(message.readBytes(piece)).isEqualTo(-1);
        assertThat(message.readBytes(piece)).isEqualTo(2);
        assertThat(piece).containsExactly(3, 4);
        assertThat(message.readObject()).isEqualTo(new byte[] {5, 6});
        assertThat(message.readInt()).isEqualTo(7);
    }

    @Test
    void shouldTellEmptyAndNullByteArraysApart() throws JMSException {
        message.writeBytes(new byte[0]);
        message.writeBytes(null);
        message.writeBytes(new byte[] {1, 2, 3}, 1, 0);
        message.writeInt(7);
        TernStreamMessage received = Delivery.of(message);

        assertThat(received.readBytes(new byte[2])).isZero();
        assertThat(received.readBytes(new byte[2])).isEqualTo(-1);
        assertThat(received.readBytes(new byte[0])).isZero();
        assertThat(received.readInt()).isEqualTo(7);
        received.reset();
        assertThat((byte[]) received.readObject()).isEmpty();
        assertThat(received.readObject()).isNull();
    }

    @Test
    void shouldRefuseBytesWhereThereAreNone() throws JMSException {
        message.writeInt(7);
        message.reset();

        assertThatThrownBy(() -> message.readBytes(new byte[1])).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.readBytes(null)).isInstanceOf(NullPointerException.class);
        assertThat(message.readInt()).isEqualTo(7);
        assertThatThrownBy(() -> message.readBytes(new byte[1])).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void shouldBeginAnewAfterReset() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3});
        message.reset();
        message.readBytes(new byte[1]);

        message.reset();

        assertThat((byte[]) message.readObject()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldBeWriteOnlyUntilReset() throws JMSException {
        message.writeInt(1);

        for (ThrowingCallable read : List.<ThrowingCallable>of(
                message::readBoolean,
                message::readByte,
                message::readShort,
                message::readChar,
                message::readInt,
                message::readLong,
                message::readFloat,
                message::readDouble,
                message::readString,
                message::readObject,
                () -> message.readBytes(new byte[1]))) {
            assertThatThrownBy(read).isInstanceOf(MessageNotReadableException.class);
        }

        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void shouldBeReadOnlyAfterResetOrReceiptUntilCleared() throws JMSException {
        message.writeInt(1);
        TernStreamMessage received = Delivery.of(message);
        message.reset();

        for (TernStreamMessage each : List.of(message, received)) {
            assertReadOnly(each);
            each.clearBody();
            assertThatThrownBy(each::readInt).isInstanceOf(MessageNotReadableException.class);
            each.writeString("new");
            each.reset();
            assertThat(each.readString()).isEqualTo("new");
        }
    }

    private static void assertReadOnly(StreamMessage each) {
        for (ThrowingCallable write : List.<ThrowingCallable>of(
                () -> each.writeBoolean(true),
                () -> each.writeByte((byte) 1),
                () -> each.writeShort((short) 1),
                () -> each.writeChar('c'),
                () -> each.writeInt(1),
                () -> each.writeLong(1),
                () -> each.writeFloat(1),
                () -> each.writeDouble(1),
                () -> each.writeString("a"),
                () -> each.writeBytes(new byte[1]),
                () -> each.writeBytes(new byte[1], 0, 1),
                () -> each.writeObject(1))) {
            assertThatThrownBy(write).isInstanceOf(MessageNotWriteableException.class);
        }
    }

    @Test
    void shouldNotChangeWhatWasSentWhenMoreIsWritten() throws JMSException {
        byte[] bytes = {1};
        message.writeBytes(bytes);
        Frame.Deliver frame = Delivery.frame(message, 1);
        bytes[0] = 9;
        for (int i = 0; i < 100; i++) {
            message.writeInt(i);
        }
        TernStreamMessage received = (TernStreamMessage) Delivery.received(frame, Delivery.QUEUE, null);

        assertThat((byte[]) received.readObject()).containsExactly(1);
        assertThatThrownBy(received::readObject).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void shouldRefuseOtherObjectsAndBounds() {
        assertThatThrownBy(() -> message.writeObject(BigDecimal.ONE)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.writeObject(List.of())).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.writeBytes(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.encodeBody()).isEmpty();
    }

    @Test
    void shouldNeverHaveABodyAsOneObject() throws JMSException {
        TernStreamMessage received = Delivery.of(message);

        assertThat(received.isBodyAssignableTo(Object.class)).isFalse();
        assertThatThrownBy(() -> received.getBody(Object.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldSayThatABodyIsMalformedAndNotMove() throws JMSException {
        message.writeInt(7);
        byte[] body = Arrays.copyOf(message.encodeBody(), 8);
        body[5] = 99;
        TernStreamMessage received = (TernStreamMessage) Delivery.received(
                new Frame.Deliver(1, 1, 1, 1, true, 4, null, message.encodeHeader(), body), Delivery.QUEUE, null);

        assertThat(received.readInt()).isEqualTo(7);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(received::readObject)
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("99");
        }
    }

    private static void write(StreamMessage message, String type, Object value) throws JMSException {
        switch (type) {
            case "boolean" -> message.writeBoolean((Boolean) value);
            case "byte" -> message.writeByte((Byte) value);
            case "short" -> message.writeShort((Short) value);
            case "char" -> message.writeChar((Character) value);
            case "int" -> message.writeInt((Integer) value);
            case "long" -> message.writeLong((Long) value);
            case "float" -> message.writeFloat((Float) value);
            case "double" -> message.writeDouble((Double) value);
            case "String" -> message.writeString((String) value);
            default -> message.writeBytes((byte[]) value);
        }
    }

    private static Object read(StreamMessage message, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.readBoolean();
            case "byte" -> message.readByte();
            case "short" -> message.readShort();
            case "char" -> message.readChar();
            case "int" -> message.readInt();
            case "long" -> message.readLong();
            case "float" -> message.readFloat();
            case "double" -> message.readDouble();
            case "String" -> message.readString();
            default -> {
                byte[] buffer = new byte[10];
                int count = message.readBytes(buffer);
                yield Arrays.copyOf(buffer, count);
            }
        };
    }
}
