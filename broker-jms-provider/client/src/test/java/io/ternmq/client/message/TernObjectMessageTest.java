package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.client.message.trusted.Order;
import io.ternmq.client.message.trustednot.Gadget;
import io.ternmq.wire.Frame;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TernObjectMessageTest {

    private static final String TRUSTED = "io.ternmq.client.message.trusted";

    @BeforeEach
    void forgetRuns() {
        Gadget.RUNS.set(0);
    }

    @SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // programs do send them
    static Stream<Arguments> values() {
        return arguments(
                "text",
                1,
                2L,
                'c',
                true,
                1.5,
                (byte) 1,
                (short) 2,
                1.5f,
                new BigDecimal("1.50"),
                UUID.randomUUID(),
                new Date(1),
                Instant.EPOCH,
                ZonedDateTime.parse("2026-01-01T00:00:00Z[UTC]"),
                Locale.GERMANY,
                new ArrayList<>(List.of(1, "b")),
                new LinkedList<>(List.of(1)),
                (Serializable) List.of(1, 2, 3),
                (Serializable) Map.of("a", 1),
                (Serializable) Set.of(1),
                (Serializable) Arrays.asList(1, 2),
                new LinkedHashMap<>(Map.of("a", List.of(1))),
                new TreeMap<>(Map.of("a", 1)),
                new HashSet<>(List.of(1)),
                (Serializable) Collections.emptyList(),
                (Serializable) Collections.unmodifiableList(new ArrayList<>()),
                new String[] {"a"},
                new int[][] {{1}, {2}});
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldCarryPlainValuesWithoutAnyConfiguration(Serializable value) throws JMSException {
        assertThat(Delivery.of(new TernObjectMessage(value)).getObject()).isEqualTo(value);
    }

    @Test
    void shouldCarryCollectionsThatHaveNoEquals() throws JMSException {
        ArrayDeque<Integer> deque = new ArrayDeque<>(List.of(1, 2));

        ArrayDeque<?> received =
                (ArrayDeque<?>) Delivery.of(new TernObjectMessage(deque)).getObject();

        assertThat(received.toArray()).containsExactly(1, 2);
    }

    @Test
    void shouldCarryEnumsOnlyOfAllowedClasses() throws JMSException {
        TernObjectMessage sent = new TernObjectMessage(new EnumMap<>(Map.of(Colour.RED, EnumSet.of(Colour.BLUE))));

        assertThat(Delivery.of(sent, 1, Delivery.allowing(getClass().getName())).getObject())
                .isEqualTo(Map.of(Colour.RED, Set.of(Colour.BLUE)));
        assertThatThrownBy(() -> Delivery.of(sent).getObject()).isInstanceOf(MessageFormatException.class);
    }

    private static Stream<Arguments> arguments(Serializable... values) {
        return Stream.of(values).map(value -> Arguments.of((Object) value)); // an array is one argument
    }

    private enum Colour {
        RED,
        BLUE
    }

    @Test
    void shouldCarryObjectsOfAllowedClasses() throws JMSException {
        Order order = new Order("1");
        order.lines.add(new Order("2"));

        Order received = (Order) Delivery.of(new TernObjectMessage(order), 1, Delivery.allowing(TRUSTED))
                .getObject();

        assertThat(received).usingRecursiveComparison().isEqualTo(order);
    }

    static Stream<Arguments> forbidden() {
        Order smuggler = new Order("1");
        smuggler.lines.add(new Gadget());
        return arguments(
                new Gadget(),
                new ArrayList<>(List.of(new Gadget())),
                new LinkedHashMap<>(Map.of("a", new Gadget())),
                new Gadget[] {new Gadget()},
                new Object[] {"a", new Gadget()},
                smuggler);
    }

    @ParameterizedTest
    @MethodSource("forbidden")
    void shouldNeverRunCodeOfAClassThatIsNotAllowed(Serializable object) throws JMSException {
        TernObjectMessage sent = new TernObjectMessage(object);
        sent.setJMSType("type");
        sent.setIntProperty("a", 1);
        TernObjectMessage received = Delivery.of(sent, 1, Delivery.allowing(TRUSTED));

        assertThatThrownBy(received::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining(Gadget.class.getName())
                .hasMessageContaining(AllowedClasses.PROPERTY);
        assertThatThrownBy(() -> received.getBody(Serializable.class)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> received.getBody(Object.class)).isInstanceOf(MessageFormatException.class);
        assertThat(received.isBodyAssignableTo(Object.class)).isFalse();
        assertThat(received.getJMSType()).isEqualTo("type");
        assertThat(received.getIntProperty("a")).isEqualTo(1);
        assertThatCode(received::acknowledge).doesNotThrowAnyException();
        assertThat(received.toString()).doesNotContain("Gadget");
        assertThat(Gadget.RUNS).hasValue(0);
    }

    @Test
    void shouldRefuseWhatAFilterLeavesUndecided() throws JMSException {
        TernObjectMessage received = Delivery.of(new TernObjectMessage(new Gadget()), 1, new MessageContext() {
            @Override
            public void acknowledge() {}

            @Override
            public java.io.ObjectInputFilter objectFilter() {
                return info -> java.io.ObjectInputFilter.Status.UNDECIDED;
            }
        });

        assertThatThrownBy(received::getObject).isInstanceOf(MessageFormatException.class);
        assertThat(Gadget.RUNS).hasValue(0);
    }

    @Test
    void shouldNotDeserialiseBytesInMapAndStreamMessages() throws JMSException {
        byte[] serialised = new TernObjectMessage(new Gadget()).encodeBody();
        TernMapMessage map = new TernMapMessage();
        map.setBytes("a", serialised);
        TernStreamMessage stream = new TernStreamMessage();
        stream.writeBytes(serialised);

        assertThat(Delivery.of(map, 1, Delivery.allowing("*")).getObject("a")).isEqualTo(serialised);
        assertThat(Delivery.of(stream, 1, Delivery.allowing("*")).readObject()).isEqualTo(serialised);
        assertThat(Gadget.RUNS).hasValue(0);
    }

    @Test
    void shouldLetAProgramReadItsOwnObjectOfAnyClass() throws JMSException {
        Order order = new Order("1");
        TernObjectMessage message = new TernObjectMessage(order);

        assertThat(message.getObject())
                .isNotSameAs(order)
                .usingRecursiveComparison()
                .isEqualTo(order);
        assertThat(message.getBody(Order.class).id).isEqualTo("1");
    }

    @Test
    void shouldApplyTheFilterAgainAfterAReceivedMessageWasClearedAndSent() throws JMSException {
        TernObjectMessage received = Delivery.of(new TernObjectMessage("a"));
        received.clearBody();
        received.setObject(new Order("1"));

        assertThat(received.getBody(Order.class).id).isEqualTo("1");
        TernObjectMessage again = Delivery.of(received);
        assertThatThrownBy(again::getObject).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldKeepASnapshotAndGiveAFreshCopyEachTime() throws JMSException {
        Order order = new Order("before");
        TernObjectMessage message = new TernObjectMessage();
        message.setObject(order);
        order.id = "after";

        Order first = message.getBody(Order.class);
        first.id = "changed";

        assertThat(message.getBody(Order.class).id).isEqualTo("before");
        TernObjectMessage received = Delivery.of(message, 1, Delivery.allowing(TRUSTED));
        assertThat(received.getObject()).isNotSameAs(received.getObject());
    }

    @Test
    void shouldBeNullAtFirstAndAfterClearing() throws JMSException {
        TernObjectMessage message = new TernObjectMessage();
        assertThat(Delivery.of(message).getObject()).isNull();
        assertThat(Delivery.of(new TernObjectMessage(null)).getObject()).isNull();
        assertThat(Delivery.of(message).getBody(Thread.class)).isNull();
        assertThat(Delivery.of(message).isBodyAssignableTo(Thread.class)).isTrue();

        message.setObject("a");
        message.clearBody();

        assertThat(message.getObject()).isNull();
        assertThat(Delivery.of(message).getObject()).isNull();
    }

    @Test
    void shouldBeReadOnlyOnceReceivedUntilCleared() throws JMSException {
        TernObjectMessage received = Delivery.of(new TernObjectMessage("a"));

        assertThatThrownBy(() -> received.setObject("b")).isInstanceOf(MessageNotWriteableException.class);
        received.clearBody();
        received.setObject("b");

        assertThat(Delivery.of(received).getObject()).isEqualTo("b");
    }

    @Test
    void shouldGiveItsBodyAsWhatTheObjectIs() throws JMSException {
        TernObjectMessage received = Delivery.of(new TernObjectMessage(new ArrayList<>(List.of(1))));

        assertThat((Object) received.getBody(List.class)).isEqualTo(List.of(1));
        assertThat(received.getBody(Serializable.class)).isEqualTo(List.of(1));
        assertThat(received.isBodyAssignableTo(ArrayList.class)).isTrue();
        assertThat(received.isBodyAssignableTo(String.class)).isFalse();
        assertThatThrownBy(() -> received.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void shouldRefuseWhatCannotBeSerialised() throws JMSException {
        ArrayList<Object> unserialisable = new ArrayList<>(List.of(new Object()));
        TernObjectMessage message = new TernObjectMessage("a");

        assertThatThrownBy(() -> message.setObject(unserialisable)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> new TernObjectMessage(new Stubborn(true))).isInstanceOf(MessageFormatException.class);
        assertThat(message.getObject()).isEqualTo("a");
    }

    @Test
    void shouldSayThatDeserialisationFailed() throws JMSException {
        byte[] header = new TernObjectMessage("a").encodeHeader();
        byte[] stubborn = new TernObjectMessage(new Stubborn(false)).encodeBody();
        byte[] unknownClass = new String(
                        new TernObjectMessage(new Order("1")).encodeBody(), StandardCharsets.ISO_8859_1)
                .replace("trusted.Order", "trusted.Ordex")
                .getBytes(StandardCharsets.ISO_8859_1);

        for (byte[] body : List.of(new byte[0], new byte[] {1, 2, 3}, stubborn, unknownClass)) {
            TernObjectMessage received = (TernObjectMessage) Delivery.received(
                    new Frame.Deliver(1, 1, 1, 1, true, 4, null, header, body), Delivery.QUEUE, Delivery.allowing("*"));
            assertThatThrownBy(received::getObject)
                    .isInstanceOf(MessageFormatException.class)
                    .hasCauseInstanceOf(Throwable.class);
            assertThat(received.isBodyAssignableTo(Object.class)).isFalse();
        }
    }

    @Test
    void shouldNotAllocateForAnArrayThatIsNotThere() throws JMSException {
        byte[] body = new TernObjectMessage(new long[] {1, 2, 3}).encodeBody();
        int length = body.length - 3 * Long.BYTES - Integer.BYTES; // where the array's length is
        body[length] = 0x7F;
        TernObjectMessage received = (TernObjectMessage) Delivery.received(
                new Frame.Deliver(1, 1, 1, 1, true, 4, null, new TernObjectMessage("a").encodeHeader(), body),
                Delivery.QUEUE,
                Delivery.allowing("*"));

        assertThatThrownBy(received::getObject)
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("array of 2130706435 elements");
    }

    @Test
    void shouldRefuseAHostileNestOfSetsAtOnce() throws JMSException {
        HashSet<Object> nest = new HashSet<>();
        Set<Object> left = nest;
        Set<Object> right = new HashSet<>();
        for (int i = 0; i < 100; i++) { // a hash code of the nest takes 2 to the power of 100 steps
            Set<Object> nextLeft = new HashSet<>();
            Set<Object> nextRight = new HashSet<>();
            nextLeft.add("a");
            left.add(nextLeft);
            left.add(nextRight);
            right.add(nextLeft);
            right.add(nextRight);
            left = nextLeft;
            right = nextRight;
        }

        assertThatThrownBy(() -> Delivery.of(new TernObjectMessage(nest)).getObject())
                .isInstanceOf(MessageFormatException.class)
                .hasMessageContaining("21 objects deep")
                .hasMessageContaining("maxdepth");
    }

    /** An object whose own code fails as it is written or read. */
    private static final class Stubborn implements Serializable {
        private static final long serialVersionUID = 1L;
        private final boolean failsToWrite;

        Stubborn(boolean failsToWrite) {
            this.failsToWrite = failsToWrite;
        }

        private void writeObject(ObjectOutputStream out) throws IOException {
            if (failsToWrite) {
                throw new IllegalStateException("not now");
            }
            out.defaultWriteObject();
        }

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            throw new NoClassDefFoundError("gone");
        }
    }
}
