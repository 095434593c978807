package io.ternmq.selector;

/** A part of a parsed selector: a condition, or a value that a condition is about. */
sealed interface Node permits Condition, Operand {}
