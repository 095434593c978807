package io.ternmq.message;

/** Which of the five message interfaces (3.11) a message is, or none, with the code in the encoded header. */
public enum BodyType {
    /** A message without a body ({@code jakarta.jms.Message}). */
    NONE,
    /** Text in UTF-8, see {@link Utf8}. */
    TEXT,
    /** Raw bytes. */
    BYTES,
    /** Names and typed values, see {@link MapBody}. */
    MAP,
    /** Typed values up to the body's end, see {@link TypedValues}. */
    STREAM,
    /** A serialised Java object, which the broker never reads. */
    OBJECT;

    private static final BodyType[] BY_CODE = values();

    /** The code in the encoded header. */
    public int code() {
        return ordinal();
    }

    /**
     * The type with that code.
     *
     * @throws MalformedDataException if there is none
     */
    public static BodyType ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new MalformedDataException("no body type has the code " + code);
        }
        return BY_CODE[code];
    }
}
