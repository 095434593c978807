package io.ternmq.selector;

import java.util.List;
import java.util.Set;

/** What is true, false or unknown for a message (3.8.1.2). */
sealed interface Condition extends Node {

    int FALSE = 0;
    int TRUE = 1;
    int UNKNOWN = 2;

    /** {@link #TRUE}, {@link #FALSE} or {@link #UNKNOWN}. */
    int test(Selectable message, Cell cell);

    /** NOT: what is unknown stays so. */
    static int not(int value) {
        return value == UNKNOWN ? UNKNOWN : 1 - value;
    }

    private static int of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** A value that is itself the condition: anything but a boolean is unknown. */
    record Truth(Operand operand) implements Condition {

        @Override
        public int test(Selectable message, Cell cell) {
            return operand.load(message, cell) == Operand.BOOLEAN ? of(cell.integer != 0) : UNKNOWN;
        }
    }

    /** The contrary. */
    record Not(Condition condition) implements Condition {

        @Override
        public int test(Selectable message, Cell cell) {
            return not(condition.test(message, cell));
        }
    }

    /** A chain of AND: false if one is, else unknown if one is. */
    final class AllOf implements Condition {

        private final Condition[] conditions;

        AllOf(List<Condition> conditions) {
            this.conditions = conditions.toArray(Condition[]::new);
        }

        @Override
        public int test(Selectable message, Cell cell) {
            int result = TRUE;
            for (Condition condition : conditions) {
                int value = condition.test(message, cell);
                if (value == FALSE) {
                    return FALSE;
                }
                if (value == UNKNOWN) {
                    result = UNKNOWN;
                }
            }
            return result;
        }
    }

    /** A chain of OR: true if one is, else unknown if one is. */
    final class AnyOf implements Condition {

        private final Condition[] conditions;

        AnyOf(List<Condition> conditions) {
            this.conditions = conditions.toArray(Condition[]::new);
        }

        @Override
        public int test(Selectable message, Cell cell) {
            int result = FALSE;
            for (Condition condition : conditions) {
                int value = condition.test(message, cell);
                if (value == TRUE) {
                    return TRUE;
                }
                if (value == UNKNOWN) {
                    result = UNKNOWN;
                }
            }
            return result;
        }
    }

    /** Two values compared. */
    record Comparison(Operand left, Comparator comparator, Operand right) implements Condition {

        @Override
        public int test(Selectable message, Cell cell) {
            int leftType = left.load(message, cell);
            if (leftType == Operand.NULL) {
                return UNKNOWN;
            }
            long integer = cell.integer; // the right value takes the left one's place in the cell
            double floating = cell.floating;
            String string = cell.string;
            return comparator.compare(leftType, integer, floating, string, right.load(message, cell), cell);
        }
    }

    /** {@code value [NOT] BETWEEN low AND high}: short for two comparisons joined by AND (by OR). */
    record Between(Operand value, Operand low, Operand high, boolean negated) implements Condition {

        @Override
        public int test(Selectable message, Cell cell) {
            int type = value.load(message, cell);
            long integer = cell.integer;
            double floating = cell.floating;
            String string = cell.string;
            Comparator first = negated ? Comparator.LESS : Comparator.NOT_LESS;
            int above = first.compare(type, integer, floating, string, low.load(message, cell), cell);
            if (above == of(negated)) {
                return above; // FALSE decides AND, TRUE decides OR
            }
            Comparator second = negated ? Comparator.GREATER : Comparator.NOT_GREATER;
            int below = second.compare(type, integer, floating, string, high.load(message, cell), cell);
            return below == of(negated) || above != UNKNOWN ? below : UNKNOWN;
        }
    }

    /** {@code identifier [NOT] IN ('a', 'b')}. Of a value that is no string it is false, be it negated or not: unlike types do not compare. */
    record In(Identifier identifier, Set<String> values, boolean negated) implements Condition {

        @Override
        public int test(Selectable message, Cell cell) {
            int type = identifier.load(message, cell);
            if (type == Operand.NULL) {
                return UNKNOWN;
            }
            return of(type == Operand.STRING && values.contains(cell.string) != negated);
        }
    }

    /** {@code identifier [NOT] LIKE 'pattern' [ESCAPE 'c']}. Of a value that is no string it is false, as IN is. */
    record Like(Identifier identifier, LikePattern pattern, boolean negated) implements Condition {

        @Override
        public int test(Selectable message, Cell cell) {
            int type = identifier.load(message, cell);
            if (type == Operand.NULL) {
                return UNKNOWN;
            }
            return of(type == Operand.STRING && pattern.matches(cell.string) != negated);
        }
    }

    /** {@code identifier IS [NOT] NULL}, the one condition that is never unknown. */
    record IsNull(Identifier identifier, boolean negated) implements Condition {

        @Override
        public int test(Selectable message, Cell cell) {
            return of((identifier.load(message, cell) == Operand.NULL) != negated);
        }
    }
}
