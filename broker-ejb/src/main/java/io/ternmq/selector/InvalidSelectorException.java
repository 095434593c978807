package io.ternmq.selector;

/** A selector that does not parse; the text is one line that points at the column (from 1). */
public final class InvalidSelectorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what was expected and where */
    public InvalidSelectorException(String message) {
        super(message, null, false, false); // a user's mistake: no stack trace
    }
}
