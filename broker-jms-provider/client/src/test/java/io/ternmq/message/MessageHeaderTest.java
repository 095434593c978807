package io.ternmq.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MessageHeaderTest {

    private static final MessageHeader FULL = new MessageHeader(
            "ID:1", 2, 3, 4, "c", DestinationName.topic("t"), "type", BodyType.TEXT, true, Map.of("p", 1));

    @Test
    void shouldWriteTheseOctets() {
        assertThat(HexFormat.of().formatHex(FULL.encode()))
                .isEqualTo(
                        "1d" // text correlation, reply-to, type, null body
                                + "01" // text
                                + "0000000000000002" // timestamp
                                + "03" + "04" // expiration, delivery time
                                + "0449443a31" // message id
                                + "0163" // correlation id
                                + "010174" // reply-to
                                + "0474797065" // type
                                + "01" + "0170" + "0500000001"); // properties
    }

    @Test
    void shouldTellBodyTypeAndNullBodyWithoutDecoding() {
        assertThat(MessageHeader.bodyTypeOf(FULL.encode())).isEqualTo(BodyType.TEXT);
        assertThat(MessageHeader.hasNullBody(FULL.encode())).isTrue();
        assertThat(MessageHeader.hasNullBody(new byte[0])).isFalse();
        assertThatThrownBy(() -> MessageHeader.bodyTypeOf(new byte[1])).isInstanceOf(MalformedDataException.class);
        assertThatThrownBy(() -> MessageHeader.bodyTypeOf(new byte[] {0, 6}))
                .isInstanceOf(MalformedDataException.class);
    }

    @Test
    void shouldShowTheSenderOnlyWhereAFlagSaysSo() {
        byte[] named = new MessageHeader(
                        null, 0, 0, 0, null, null, null, BodyType.NONE, false, Map.of("JMSXUserID", "u", "p", 1))
                .encode();
        byte[] unflagged = named.clone();
        unflagged[0] = 0;

        assertThat(MessageHeader.namesUser(named)).isTrue();
        assertThat(MessageHeader.decode(named).properties())
                .containsOnly(Map.entry("JMSXUserID", "u"), Map.entry("p", 1));
        assertThat(MessageHeader.namesUser(unflagged)).isFalse();
        assertThat(MessageHeader.decode(unflagged).properties()).containsOnly(Map.entry("p", 1));
        assertThat(MessageHeader.namesUser(FULL.encode())).isFalse();
        assertThat(MessageHeader.namesUser(new byte[0])).isFalse();
    }

    @Property
    void shouldComeBackAsItWas(@ForAll("headers") MessageHeader header) {
        MessageHeader decoded = MessageHeader.decode(header.encode());

        assertThat(decoded).usingRecursiveComparison().isEqualTo(header);
        assertThat(List.copyOf(decoded.properties().keySet()))
                .isEqualTo(List.copyOf(header.properties().keySet()));
    }

    @Property
    void shouldGiveAHeaderOrMalformedDataForAnyBytes(@ForAll @Size(max = 64) byte[] bytes) {
        decodeWithinBounds(bytes);
    }

    @Property
    void shouldGiveAHeaderOrMalformedDataForMutatedBytes(
            @ForAll("headers") MessageHeader header, @ForAll("mutations") List<Mutation> mutations) {
        byte[] bytes = header.encode();
        for (Mutation mutation : mutations) {
            bytes = mutation.applyTo(bytes);
        }
        decodeWithinBounds(bytes);
    }

    private static void decodeWithinBounds(byte[] bytes) {
        Throwable[] thrown = new Throwable[1];
        long allocated = Allocation.of(() -> thrown[0] = catchThrowable(() -> MessageHeader.decode(bytes)));

        if (thrown[0] != null) {
            assertThat(thrown[0]).isInstanceOf(MalformedDataException.class);
        }
        assertThat(allocated).isLessThan(256 * 1024 + 64L * bytes.length);
    }

    @Test
    void shouldRefuseWhatFollowsTheHeader() {
        byte[] encoded = FULL.encode();

        assertThatThrownBy(() -> MessageHeader.decode(Arrays.copyOf(encoded, encoded.length + 1)))
                .isInstanceOf(MalformedDataException.class);
    }

    @Test
    void shouldRefuseMorePropertiesThanAllowedBeforeReadingThem() {
        Map<String, Object> many = new LinkedHashMap<>();
        for (int i = 0; i <= MessageHeader.MAX_PROPERTIES; i++) {
            many.put("p" + i, i);
        }
        byte[] encoded = new MessageHeader(null, 0, 0, 0, null, null, null, BodyType.NONE, false, many).encode();

        assertThatThrownBy(() -> MessageHeader.decode(encoded))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("10000");
    }

    /** One change to an array: a byte set, a cut, or a byte put in. */
    record Mutation(int kind, int at, byte value) {
        byte[] applyTo(byte[] bytes) {
            if (bytes.length == 0) {
                return new byte[] {value};
            }
            int place = at % bytes.length;
            switch (kind) {
                case 0 -> {
                    byte[] changed = bytes.clone();
                    changed[place] = value;
                    return changed;
                }
                case 1 -> {
                    return Arrays.copyOf(bytes, place);
                }
                default -> {
                    byte[] longer = new byte[bytes.length + 1];
                    System.arraycopy(bytes, 0, longer, 0, place);
                    longer[place] = value;
                    System.arraycopy(bytes, place, longer, place + 1, bytes.length - place);
                    return longer;
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Mutation>> mutations() {
        Arbitrary<Mutation> mutation = Combinators.combine(
                        Arbitraries.of(0, 0, 0, 1, 2), Arbitraries.integers().between(0, 10_000), Arbitraries.bytes())
                .as(Mutation::new);
        return mutation.list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<MessageHeader> headers() {
        Arbitrary<String> strings = Arbitraries.strings().ofMaxLength(40);
        Arbitrary<Object> correlation = Arbitraries.oneOf(
                strings.map(Object.class::cast),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(Object.class::cast));
        Arbitrary<DestinationName> replyTo = Combinators.combine(
                        Arbitraries.of(DestinationName.Kind.class),
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(255))
                .as(DestinationName::new);
        Arbitrary<Object> values = Arbitraries.oneOf(
                strings.map(Object.class::cast),
                Arbitraries.integers().map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.shorts().map(Object.class::cast),
                Arbitraries.bytes().map(Object.class::cast),
                Arbitraries.floats().map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                Arbitraries.just(null));
        Arbitrary<Map<String, Object>> properties =
                Arbitraries.maps(strings, values).ofMaxSize(8).map(LinkedHashMap::new);
        Arbitrary<long[]> numbers = Arbitraries.longs().array(long[].class).ofSize(3);
        return Combinators.combine(
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(40).injectNull(0.2),
                        numbers,
                        correlation.injectNull(0.3),
                        replyTo.injectNull(0.3),
                        strings.injectNull(0.3),
                        Arbitraries.of(BodyType.class),
                        Arbitraries.of(true, false),
                        properties)
                .as((id, n, correlationId, reply, type, body, nullBody, map) ->
                        new MessageHeader(id, n[0], n[1], n[2], correlationId, reply, type, body, nullBody, map));
    }
}
