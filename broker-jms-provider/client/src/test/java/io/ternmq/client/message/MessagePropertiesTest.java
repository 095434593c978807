package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.ternmq.client.message.ConversionTable.Cell;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePropertiesTest {

    private final TernMessage message = new TernMessage();

    static Stream<Cell> table() {
        return ConversionTable.cells(ConversionTable.PROPERTY_TYPES).stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void shouldConvertAsTheTableSays(Cell cell) throws JMSException {
        set(message, "p", cell.row(), cell.written());
        TernMessage received = Delivery.of(message);

        for (Message each : List.of(message, received)) {
            if (cell.read() != null) {
                assertThat(get(each, "p", cell.column())).isEqualTo(cell.read());
            } else {
                assertThatThrownBy(() -> get(each, "p", cell.column())).isInstanceOf(MessageFormatException.class);
            }
            assertThat(each.getObjectProperty("p")).isEqualTo(cell.written());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "short", "int", "long", "float", "double"})
    void shouldRefuseStringsThatAreNoNumber(String type) throws JMSException {
        message.setStringProperty("p", "seven");

        assertThatThrownBy(() -> get(message, "p", type)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void shouldReadOnlyTrueInAnyCaseAsTrue() throws JMSException {
        message.setStringProperty("yes", "TrUe");
        message.setStringProperty("no", "yes");

        assertThat(message.getBooleanProperty("yes")).isTrue();
        assertThat(message.getBooleanProperty("no")).isFalse();
    }

    @Test
    void shouldKeepNullsAndReadThemAsValueOfDoes() throws JMSException {
        message.setStringProperty("a", null);
        message.setObjectProperty("b", null);
        TernMessage received = Delivery.of(message);

        for (String name : List.of("a", "b", "absent")) {
            assertThat(received.getStringProperty(name)).isNull();
            assertThat(received.getObjectProperty(name)).isNull();
            assertThat(received.getBooleanProperty(name)).isFalse();
            for (String type : List.of("byte", "short", "int", "long")) {
                assertThatThrownBy(() -> get(received, name, type)).isInstanceOf(NumberFormatException.class);
            }
            for (String type : List.of("float", "double")) {
                assertThatThrownBy(() -> get(received, name, type)).isInstanceOf(NullPointerException.class);
            }
        }
        assertThat(received.propertyExists("a")).isTrue();
        assertThat(received.propertyExists("absent")).isFalse();
    }

    @SuppressWarnings("JavaUtilDate") // programs do try it
    static Stream<Object> foreignValues() {
        return Stream.of('c', new byte[1], BigDecimal.ONE, new Date(), List.of());
    }

    @ParameterizedTest
    @MethodSource("foreignValues")
    void shouldRefuseValuesOfOtherClasses(Object value) throws JMSException {
        assertThatThrownBy(() -> message.setObjectProperty("p", value)).isInstanceOf(MessageFormatException.class);
        assertThat(message.propertyExists("p")).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void shouldRefuseNullAndEmptyNames(String name) {
        for (String type : ConversionTable.PROPERTY_TYPES) {
            Object value = ConversionTable.cells(List.of(type)).get(0).written();
            assertThatThrownBy(() -> set(message, name, type, value)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> message.setObjectProperty(name, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1a", "a-b", "a b", " a", "a.b", "#", "NULL", "true", "False", "not", "AND", "Or", "between", "LIKE",
                "in", "Is", "eScApE"
            })
    void shouldRefuseNamesThatSelectorsCannotUse(String name) {
        assertThatThrownBy(() -> message.setIntProperty(name, 1))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "_1",
                "$x",
                "\u00e4\u00df",
                "nulls",
                "isnt",
                "JMS_ternmq_x",
                "JMS_other",
                "betweens",
                "jmsx",
                "\u0131s",
                "l\u0131ke",
                "\u0130N",
                "fal\u017Fe",
                "\uD835\uDCB3",
                "\u540D\u524D"
            })
    void shouldTakeNamesThatAreIdentifiers(String name) throws JMSException {
        message.setIntProperty(name, 1);

        assertThat(Delivery.of(message).getIntProperty(name)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JMSXDeliveryCount",
                "JMSXUserID",
                "JMSXAppID",
                "JMSXProducerTXID",
                "JMSXConsumerTXID",
                "JMSXRcvTimestamp",
                "JMSXState"
            })
    void shouldNotLetClientsSetWhatTheProviderSets(String name) throws JMSException {
        message.setStringProperty(name, "x");

        assertThat(message.propertyExists(name)).isFalse();
        assertThat(Delivery.of(message).getStringProperty(name))
                .isEqualTo(name.equals("JMSXDeliveryCount") ? "1" : null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JMSXGroupId", "JMSXNew", "JMSType", "JMSFoo"})
    void shouldRefuseNamesThatAreReserved(String name) {
        assertThatThrownBy(() -> message.setStringProperty(name, "x"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(name);
    }

    @Test
    void shouldLetClientsSetTheGroup() throws JMSException {
        message.setStringProperty("JMSXGroupID", "g");
        message.setIntProperty("JMSXGroupSeq", 3);
        TernMessage received = Delivery.of(message);

        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
        assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(3);
        assertThatThrownBy(() -> message.setIntProperty("JMSXGroupID", 1)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.setStringProperty("JMSXGroupSeq", "1"))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> message.setLongProperty("JMSXGroupSeq", 1)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldListNamesWithTheDeliveryCountButNoHeaderField() throws JMSException {
        message.setJMSType("t");
        message.setIntProperty("a", 1);
        message.setStringProperty("b", null);

        assertThat(Collections.list(message.getPropertyNames())).containsExactlyInAnyOrder("a", "b");
        assertThat(Collections.list(Delivery.of(message).getPropertyNames()))
                .containsExactlyInAnyOrder("a", "b", "JMSXDeliveryCount");
    }

    @Test
    void shouldCountDeliveries() throws JMSException {
        TernMessage first = Delivery.of(message, 1, null);
        TernMessage third = Delivery.of(message, 3, null);

        assertThat(message.propertyExists("JMSXDeliveryCount")).isFalse();
        assertThat(first.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(first.getJMSRedelivered()).isFalse();
        assertThat(third.getObjectProperty("JMSXDeliveryCount")).isEqualTo(3);
        assertThat(third.getStringProperty("JMSXDeliveryCount")).isEqualTo("3");
        assertThat(third.propertyExists("JMSXDeliveryCount")).isTrue();
        assertThat(third.getJMSRedelivered()).isTrue();
    }

    @Test
    void shouldBeReadOnlyOnceReceivedUntilCleared() throws JMSException {
        message.setIntProperty("a", 1);
        TernMessage received = Delivery.of(message);

        for (String type : ConversionTable.PROPERTY_TYPES) {
            Object value = ConversionTable.cells(List.of(type)).get(0).written();
            assertThatThrownBy(() -> set(received, "a", type, value)).isInstanceOf(MessageNotWriteableException.class);
        }
        assertThatThrownBy(() -> received.setObjectProperty("a", 1)).isInstanceOf(MessageNotWriteableException.class);

        received.clearProperties();
        assertThat(Collections.list(received.getPropertyNames())).isEmpty();
        assertThat(received.getObjectProperty("a")).isNull();
        received.setIntProperty("a", 2);
        assertThat(received.getIntProperty("a")).isEqualTo(2);
    }

    @Test
    void shouldClearPropertiesOnly() throws JMSException {
        TernTextMessage text = new TernTextMessage("body");
        text.setJMSType("type");
        text.setIntProperty("a", 1);

        text.clearProperties();

        assertThat(text.propertyExists("a")).isFalse();
        assertThat(text.getText()).isEqualTo("body");
        assertThat(text.getJMSType()).isEqualTo("type");
    }

    @Test
    void shouldLeaveRoomForThePropertiesThatTheBrokerAdds() throws JMSException {
        for (int i = 0; i < MessageProperties.MOST; i++) {
            message.setIntProperty("p" + i, i);
        }
        message.setIntProperty("p0", 1);

        assertThatThrownBy(() -> message.setIntProperty("more", 1))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("9900");
        assertThat(Delivery.of(message).getIntProperty("p9899")).isEqualTo(9899);
    }

    @Test
    void shouldNotGarbleALogWithABadName() {
        Throwable thrown = catchThrowable(() -> message.setIntProperty("a\n\u202e" + "x".repeat(1000), 1));

        assertThat(thrown).isInstanceOf(JMSException.class);
        assertThat(thrown.getMessage()).doesNotContain("\n", "\u202e").hasSizeLessThan(200);
    }

    private static void set(Message message, String name, String type, Object value) throws JMSException {
        switch (type) {
            case "boolean" -> message.setBooleanProperty(name, (Boolean) value);
            case "byte" -> message.setByteProperty(name, (Byte) value);
            case "short" -> message.setShortProperty(name, (Short) value);
            case "int" -> message.setIntProperty(name, (Integer) value);
            case "long" -> message.setLongProperty(name, (Long) value);
            case "float" -> message.setFloatProperty(name, (Float) value);
            case "double" -> message.setDoubleProperty(name, (Double) value);
            default -> message.setStringProperty(name, (String) value);
        }
    }

    private static Object get(Message message, String name, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> message.getBooleanProperty(name);
            case "byte" -> message.getByteProperty(name);
            case "short" -> message.getShortProperty(name);
            case "int" -> message.getIntProperty(name);
            case "long" -> message.getLongProperty(name);
            case "float" -> message.getFloatProperty(name);
            case "double" -> message.getDoubleProperty(name);
            default -> message.getStringProperty(name);
        };
    }
}
