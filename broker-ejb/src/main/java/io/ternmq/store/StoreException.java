package io.ternmq.store;

/** The store could not do what was asked; the text is one line for an operator that names the thing and the way out. */
public class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what failed and what to do */
    public StoreException(String message) {
        super(message);
    }

    /** @param message what failed and what to do */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
