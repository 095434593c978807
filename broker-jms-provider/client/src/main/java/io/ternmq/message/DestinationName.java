package io.ternmq.message;

import java.io.Serializable;
import java.util.Objects;

/**
 * The name of a destination and what kind it is. Queues and topics have separate name spaces (4.1.4 leaves names to the provider).
 *
 * @param kind what it is
 * @param name 1 to 255 characters without control or formatting characters and lone surrogates, not blank
 */
public record DestinationName(Kind kind, String name) implements Serializable {

    /** The longest name, in UTF-16 characters. */
    public static final int MAX_LENGTH = 255;

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
        checkName(name);
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

    private static void checkName(String name) {
        if (name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a destination's name has at most " + MAX_LENGTH + " characters, this one has " + name.length());
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
