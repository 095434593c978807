package io.ternmq.wire;

import io.ternmq.message.BranchId;
import io.ternmq.message.DestinationName;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Frames of every type by chance. They are made from the records themselves, so that a new one cannot be forgotten. */
final class FrameArbitraries {

    private static final Set<String> BYTES = Set.of("version", "minVersion", "maxVersion");
    private static final Set<String> FIXED_WIDTH = Set.of("maxFrame", "heartbeatMillis", "capabilities", "outcome");

    private FrameArbitraries() {}

    /** All types of frames. */
    static List<Class<?>> types() {
        return List.of(Frame.class.getPermittedSubclasses());
    }

    /** Any frame. */
    static Arbitrary<Frame> frames() {
        return Arbitraries.oneOf(types().stream().map(FrameArbitraries::frames).toList());
    }

    /** Frames of a type. */
    static Arbitrary<Frame> frames(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Arbitrary<Object>> values = Arrays.stream(components)
                .map(component -> values(component).asGeneric())
                .toList();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return Combinators.combine(values).as(arguments -> create(type, types, arguments.toArray()));
    }

    private static Frame create(Class<?> type, Class<?>[] types, Object[] arguments) {
        try {
            return (Frame) type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no frame of " + type, e);
        }
    }

    private static Arbitrary<?> values(RecordComponent component) {
        String name = component.getName();
        Class<?> type = component.getType();
        if (BYTES.contains(name)) {
            return Arbitraries.integers().between(0, 255);
        }
        if (name.equals("priority")) {
            return Arbitraries.integers().between(0, 9);
        }
        if (type == int.class) {
            return FIXED_WIDTH.contains(name)
                    ? Arbitraries.integers()
                    : Arbitraries.integers().greaterOrEqual(0);
        }
        if (type == long.class) {
            return FIXED_WIDTH.contains(name)
                    ? Arbitraries.longs()
                    : Arbitraries.longs().greaterOrEqual(0);
        }
        if (type == boolean.class) {
            return Arbitraries.of(true, false);
        }
        if (type == String.class) {
            return Arbitraries.strings().ofMaxLength(60);
        }
        if (type == byte[].class) {
            return Arbitraries.bytes().array(byte[].class).ofMaxSize(150);
        }
        if (type == DestinationName.class) {
            return component.getDeclaringRecord() == Frame.Deliver.class ? names().injectNull(0.5) : names();
        }
        if (type == BranchId.class) {
            return branches();
        }
        if (type == List.class) {
            return switch (name) {
                case "seen" -> seen().list().ofMaxSize(6);
                case "branches" -> branches().list().ofMaxSize(6);
                default -> Arbitraries.strings().ofMaxLength(20).list().ofMaxSize(6);
            };
        }
        if (type.isEnum()) {
            return Arbitraries.of(type.getEnumConstants());
        }
        throw new AssertionError("no values for a component of type " + type);
    }

    private static Arbitrary<DestinationName> names() {
        return Combinators.combine(
                        Arbitraries.of(DestinationName.Kind.class),
                        Arbitraries.strings()
                                .ascii()
                                .excludeChars(controls())
                                .withChars("äß名前")
                                .ofMinLength(1)
                                .ofMaxLength(40)
                                .filter(name -> !name.isBlank()))
                .as(DestinationName::new);
    }

    private static Arbitrary<BranchId> branches() {
        return Combinators.combine(
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(64),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(64))
                .as(BranchId::new);
    }

    private static char[] controls() {
        char[] controls = new char[33];
        for (char c = 0; c < 32; c++) {
            controls[c] = c;
        }
        controls[32] = 127;
        return controls;
    }

    private static Arbitrary<Frame.Seen> seen() {
        Arbitrary<long[]> ranges = Arbitraries.longs()
                .between(1, 1L << 50)
                .array(long[].class)
                .ofMaxSize(12)
                .map(FrameArbitraries::ascending);
        return Combinators.combine(Arbitraries.integers().greaterOrEqual(0), ranges)
                .as(Frame.Seen::new);
    }

    private static long[] ascending(long[] distances) {
        long[] ranges = new long[distances.length / 2 * 2];
        long last = 0;
        for (int i = 0; i < ranges.length; i++) {
            last += i % 2 == 1 && distances[i] % 3 == 0 ? 0 : distances[i]; // some ranges of one delivery
            ranges[i] = last;
        }
        return ranges;
    }
}
