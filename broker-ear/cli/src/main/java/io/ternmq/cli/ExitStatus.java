package io.ternmq.cli;

/** The exit statuses of all verbs. */
final class ExitStatus {

    /** All that was asked for is done. */
    static final int DONE = 0;

    /** Something went wrong; one line on standard error tells what. */
    static final int FAILED = 1;

    /** The command line makes no sense. */
    static final int USAGE = 2;

    /** The broker refused the login, or what the user may not do. */
    static final int REFUSED = 3;

    private ExitStatus() {}
}
