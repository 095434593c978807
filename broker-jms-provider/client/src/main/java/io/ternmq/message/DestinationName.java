package io.ternmq.message;

import java.io.Serializable;
import java.util.Objects;

/**
 * The name of a destination and what kind it is. Queues and topics have separate name spaces (4.1.4 leaves names to the provider).
 *
 * <p>Dots part a topic's name into levels. One with a level that is {@code *} or {@code #} alone is a pattern, which stands for
 * every topic that matches it: consumers may name it, producers may not.
 *
 * @param kind what it is
 * @param name 1 to {@value #MAX_LENGTH} characters without control or formatting characters and lone surrogates, not blank; that of a
 *     dead-letter queue may be longer by its prefix, so that every queue can have one
 */
public record DestinationName(Kind kind, String name) implements Serializable {

    /** The longest name, in UTF-16 characters. */
    public static final int MAX_LENGTH = 1_000;

    /** What the name of a dead-letter queue begins with; the rest is the name of the destination that it is for. */
    public static final String DEAD_LETTER_PREFIX = "DLQ.";

    /** The level of a topic pattern that stands for exactly one level. */
    public static final String ONE_LEVEL = "*";

    /** The level of a topic pattern that stands for any number of levels, none too. */
    public static final String ANY_LEVELS = "#";

    /** The kinds of destination, with the code each has on the wire and in the store. */
    public enum Kind {
        QUEUE(0),
        TOPIC(1),
        TEMPORARY_QUEUE(2),
        TEMPORARY_TOPIC(3);

        private static final Kind[] BY_CODE = values();

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The code on the wire and in the store. */
        public int code() {
            return code;
        }

        /** Whether messages go to one consumer of it (queue) rather than to every subscription (topic). */
        public boolean isQueue() {
            return this == QUEUE || this == TEMPORARY_QUEUE;
        }

        /** Whether it belongs to one connection and ends with it (6.2.2). */
        public boolean isTemporary() {
            return this == TEMPORARY_QUEUE || this == TEMPORARY_TOPIC;
        }

        /**
         * The kind with that code.
         *
         * @throws IllegalArgumentException if there is none
         */
        public static Kind ofCode(int code) {
            if (code < 0 || code >= BY_CODE.length) {
                throw new IllegalArgumentException("no kind of destination has the code " + code);
            }
            return BY_CODE[code];
        }
    }

    /** @throws IllegalArgumentException if the name is not allowed; the text names the rule but never echoes the name's raw characters */
    public DestinationName {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        checkName(kind, name);
    }

    /** The queue of that name. */
    public static DestinationName queue(String name) {
        return new DestinationName(Kind.QUEUE, name);
    }

    /** The topic of that name. */
    public static DestinationName topic(String name) {
        return new DestinationName(Kind.TOPIC, name);
    }

    /** Whether it is a queue, temporary or not. */
    public boolean isQueue() {
        return kind.isQueue();
    }

    /** Whether it belongs to one connection. */
    public boolean isTemporary() {
        return kind.isTemporary();
    }

    /** Whether it is a dead-letter queue, whose own messages are never given up. */
    public boolean isDeadLetterQueue() {
        return isDeadLetterQueue(kind, name);
    }

    private static boolean isDeadLetterQueue(Kind kind, String name) {
        return kind == Kind.QUEUE && name.startsWith(DEAD_LETTER_PREFIX);
    }

    /** Whether it stands for all topics that match it, so that it can be consumed from and not sent to. */
    public boolean isPattern() {
        return kind == Kind.TOPIC && (hasLevel('*') || hasLevel('#'));
    }

    private boolean hasLevel(char wildcard) {
        for (int at = name.indexOf(wildcard); at >= 0; at = name.indexOf(wildcard, at + 1)) {
            boolean begins = at == 0 || name.charAt(at - 1) == '.';
            boolean ends = at == name.length() - 1 || name.charAt(at + 1) == '.';
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /**
     * What to tell who sends to a pattern.
     *
     * @return one line that names it and the way out
     */
    public String patternRefusal() {
        return this + " is a pattern, which only consumers can use: send to a topic without " + ONE_LEVEL + " or "
                + ANY_LEVELS + " as a level";
    }

    private static void checkName(Kind kind, String name) {
        int max = MAX_LENGTH + (isDeadLetterQueue(kind, name) ? DEAD_LETTER_PREFIX.length() : 0);
        if (name.length() > max) {
            throw new IllegalArgumentException(
                    "a destination's name has at most " + max + " characters, this one has " + name.length());
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("a destination's name is not blank");
        }
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                throw new IllegalArgumentException(
                        "a destination's name has no control or formatting character, this one has U+%04X at %d"
                                .formatted(c, i));
            }
            i += Character.charCount(c);
        }
    }

    @Override
    public String toString() {
        return (isQueue() ? "queue " : "topic ") + name;
    }
}
