package io.ternmq.selector;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Selectors and messages by chance, small enough that the properties named are often there and often equal. */
record RandomSelectors(Random random) {

    ReferenceSelector condition(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf();
        }
        return switch (random.nextInt(3)) {
            case 0 -> ReferenceSelector.not(condition(depth - 1));
            case 1 -> ReferenceSelector.and(condition(depth - 1), condition(depth - 1));
            default -> ReferenceSelector.or(condition(depth - 1), condition(depth - 1));
        };
    }

    Map<String, Object> message() {
        Map<String, Object> message = new HashMap<>();
        for (String name : new String[] {"a", "b", "c", "d"}) {
            Object value = value();
            if (value != null) {
                message.put(name, value);
            }
        }
        return message;
    }

    private ReferenceSelector leaf() {
        boolean negated = random.nextBoolean();
        return switch (random.nextInt(8)) {
            case 0 -> identifier();
            case 1 -> ReferenceSelector.comparison(identifier(), oneOf("=", "<>"), textOrTruth());
            case 2 -> ReferenceSelector.between(number(2), number(2), number(2), negated);
            case 3 ->
                ReferenceSelector.like(identifier(), oneOf("%", "_", "x%", "%y", "a!%", "a!_b", "a_b", ""), negated);
            case 4 -> ReferenceSelector.in(identifier(), Set.of("x", oneOf("xy", "1", "")), negated);
            case 5 -> ReferenceSelector.isNull(identifier(), negated);
            default -> ReferenceSelector.comparison(number(3), oneOf("=", "<>", "<", "<=", ">", ">="), number(3));
        };
    }

    private ReferenceSelector number(int depth) {
        if (depth == 0 || random.nextInt(2) == 0) {
            return random.nextInt(3) > 0 ? identifier() : numberLiteral();
        }
        return random.nextInt(4) == 0
                ? ReferenceSelector.minus(number(depth - 1))
                : ReferenceSelector.arithmetic(number(depth - 1), oneOf("+", "-", "*", "/"), number(depth - 1));
    }

    private ReferenceSelector identifier() {
        return ReferenceSelector.identifier(oneOf("a", "b", "c", "d"));
    }

    private ReferenceSelector textOrTruth() {
        return switch (random.nextInt(4)) {
            case 0 -> ReferenceSelector.literal("'x'", "x");
            case 1 -> ReferenceSelector.literal("'a_b'", "a_b");
            case 2 -> ReferenceSelector.literal("TRUE", true);
            default -> ReferenceSelector.literal("FALSE", false);
        };
    }

    private ReferenceSelector numberLiteral() {
        int small = random.nextInt(4);
        int any = random.nextInt() & Integer.MAX_VALUE;
        long big = random.nextLong() & Long.MAX_VALUE;
        float single = random.nextFloat() * 10;
        double wide = random.nextDouble() * 10;
        return switch (random.nextInt(6)) {
            case 0 -> ReferenceSelector.literal("0x" + Integer.toHexString(any), any);
            case 1 -> ReferenceSelector.literal(Integer.toString(any), any);
            case 2 -> ReferenceSelector.literal(big + "L", big);
            case 3 -> ReferenceSelector.literal(single + "F", single);
            case 4 -> ReferenceSelector.literal(Double.toString(wide), wide);
            default -> ReferenceSelector.literal(Integer.toString(small), small);
        };
    }

    private Object value() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> null;
            case 2 -> oneOf("", "x", "xy", "a%", "a_b", "1");
            case 3 -> random.nextBoolean();
            case 4 -> (byte) random.nextInt();
            case 5 -> (short) random.nextInt(4);
            case 6 -> random.nextInt();
            case 7 -> random.nextInt(7) - 3;
            case 8 -> random.nextLong();
            case 9 -> oneOf(9_007_199_254_740_993L, Long.MAX_VALUE, Long.MIN_VALUE);
            case 10 -> oneOf(0.1f, 1f, 16_777_216f, -0f);
            default -> oneOf(0.1d, 0d, -0d, 1d, 9_007_199_254_740_992d, Double.NaN, Double.POSITIVE_INFINITY);
        };
    }

    @SafeVarargs
    private final <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
