package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TernBytesMessageTest {

    private final TernBytesMessage message = new TernBytesMessage();

    @Test
    void shouldReadWhatWasWritten() throws JMSException {
        message.writeBoolean(true);
        message.writeByte((byte) -2);
        message.writeByte((byte) -2);
        message.writeShort((short) -3);
        message.writeShort((short) -3);
        message.writeChar('\u20ac');
        message.writeInt(Integer.MIN_VALUE);
        message.writeLong(Long.MAX_VALUE);
        message.writeFloat(1.5f);
        message.writeDouble(-2.5);
        message.writeUTF("a\0\u20ac");
        message.writeBytes(new byte[] {1, 2, 3});
        message.writeBytes(new byte[] {1, 2, 3}, 1, 1);
        TernBytesMessage received = Delivery.of(message);

        assertThat(received.getBodyLength()).isEqualTo(1 + 2 + 4 + 2 + 4 + 8 + 4 + 8 + 2 + 6 + 4);
        assertThat(received.readBoolean()).isTrue();
        assertThat(received.readByte()).isEqualTo((byte) -2);
        assertThat(received.readUnsignedByte()).isEqualTo(254);
        assertThat(received.readShort()).isEqualTo((short) -3);
        assertThat(received.readUnsignedShort()).isEqualTo(65533);
        assertThat(received.readChar()).isEqualTo('\u20ac');
        assertThat(received.readInt()).isEqualTo(Integer.MIN_VALUE);
        assertThat(received.readLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(received.readFloat()).isEqualTo(1.5f);
        assertThat(received.readDouble()).isEqualTo(-2.5);
        assertThat(received.readUTF()).isEqualTo("a\0\u20ac");
        byte[] rest = new byte[4];
        assertThat(received.readBytes(rest)).isEqualTo(4);
        assertThat(rest).containsExactly(1, 2, 3, 2);
        assertThat(received.readBytes(rest)).isEqualTo(-1);
    }

    @Test
    void shouldWriteBigEndianBytes() throws JMSException {
        message.writeInt(0x01020304);
        message.writeUTF("A");

        assertThat(message.encodeBody()).containsExactly(1, 2, 3, 4, 0, 1, 'A');
    }

    @Test
    void shouldNotMoveWhenAReadFails() throws JMSException {
        message.writeShort((short) 2);
        message.writeByte((byte) 0xC0);
        message.writeByte((byte) 0x00);
        message.reset();

        assertThatThrownBy(message::readUTF).isInstanceOf(JMSException.class);
        assertThat(message.readUnsignedShort()).isEqualTo(2);
        assertThat(message.readByte()).isEqualTo((byte) 0xC0);
        assertThat(message.readByte()).isZero();
        assertThatThrownBy(message::readByte).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void shouldNotMoveWhenTooFewBytesAreLeft() throws JMSException {
        message.writeByte((byte) 0);
        message.writeByte((byte) 9);
        message.writeByte((byte) 7);
        message.reset();

        for (ThrowingCallable tooLong : List.<ThrowingCallable>of(
                message::readInt, message::readLong, message::readFloat, message::readDouble, message::readUTF)) {
            assertThatThrownBy(tooLong).isInstanceOf(MessageEOFException.class);
        }
        assertThat(message.readShort()).isEqualTo((short) 9);
        for (ThrowingCallable tooLong : List.<ThrowingCallable>of(
                message::readShort, message::readUnsignedShort, message::readChar, message::readUTF)) {
            assertThatThrownBy(tooLong).isInstanceOf(MessageEOFException.class);
        }
        assertThat(message.readUnsignedByte()).isEqualTo(7);
        for (ThrowingCallable atEnd :
                List.<ThrowingCallable>of(message::readBoolean, message::readByte, message::readUnsignedByte)) {
            assertThatThrownBy(atEnd).isInstanceOf(MessageEOFException.class);
        }
    }

    @Test
    void shouldReadBytesInPieces() throws JMSException {
        message.writeBytes(new byte[] {1, 2, 3, 4, 5});
        message.reset();
        byte[] piece = new byte[2];

        assertThat(message.readBytes(piece)).isEqualTo(2);
        assertThat(message.readBytes(piece, 1)).isEqualTo(1);
        assertThat(piece).containsExactly(3, 2);
        assertThat(message.readBytes(piece)).isEqualTo(2);
        assertThat(message.readBytes(piece)).isEqualTo(-1);
        assertThat(message.readBytes(piece)).isEqualTo(-1);
        message.reset();
        assertThat(message.readBytes(new byte[9])).isEqualTo(5);
    }

    @Test
    void shouldRefuseLengthsOutsideTheArrayWithoutReading() throws JMSException {
        message.writeByte((byte) 1);
        message.reset();

        assertThatThrownBy(() -> message.readBytes(new byte[2], -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> message.readBytes(new byte[2], 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(message.readByte()).isEqualTo((byte) 1);

        message.clearBody();
        assertThatThrownBy(() -> message.writeBytes(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        message.reset();
        assertThat(message.getBodyLength()).isZero();
    }

    static Stream<Object> objects() {
        return Stream.of(true, (byte) 1, (short) 2, 'c', 3, 4L, 5f, 6d, "text");
    }

    @ParameterizedTest
    @MethodSource("objects")
    void shouldWriteObjectsAsTheirPrimitives(Object value) throws JMSException {
        message.writeObject(value);
        TernBytesMessage received = Delivery.of(message);

        assertThat(read(received, value.getClass())).isEqualTo(value);
        assertThat(received.readBytes(new byte[1])).isEqualTo(-1);
    }

    private static Object read(TernBytesMessage message, Class<?> type) throws JMSException {
        return switch (type.getSimpleName()) {
            case "Boolean" -> message.readBoolean();
            case "Byte" -> message.readByte();
            case "Short" -> message.readShort();
            case "Character" -> message.readChar();
            case "Integer" -> message.readInt();
            case "Long" -> message.readLong();
            case "Float" -> message.readFloat();
            case "Double" -> message.readDouble();
            case "String" -> message.readUTF();
            default -> throw new AssertionError(type);
        };
    }

    @Test
    void shouldRefuseNullAndOtherObjects() throws JMSException {
        assertThatThrownBy(() -> message.writeObject(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeUTF(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeBytes(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> message.writeObject(BigDecimal.ONE)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.writeUTF("x".repeat(65_536))).isInstanceOf(MessageFormatException.class);
        message.writeUTF("x".repeat(65_535));
        assertThat(Delivery.of(message).readUTF()).hasSize(65_535);
    }

    @Test
    void shouldBeWriteOnlyUntilReset() throws JMSException {
        message.writeInt(1);

        for (ThrowingCallable read : List.<ThrowingCallable>of(
                message::getBodyLength,
                message::readBoolean,
                message::readByte,
                message::readUnsignedByte,
                message::readShort,
                message::readUnsignedShort,
                message::readChar,
                message::readInt,
                message::readLong,
                message::readFloat,
                message::readDouble,
                message::readUTF,
                () -> message.readBytes(new byte[1]),
                () -> message.readBytes(new byte[1], 1))) {
            assertThatThrownBy(read).isInstanceOf(MessageNotReadableException.class);
        }

        message.reset();
        assertThat(message.readInt()).isEqualTo(1);
    }

    @Test
    void shouldBeReadOnlyAfterResetOrReceiptUntilCleared() throws JMSException {
        message.writeInt(1);
        TernBytesMessage received = Delivery.of(message);
        message.reset();

        for (TernBytesMessage each : List.of(message, received)) {
            assertReadOnly(each);
            each.clearBody();
            assertThatThrownBy(each::readByte).isInstanceOf(MessageNotReadableException.class);
            each.writeByte((byte) 5);
            each.reset();
            assertThat(each.getBodyLength()).isEqualTo(1);
            assertThat(each.readByte()).isEqualTo((byte) 5);
        }
    }

    private static void assertReadOnly(BytesMessage each) {
        for (ThrowingCallable write : List.<ThrowingCallable>of(
                () -> each.writeBoolean(true),
                () -> each.writeByte((byte) 1),
                () -> each.writeShort((short) 1),
                () -> each.writeChar('c'),
                () -> each.writeInt(1),
                () -> each.writeLong(1),
                () -> each.writeFloat(1),
                () -> each.writeDouble(1),
                () -> each.writeUTF("a"),
                () -> each.writeBytes(new byte[1]),
                () -> each.writeBytes(new byte[1], 0, 1),
                () -> each.writeObject(1))) {
            assertThatThrownBy(write).isInstanceOf(MessageNotWriteableException.class);
        }
    }

    @Test
    void shouldNotChangeWhatWasSentWhenMoreIsWritten() throws JMSException {
        for (int i = 0; i < 100; i++) {
            byte[] before = message.encodeBody();
            byte[] copy = before.clone();
            message.writeInt(i);
            message.writeByte((byte) i);
            assertThat(before).isEqualTo(copy);
        }
        assertThat(message.encodeBody()).hasSize(500);
    }

    @Test
    void shouldKeepTheBytesOfTheTimeTheyWereWritten() throws JMSException {
        byte[] payload = new byte[1024];
        message.writeBytes(payload);
        payload[0] = 1;

        assertThat(message.encodeBody()).isEqualTo(new byte[1024]);
        assertThat(message.encodeBody()).isSameAs(message.encodeBody());
    }

    @Property
    void shouldCarryAnyBytesWrittenInAnyPieces(@ForAll List<@Size(max = 300) byte[]> pieces) throws JMSException {
        TernBytesMessage sent = new TernBytesMessage();
        int size = 0;
        for (byte[] piece : pieces) {
            sent.writeBytes(piece);
            size += piece.length;
        }
        TernBytesMessage received = Delivery.of(sent);

        assertThat(received.getBodyLength()).isEqualTo(size);
        for (byte[] piece : pieces) {
            byte[] read = new byte[piece.length];
            int count = received.readBytes(read);
            assertThat(Math.max(0, count)).isEqualTo(piece.length); // no bytes at the end read as the end, -1
            assertThat(read).isEqualTo(piece);
        }
        assertThat(received.readBytes(new byte[1])).isEqualTo(-1);
    }

    @Test
    void shouldGiveItsBodyAsBytesAndResetItself() throws JMSException {
        message.writeBytes(new byte[] {0, 1, 2});

        assertThat(message.getBody(byte[].class)).containsExactly(0, 1, 2);
        assertThat(message.readByte()).isZero();
        byte[] body = (byte[]) message.getBody(Object.class);
        body[0] = 9;
        assertThat(message.readByte()).isZero();
        assertThat(message.isBodyAssignableTo(byte[].class)).isTrue();
        assertThat(message.isBodyAssignableTo(Object.class)).isTrue();
        assertThat(message.isBodyAssignableTo(String.class)).isFalse();
        assertThatThrownBy(() -> message.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldGiveNullForAnyTypeWithoutABody() throws JMSException {
        TernBytesMessage received = Delivery.of(message);

        assertThat(received.getBody(Integer.class)).isNull();
        assertThat(received.getBody(byte[].class)).isNull();
        assertThat(received.isBodyAssignableTo(Integer.class)).isTrue();
        assertThat(received.getBodyLength()).isZero();
    }
}
