package io.ternmq.selector;

/** A value with a sign before it: {@code -x}, or {@code +x} where the value is not turned but must be a number all the same. */
record Negation(Operand operand, boolean negative) implements Operand {

    @Override
    public int load(Selectable message, Cell cell) {
        int type = operand.load(message, cell);
        if (type < INT) {
            return NULL;
        }
        if (negative) {
            cell.floating = -cell.floating;
            cell.integer = type == INT ? (int) -cell.integer : -cell.integer;
        }
        return type;
    }
}
