package io.ternmq.selector;

/** The name of a property or of a selectable header. */
record Identifier(String name) implements Operand {

    @Override
    public int load(Selectable message, Cell cell) {
        return Operand.unbox(message.value(name), cell);
    }

    @Override
    public boolean canBeBoolean() {
        return true;
    }
}
