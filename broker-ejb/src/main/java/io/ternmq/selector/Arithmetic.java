package io.ternmq.selector;

import java.util.List;

/**
 * Values joined by + and -, or by * and /, reckoned from the left by a loop, so that a chain may be long. The types are promoted at
 * each step as Java does it: int with int stays int and wraps.
 */
final class Arithmetic implements Operand {

    private final Operand[] operands;
    private final char[] operators;

    /**
     * @param operands two or more
     * @param operators {@code + - * /}, one between each two operands
     */
    Arithmetic(List<Operand> operands, CharSequence operators) {
        this.operands = operands.toArray(Operand[]::new);
        this.operators = operators.toString().toCharArray();
    }

    @Override
    public int load(Selectable message, Cell cell) {
        int type = operands[0].load(message, cell);
        for (int i = 0; i < operators.length && type >= INT; i++) {
            long leftInteger = cell.integer;
            double leftFloating = cell.floating;
            int rightType = operands[i + 1].load(message, cell);
            if (rightType < INT) {
                return NULL;
            }
            int promoted = Math.max(type, rightType);
            if (promoted >= FLOAT) {
                double left = promote(type, leftInteger, leftFloating, promoted);
                double right = promote(rightType, cell.integer, cell.floating, promoted);
                double result = floating(operators[i], left, right);
                cell.floating = promoted == FLOAT
                        ? (float) result
                        : result; // exact: a double has more than twice a float's bits
            } else {
                if (operators[i] == '/' && cell.integer == 0) {
                    return NULL;
                }
                long result = integer(operators[i], leftInteger, cell.integer);
                cell.integer = promoted == INT ? (int) result : result;
            }
            type = promoted;
        }
        return type >= INT ? type : NULL;
    }

    /** The value as a float or a double: a number on its way to float loses digits there, as in Java. */
    static double promote(int type, long integer, double floating, int promoted) {
        if (type >= FLOAT) {
            return floating;
        }
        return promoted == FLOAT ? (double) (float) integer : (double) integer;
    }

    private static long integer(char operator, long left, long right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            default -> left / right;
        };
    }

    private static double floating(char operator, double left, double right) {
        return switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            default -> left / right;
        };
    }
}
