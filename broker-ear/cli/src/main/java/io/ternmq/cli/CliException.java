package io.ternmq.cli;

/** Ends a verb with a status and one line for the user. */
class CliException extends RuntimeException {

    private final int status;

    private CliException(int status, String line) {
        super(line);
        this.status = status;
    }

    static CliException failed(String line) {
        return new CliException(ExitStatus.FAILED, line);
    }

    static CliException usage(String line) {
        return new CliException(ExitStatus.USAGE, line);
    }

    static CliException refused(String line) {
        return new CliException(ExitStatus.REFUSED, line);
    }

    int status() {
        return status;
    }
}
