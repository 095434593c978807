package io.ternmq.client.message;

import jakarta.jms.MessageFormatException;

/**
 * Which type of value may be read as which other: the table for properties (3.5.4) and that for map and stream messages (3.11.3),
 * which is the same with char and byte[] added. Null is read as the primitive's {@code valueOf(null)} has it, a String that is no
 * number is a {@link NumberFormatException}.
 */
final class Conversions {

    private Conversions() {}

    static boolean toBoolean(Object value) throws MessageFormatException {
        if (value instanceof Boolean b) {
            return b;
        }
        return Boolean.parseBoolean(stringFor(value, "boolean"));
    }

    static byte toByte(Object value) throws MessageFormatException {
        if (value instanceof Byte b) {
            return b;
        }
        return Byte.parseByte(stringFor(value, "byte"));
    }

    static short toShort(Object value) throws MessageFormatException {
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).shortValue();
        }
        return Short.parseShort(stringFor(value, "short"));
    }

    /** @throws NullPointerException for null, as 3.11.3 says */
    static char toChar(Object value) throws MessageFormatException {
        if (value instanceof Character c) {
            return c;
        }
        if (value == null) {
            throw new NullPointerException("null cannot be read as a char");
        }
        throw mismatch(value, "char");
    }

    static int toInt(Object value) throws MessageFormatException {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        return Integer.parseInt(stringFor(value, "int"));
    }

    static long toLong(Object value) throws MessageFormatException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return Long.parseLong(stringFor(value, "long"));
    }

    /** @throws NullPointerException for null, as {@link Float#valueOf(String)} does */
    static float toFloat(Object value) throws MessageFormatException {
        if (value instanceof Float f) {
            return f;
        }
        return Float.parseFloat(stringFor(value, "float"));
    }

    /** @throws NullPointerException for null, as {@link Double#valueOf(String)} does */
    static double toDouble(Object value) throws MessageFormatException {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        return Double.parseDouble(stringFor(value, "double"));
    }

    static String toString(Object value) throws MessageFormatException {
        if (value instanceof byte[]) {
            throw mismatch(value, "String");
        }
        return value == null ? null : value.toString();
    }

    /** A copy of the bytes, or null. */
    static byte[] toBytes(Object value) throws MessageFormatException {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw mismatch(value, "byte[]");
    }

    /** The value itself, or a copy of it where it could be changed (3.12). */
    static Object copy(Object value) {
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    /**
     * The value as map and stream messages keep it, copied where it could be changed.
     *
     * @throws MessageFormatException if it is of none of their types
     */
    static Object checkedBodyValue(Object value) throws MessageFormatException {
        if (isPropertyValue(value) || value instanceof Character || value instanceof byte[]) {
            return copy(value);
        }
        throw new MessageFormatException("a body takes primitive types, String and byte[], not "
                + value.getClass().getName());
    }

    /** Whether properties may have the value (3.5.5). */
    static boolean isPropertyValue(Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Byte
                || value instanceof Short;
    }

    private static String stringFor(Object value, String wanted) throws MessageFormatException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw mismatch(value, wanted);
    }

    private static MessageFormatException mismatch(Object value, String wanted) {
        return new MessageFormatException(
                "a value of " + value.getClass().getSimpleName() + " cannot be read as " + wanted);
    }
}
