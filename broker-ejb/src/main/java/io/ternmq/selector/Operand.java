package io.ternmq.selector;

/** What has a value: an identifier, a literal, or arithmetic on them. */
sealed interface Operand extends Node permits Identifier, Literal, Negation, Arithmetic {

    /** No value: unknown. */
    int NULL = 0;

    /** A value of a type that selectors do not know: equal to nothing. */
    int OTHER = 1;

    /** A string, in {@link Cell#string}. */
    int STRING = 2;

    /** A boolean, in {@link Cell#integer}. */
    int BOOLEAN = 3;

    /** A byte, short or int, in {@link Cell#integer}. The types from here on are numbers, in the order of their promotion. */
    int INT = 4;

    /** A long, in {@link Cell#integer}. */
    int LONG = 5;

    /** A float, in {@link Cell#floating}. */
    int FLOAT = 6;

    /** A double, in {@link Cell#floating}. */
    int DOUBLE = 7;

    /** Leaves the value in the cell and returns its type. */
    int load(Selectable message, Cell cell);

    /** Whether it could be a number for some message. */
    default boolean canBeNumber() {
        return true;
    }

    /** Whether it could be a boolean for some message. */
    default boolean canBeBoolean() {
        return false;
    }

    /** Whether it is TRUE or FALSE as written. */
    default boolean isBooleanLiteral() {
        return false;
    }

    /** Leaves a boxed value in the cell and returns its type. */
    static int unbox(Object value, Cell cell) {
        if (value == null) {
            return NULL;
        }
        if (value instanceof String text) {
            cell.string = text;
            return STRING;
        }
        if (value instanceof Boolean flag) {
            cell.integer = flag ? 1 : 0;
            return BOOLEAN;
        }
        if (value instanceof Number number) {
            return unboxNumber(number, cell);
        }
        return OTHER;
    }

    private static int unboxNumber(Number value, Cell cell) {
        if (value instanceof Double) {
            cell.floating = value.doubleValue();
            return DOUBLE;
        }
        if (value instanceof Float) {
            cell.floating = value.floatValue();
            return FLOAT;
        }
        if (value instanceof Long) {
            cell.integer = value.longValue();
            return LONG;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            cell.integer = value.intValue();
            return INT;
        }
        return OTHER;
    }
}
