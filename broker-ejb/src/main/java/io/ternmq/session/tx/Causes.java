package io.ternmq.session.tx;

import java.util.concurrent.CompletionException;

/** What went wrong behind what a future says. */
public final class Causes {

    private Causes() {}

    /** The exception that a future was failed with, without what futures wrap it in. */
    public static Throwable of(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
