package io.ternmq.selector;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A message selector (3.8.1), parsed once and evaluated on many messages. Immutable as seen from outside and safe for any number
 * of threads. An evaluation allocates nothing as long as no two threads evaluate the same selector at once.
 *
 * <p>Conditions have three values (3.8.1.2): a message matches only where the selector is true, not where it is unknown. Numbers are
 * compared and reckoned with as Java's numeric promotion says (JLS 5.6): two exact ones exactly, an exact one with a float or a
 * double as float or double. Values of unlike types are never equal nor unequal; arithmetic on what is no number and the division
 * of an exact number by zero are unknown.
 *
 * <p>So that no selector can exhaust a stack or hold up a lane, a selector has at most {@value #MAX_LENGTH} characters, brackets
 * nest at most {@value #MAX_DEPTH} deep, and it names at most {@value #MAX_TERMS} identifiers and literals, the values of IN aside.
 * Chains of AND, OR, NOT and of arithmetic may be as long as that allows: they are evaluated by loops.
 */
public final class Selector {

    /** The longest source, in UTF-16 characters. */
    public static final int MAX_LENGTH = 64 * 1024;

    /** How deep brackets may nest. */
    public static final int MAX_DEPTH = 100;

    /** How many identifiers and literals a selector may name, the values of IN aside. */
    public static final int MAX_TERMS = 10_000;

    private final String source;
    private final Condition condition;

    /** The one cell that evaluations borrow; empty while one runs, so that a second thread makes its own. */
    private final AtomicReference<Cell> spare = new AtomicReference<>(new Cell());

    private Selector(String source, Condition condition) {
        this.source = source;
        this.condition = condition;
    }

    /**
     * Parses a selector.
     *
     * @param source the text; an empty or blank one is no selector
     * @throws InvalidSelectorException if it is not one, or beyond the limits; the text points at the column, from 1
     */
    public static Selector parse(String source) {
        return new Selector(source, new Parser(source).parse());
    }

    /**
     * Parses a selector, or gives null where there is none: null and the empty string mean that every message matches (3.8.1.1).
     *
     * @throws InvalidSelectorException as {@link #parse}
     */
    public static Selector ofNullable(String source) {
        return source == null || source.isEmpty() ? null : parse(source);
    }

    /** Whether the selector is true for the message. */
    public boolean matches(Selectable message) {
        Cell cell = spare.getAndSet(null);
        if (cell == null) {
            cell = new Cell();
        }
        try {
            return condition.test(message, cell) == Condition.TRUE;
        } finally {
            cell.clear();
            spare.lazySet(cell);
        }
    }

    /** The source as it was given. */
    @Override
    public String toString() {
        return source;
    }
}
