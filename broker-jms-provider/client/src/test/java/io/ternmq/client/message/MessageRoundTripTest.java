package io.ternmq.client.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.ternmq.client.destination.TernDestination;
import io.ternmq.message.DestinationName;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;

/** Whatever a program can put into a message arrives, by way of the wire's codec. */
class MessageRoundTripTest {

    /** What a program and its send set of the header. */
    record Header(
            String id,
            long timestamp,
            long expiration,
            long deliveryTime,
            int priority,
            boolean persistent,
            Object correlation,
            Destination replyTo,
            String type,
            Map<String, Object> properties) {

        void applyTo(TernMessage message) throws JMSException {
            message.setJMSType(type);
            message.setJMSReplyTo(replyTo);
            if (correlation instanceof byte[] bytes) {
                message.setJMSCorrelationIDAsBytes(bytes);
            } else {
                message.setJMSCorrelationID((String) correlation);
            }
            for (Map.Entry<String, Object> property : properties.entrySet()) {
                message.setObjectProperty(property.getKey(), property.getValue());
            }
            message.stamp(Delivery.stamp(
                    id,
                    timestamp,
                    expiration,
                    deliveryTime,
                    TernDestination.of(Delivery.QUEUE),
                    persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT,
                    priority));
        }

        void assertIn(TernMessage message) throws JMSException {
            assertThat(message.getJMSMessageID()).isEqualTo(id);
            assertThat(message.getJMSTimestamp()).isEqualTo(timestamp);
            assertThat(message.getJMSExpiration()).isEqualTo(expiration);
            assertThat(message.getJMSDeliveryTime()).isEqualTo(deliveryTime);
            assertThat(message.getJMSPriority()).isEqualTo(priority);
            assertThat(message.getJMSDeliveryMode())
                    .isEqualTo(persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
            assertThat(
                            correlation instanceof byte[]
                                    ? message.getJMSCorrelationIDAsBytes()
                                    : message.getJMSCorrelationID())
                    .isEqualTo(correlation);
            assertThat(message.getJMSReplyTo()).isEqualTo(replyTo);
            assertThat(message.getJMSType()).isEqualTo(type);
            assertThat(message.getJMSDestination()).isEqualTo(TernDestination.of(Delivery.QUEUE));
            List<String> names = new ArrayList<>(Collections.list(message.getPropertyNames()));
            names.remove("JMSXDeliveryCount");
            assertThat(names).containsExactlyInAnyOrderElementsOf(properties.keySet());
            for (String name : names) {
                assertThat(message.getObjectProperty(name)).isEqualTo(properties.get(name));
            }
        }
    }

    @Property(tries = 500)
    void shouldBringTextAndHeader(@ForAll("headers") Header header, @ForAll("texts") String text) throws JMSException {
        TernTextMessage sent = new TernTextMessage(text);
        header.applyTo(sent);
        TernTextMessage received = Delivery.of(sent);

        header.assertIn(received);
        header.assertIn(sent);
        assertThat(received.getText()).isEqualTo(text);
    }

    @Property(tries = 300)
    void shouldBringMapAndHeader(@ForAll("headers") Header header, @ForAll("maps") Map<String, Object> map)
            throws JMSException {
        TernMapMessage sent = new TernMapMessage();
        header.applyTo(sent);
        for (Map.Entry<String, Object> entry : map.entrySet()) {
            sent.setObject(entry.getKey(), entry.getValue());
        }
        TernMapMessage received = Delivery.of(sent);

        header.assertIn(received);
        assertThat(Collections.list(received.getMapNames())).containsExactlyInAnyOrderElementsOf(map.keySet());
        for (Map.Entry<String, Object> entry : map.entrySet()) {
            assertThat(received.getObject(entry.getKey())).isEqualTo(entry.getValue());
        }
    }

    @Property(tries = 300)
    void shouldBringStreamAndHeader(@ForAll("headers") Header header, @ForAll("streams") List<Object> values)
            throws JMSException {
        TernStreamMessage sent = new TernStreamMessage();
        header.applyTo(sent);
        for (Object value : values) {
            sent.writeObject(value);
        }
        TernStreamMessage received = Delivery.of(sent);

        header.assertIn(received);
        for (Object value : values) {
            assertThat(received.readObject()).isEqualTo(value);
        }
        assertThat(org.assertj.core.api.Assertions.catchThrowable(received::readObject))
                .isInstanceOf(MessageEOFException.class);
    }

    @Property(tries = 300)
    void shouldBringBytesAndHeader(@ForAll("headers") Header header, @ForAll byte[] bytes) throws JMSException {
        TernBytesMessage sent = new TernBytesMessage();
        header.applyTo(sent);
        sent.writeBytes(bytes);
        TernBytesMessage received = Delivery.of(sent);

        header.assertIn(received);
        assertThat(received.getBody(byte[].class)).isEqualTo(bytes.length == 0 ? null : bytes);
    }

    @Property(tries = 300)
    void shouldBringObjectAndHeader(@ForAll("headers") Header header, @ForAll("streams") List<Object> values)
            throws JMSException {
        TernObjectMessage sent = new TernObjectMessage(new ArrayList<>(values));
        header.applyTo(sent);
        TernObjectMessage received = Delivery.of(sent);

        header.assertIn(received);
        assertThat(received.getObject()).usingRecursiveComparison().isEqualTo(values);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().all().ofMaxLength(60).injectNull(0.1);
    }

    @Provide
    Arbitrary<Map<String, Object>> maps() {
        return Arbitraries.maps(strings().ofMinLength(1), bodyValues()).ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<Object>> streams() {
        return bodyValues().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<Header> headers() {
        Arbitrary<String> identifiers = Combinators.combine(
                        Arbitraries.of("p", "_", "$", "\u00e4"),
                        Arbitraries.strings()
                                .alpha()
                                .numeric()
                                .withChars('_', '$')
                                .ofMaxLength(10))
                .as((first, rest) -> first + rest);
        Arbitrary<Map<String, Object>> properties =
                Arbitraries.maps(identifiers, propertyValues()).ofMaxSize(6).map(LinkedHashMap::new);
        Arbitrary<Object> correlations = Arbitraries.oneOf(
                strings().map(Object.class::cast),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Object.class::cast));
        Arbitrary<Destination> destinations = Combinators.combine(
                        Arbitraries.of(DestinationName.Kind.class),
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20))
                .as((kind, name) -> TernDestination.of(new DestinationName(kind, name)));
        Arbitrary<long[]> times = Arbitraries.longs().array(long[].class).ofSize(3);
        return Combinators.combine(
                        strings().map(id -> "ID:" + id).injectNull(0.2),
                        times,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(true, false),
                        correlations.injectNull(0.3),
                        destinations.injectNull(0.3),
                        strings().injectNull(0.3),
                        properties)
                .as((id, time, priority, persistent, correlation, replyTo, type, map) -> new Header(
                        id, time[0], time[1], time[2], priority, persistent, correlation, replyTo, type, map));
    }

    private static StringArbitrary strings() {
        return Arbitraries.strings().all().ofMaxLength(20);
    }

    private static Arbitrary<Object> propertyValues() {
        return Arbitraries.oneOf(
                strings().map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.shorts().map(Object.class::cast),
                Arbitraries.bytes().map(Object.class::cast),
                Arbitraries.floats().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.just(null));
    }

    private static Arbitrary<Object> bodyValues() {
        return Arbitraries.oneOf(
                propertyValues(),
                Arbitraries.chars().map(Object.class::cast),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Object.class::cast));
    }
}
