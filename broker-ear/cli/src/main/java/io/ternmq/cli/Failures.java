package io.ternmq.cli;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;

/** Turns whatever ended a verb into a status and one line. */
final class Failures {

    private Failures() {}

    static CliException of(Throwable failure) {
        if (failure instanceof CliException known) {
            return known;
        }
        if (failure instanceof JMSSecurityException || failure instanceof JMSSecurityRuntimeException) {
            return CliException.refused(line(failure));
        }
        if (failure instanceof JMSException || failure instanceof JMSRuntimeException) {
            return CliException.failed(line(failure));
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return CliException.failed("interrupted");
        }
        return CliException.failed(failure.getClass().getSimpleName() + ": " + line(failure));
    }

    /** A failure's text on one line. */
    static String line(Throwable failure) {
        String text = failure.getMessage();
        return text == null ? failure.getClass().getSimpleName() : text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
