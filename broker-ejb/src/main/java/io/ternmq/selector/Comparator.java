package io.ternmq.selector;

/** The six comparisons. Strings and booleans are equal or unequal only (3.8.1.1); the others are false for them. */
enum Comparator {
    EQUAL("="),
    UNEQUAL("<>"),
    LESS("<"),
    NOT_GREATER("<="),
    GREATER(">"),
    NOT_LESS(">=");

    private final String symbol;

    Comparator(String symbol) {
        this.symbol = symbol;
    }

    /** Whether it asks only whether two values are the same. */
    boolean isEquality() {
        return this == EQUAL || this == UNEQUAL;
    }

    /**
     * Compares a left value with the right one that is in the cell.
     *
     * @return one of the values of {@link Condition}
     */
    int compare(int leftType, long leftInteger, double leftFloating, String leftString, int rightType, Cell right) {
        if (leftType == Operand.NULL || rightType == Operand.NULL) {
            return Condition.UNKNOWN;
        }
        boolean result;
        if (leftType >= Operand.INT && rightType >= Operand.INT) {
            int promoted = Math.max(leftType, rightType);
            result = promoted >= Operand.FLOAT
                    ? holds(
                            Arithmetic.promote(leftType, leftInteger, leftFloating, promoted),
                            Arithmetic.promote(rightType, right.integer, right.floating, promoted))
                    : holds(Long.compare(leftInteger, right.integer));
        } else if (leftType != rightType || leftType == Operand.OTHER || !isEquality()) {
            result = false;
        } else {
            boolean same = leftType == Operand.STRING ? leftString.equals(right.string) : leftInteger == right.integer;
            result = same == (this == EQUAL);
        }
        return result ? Condition.TRUE : Condition.FALSE;
    }

    private boolean holds(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case UNEQUAL -> order != 0;
            case LESS -> order < 0;
            case NOT_GREATER -> order <= 0;
            case GREATER -> order > 0;
            case NOT_LESS -> order >= 0;
        };
    }

    /** Apart from the exact ones for the sake of NaN, which is unequal to all and in no order, and of the two zeros. */
    private boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case UNEQUAL -> left != right;
            case LESS -> left < right;
            case NOT_GREATER -> left <= right;
            case GREATER -> left > right;
            case NOT_LESS -> left >= right;
        };
    }

    @Override
    public String toString() {
        return symbol;
    }
}
