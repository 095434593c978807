package io.ternmq.selector;

/** Where an operand leaves its value during an evaluation; which field holds it is told by the type that the operand returns. */
final class Cell {

    /** A number of type INT or LONG, or a boolean as 1 and 0. */
    long integer;

    /** A number of type FLOAT or DOUBLE. */
    double floating;

    /** A string. */
    String string;

    /** Lets go of the message's value, which would else be kept alive by the selector. */
    void clear() {
        string = null;
    }
}
