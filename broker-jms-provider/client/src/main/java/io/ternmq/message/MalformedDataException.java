package io.ternmq.message;

/** Bytes that are not the encoding of what they were read as. The text says what was wrong and where, never the bytes themselves. */
public final class MalformedDataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what was wrong */
    public MalformedDataException(String message) {
        super(message, null, false, false); // bad input is no bug of ours: no stack trace
    }
}
