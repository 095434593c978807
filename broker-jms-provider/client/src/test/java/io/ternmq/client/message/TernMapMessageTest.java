package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.message.ConversionTable.Cell;
import io.ternmq.wire.Frame;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TernMapMessageTest {

    private final TernMapMessage message = new TernMapMessage();

    static Stream<Cell> table() {
        return ConversionTable.cells(ConversionTable.BODY_TYPES).stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void shouldConvertAsTheTableSays(Cell cell) throws JMSException {
        set(message, "a", cell.row(), cell.written());
        message.setObject("b", cell.written());

        for (MapMessage each : List.of(message, Delivery.of(message))) {
            for (String name : List.of("a", "b")) {
                if (cell.read() != null) {
                    assertThat(get(each, name, cell.column())).isEqualTo(cell.read());
                } else {
                    assertThatThrownBy(() -> get(each, name, cell.column())).isInstanceOf(MessageFormatException.class);
                }
                assertThat(each.getObject(name)).isEqualTo(cell.written());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "short", "int", "long", "float", "double"})
    void shouldRefuseStringsThatAreNoNumber(String type) throws JMSException {
        message.setString("a", "seven");

        assertThatThrownBy(() -> get(message, "a", type)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void shouldReadNullsAsValueOfDoes() throws JMSException {
        message.setString("s", null);
        message.setBytes("b", null);
        message.setObject("o", null);
        TernMapMessage received = Delivery.of(message);

        for (String name : List.of("s", "b", "o", "absent")) {
            assertThat(received.getObject(name)).isNull();
            assertThat(received.getString(name)).isNull();
            assertThat(received.getBytes(name)).isNull();
            assertThat(received.getBoolean(name)).isFalse();
            for (String type : List.of("byte", "short", "int", "long")) {
                assertThatThrownBy(() -> get(received, name, type)).isInstanceOf(NumberFormatException.class);
            }
            for (String type : List.of("char", "float", "double")) {
                assertThatThrownBy(() -> get(received, name, type)).isInstanceOf(NullPointerException.class);
            }
            assertThat(received.itemExists(name)).isEqualTo(!name.equals("absent"));
        }
    }

    @ParameterizedTest
    @NullAndEmptySource
    void shouldRefuseNullAndEmptyNames(String name) {
        for (String type : ConversionTable.BODY_TYPES) {
            Object value = ConversionTable.cells(List.of(type)).get(0).written();
            assertThatThrownBy(() -> set(message, name, type, value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> message.setObject(name, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> message.setBytes(name, new byte[1], 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeAnyOtherName() throws JMSException {
        message.setInt("not an identifier \u20ac", 1);
        message.setInt("NULL", 2);

        assertThat(Collections.list(Delivery.of(message).getMapNames()))
                .containsExactlyInAnyOrder("not an identifier \u20ac", "NULL");
    }

    @Test
    void shouldCopyByteArraysInAndOut() throws JMSException {
        byte[] bytes = {1, 2, 3};
        message.setBytes("a", bytes);
        message.setObject("b", bytes);
        message.setBytes("c", bytes, 1, 2);
        bytes[1] = 9;

        message.getBytes("a")[0] = 9;
        ((byte[]) message.getObject("b"))[0] = 9;

        assertThat(message.getBytes("a")).containsExactly(1, 2, 3);
        assertThat(message.getBytes("b")).containsExactly(1, 2, 3);
        assertThat(message.getBytes("c")).containsExactly(2, 3);
        assertThatThrownBy(() -> message.setBytes("d", bytes, 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRefuseOtherObjects() throws JMSException {
        assertThatThrownBy(() -> message.setObject("a", BigDecimal.ONE)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.setObject("a", new int[1])).isInstanceOf(MessageFormatException.class);
        assertThat(message.itemExists("a")).isFalse();
    }

    @Test
    void shouldBeReadOnlyOnceReceivedUntilCleared() throws JMSException {
        message.setInt("a", 1);
        TernMapMessage received = Delivery.of(message);

        for (String type : ConversionTable.BODY_TYPES) {
            Object value = ConversionTable.cells(List.of(type)).get(0).written();
            assertThatThrownBy(() -> set(received, "a", type, value)).isInstanceOf(MessageNotWriteableException.class);
        }
        assertThatThrownBy(() -> received.setObject("a", 2)).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(() -> received.setBytes("a", new byte[1], 0, 1))
                .isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.getInt("a")).isEqualTo(1);

        received.clearBody();
        assertThat(received.itemExists("a")).isFalse();
        received.setInt("b", 2);
        assertThat(Delivery.of(received).getInt("b")).isEqualTo(2);
    }

    @Test
    void shouldNotChangeWhatWasSent() throws JMSException {
        message.setInt("a", 1);
        Frame.Deliver frame = Delivery.frame(message, 1);

        message.setInt("a", 2);

        assertThat(((MapMessage) Delivery.received(frame, Delivery.QUEUE, null)).getInt("a"))
                .isEqualTo(1);
        assertThat(Delivery.of(message).getInt("a")).isEqualTo(2);
    }

    @Test
    void shouldSendAReceivedMapOn() throws JMSException {
        message.setInt("a", 1);

        assertThat(Delivery.of(Delivery.of(message)).getInt("a")).isEqualTo(1);
    }

    @Test
    void shouldGiveItsBodyAsACopiedMap() throws JMSException {
        message.setBytes("a", new byte[] {1});
        TernMapMessage received = Delivery.of(message);

        @SuppressWarnings("unchecked") // the API has no generic type
        Map<String, Object> body = received.getBody(Map.class);
        ((byte[]) body.get("a"))[0] = 9;
        body.clear();

        assertThat(received.getBytes("a")).containsExactly(1);
        assertThat(received.getBody(Object.class)).isInstanceOf(Map.class);
        assertThat(received.isBodyAssignableTo(Map.class)).isTrue();
        assertThat(received.isBodyAssignableTo(String.class)).isFalse();
        assertThatThrownBy(() -> received.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldGiveNullForAnyTypeWithoutEntries() throws JMSException {
        TernMapMessage received = Delivery.of(message);

        assertThat(received.getBody(Integer.class)).isNull();
        assertThat(received.isBodyAssignableTo(Integer.class)).isTrue();
        assertThat(Collections.list(received.getMapNames())).isEmpty();
    }

    @Test
    void shouldSayThatABodyIsMalformed() throws JMSException {
        TernMapMessage received = (TernMapMessage) Delivery.received(
                new Frame.Deliver(1, 1, 1, 1, true, 4, null, message.encodeHeader(), new byte[] {5}),
                Delivery.QUEUE,
                null);

        assertThatThrownBy(() -> received.getInt("a"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("map");
        assertThat(received.getJMSMessageID()).isNull();
    }

    private static void set(MapMessage message, String name, String type, Object value) throws JMSException {
        switch (type) {
            case "boolean" -> message.setBoolean(name, (Boolean) value);
            case "byte" -> message.setByte(name, (Byte) value);
            case "short" -> message.setShort(name, (Short) value);
            case "char" -> message.setChar(name, (Character) value);
            case "int" -> message.setInt(name, (Integer) value);
            case "long" -> message.setLong(name, (Long) value);
            case "float" -> message.setFloat(name, (Float) value);
            case "double" -> message.setDouble(name, (Double) value);
            case "String" -> message.setString(name, (String) value);
            default -> message.setBytes(name, (byte[]) value);
        }
    }

    private static Object get(MapMessage message, String name, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBoolean(name);
            case "byte" -> message.getByte(name);
            case "short" -> message.getShort(name);
            case "char" -> message.getChar(name);
            case "int" -> message.getInt(name);
            case "long" -> message.getLong(name);
            case "float" -> message.getFloat(name);
            case "double" -> message.getDouble(name);
            case "String" -> message.getString(name);
            default -> message.getBytes(name);
        };
    }
}
