package io.ternmq.selector;

/** A string, a boolean or a number written in the selector. */
record Literal(Object value) implements Operand {

    @Override
    public int load(Selectable message, Cell cell) {
        return Operand.unbox(value, cell);
    }

    @Override
    public boolean canBeBoolean() {
        return isBooleanLiteral();
    }

    @Override
    public boolean isBooleanLiteral() {
        return value instanceof Boolean;
    }

    @Override
    public boolean canBeNumber() {
        return value instanceof Number;
    }
}
