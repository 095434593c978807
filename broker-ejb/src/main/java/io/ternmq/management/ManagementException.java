package io.ternmq.management;

/** What is asked for makes no sense in the state that the broker is in; the text is one line that says why. */
public class ManagementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message why, and the way out */
    public ManagementException(String message) {
        super(message);
    }
}
