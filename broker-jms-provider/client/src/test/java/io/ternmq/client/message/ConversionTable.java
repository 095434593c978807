package io.ternmq.client.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables 3-2 and 3-7 of the specification: which type can be read as which other, in the words of the specification. */
final class ConversionTable {

    static final List<String> PROPERTY_TYPES =
            List.of("boolean", "byte", "short", "int", "long", "float", "double", "String");
    static final List<String> BODY_TYPES =
            List.of("boolean", "byte", "short", "char", "int", "long", "float", "double", "String", "byte[]");

    private static final Map<String, Set<String>> READABLE_AS = Map.of(
            "boolean", Set.of("boolean", "String"),
            "byte", Set.of("byte", "short", "int", "long", "String"),
            "short", Set.of("short", "int", "long", "String"),
            "char", Set.of("char", "String"),
            "int", Set.of("int", "long", "String"),
            "long", Set.of("long", "String"),
            "float", Set.of("float", "double", "String"),
            "double", Set.of("double", "String"),
            "String", Set.of("boolean", "byte", "short", "int", "long", "float", "double", "String"),
            "byte[]", Set.of("byte[]"));

    /** One field of a table: a value of the row's type, and what reading it as the column's type gives, null if it is refused. */
    record Cell(String row, String column, Object written, Object read) {}

    private ConversionTable() {}

    static List<Cell> cells(List<String> types) {
        List<Cell> cells = new ArrayList<>();
        for (String row : types) {
            for (String column : types) {
                for (Object written : valuesOf(row)) {
                    boolean marked = READABLE_AS.get(row).contains(column);
                    cells.add(new Cell(row, column, written, marked ? converted(written, column) : null));
                }
            }
        }
        return cells;
    }

    private static List<Object> valuesOf(String type) {
        return switch (type) {
            case "boolean" -> List.of(true, false);
            case "byte" -> List.of(Byte.MIN_VALUE, (byte) 0, Byte.MAX_VALUE);
            case "short" -> List.of(Short.MIN_VALUE, Short.MAX_VALUE);
            case "char" -> List.of('a', '\ud800', '\0');
            case "int" -> List.of(Integer.MIN_VALUE, -1, Integer.MAX_VALUE);
            case "long" -> List.of(Long.MIN_VALUE, Long.MAX_VALUE);
            case "float" -> List.of(0.1f, Float.NaN, Float.MIN_VALUE);
            case "double" -> List.of(0.1d, Double.NEGATIVE_INFINITY, Double.MAX_VALUE);
            case "String" -> List.of("7", "-3");
            default -> List.of(new byte[] {1, 2}, new byte[0]);
        };
    }

    private static Object converted(Object value, String type) {
        return switch (type) {
            case "boolean" -> value instanceof Boolean ? value : Boolean.valueOf((String) value);
            case "byte" -> value instanceof Number n ? (Object) n.byteValue() : Byte.valueOf((String) value);
            case "short" -> value instanceof Number n ? (Object) n.shortValue() : Short.valueOf((String) value);
            case "int" -> value instanceof Number n ? (Object) n.intValue() : Integer.valueOf((String) value);
            case "long" -> value instanceof Number n ? (Object) n.longValue() : Long.valueOf((String) value);
            case "float" -> value instanceof Number n ? (Object) n.floatValue() : Float.valueOf((String) value);
            case "double" -> value instanceof Number n ? (Object) n.doubleValue() : Double.valueOf((String) value);
            case "String" -> String.valueOf(value);
            default -> value instanceof byte[] bytes ? Arrays.copyOf(bytes, bytes.length) : value;
        };
    }
}
