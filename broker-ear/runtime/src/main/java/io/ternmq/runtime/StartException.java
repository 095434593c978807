package io.ternmq.runtime;

/** Why a node does not start, in the one line that its user is shown. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The exit status of a command that was used wrongly. */
    static final int USAGE = 2;

    /** The exit status of a start that failed. */
    static final int FAILED = 1;

    private final int status;

    private StartException(int status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static StartException usage(String message) {
        return new StartException(USAGE, message, null);
    }

    static StartException failed(String message) {
        return new StartException(FAILED, message, null);
    }

    static StartException failed(String message, Throwable cause) {
        return new StartException(FAILED, message, cause);
    }

    /** What all began with: the server's launcher wraps what it meets several times. */
    static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    int status() {
        return status;
    }
}
