package io.ternmq.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Standard error, quiet: the broker's records from INFO, all others from WARNING. Levels of loggers do not do it, as the
 * server sets some of them itself whatever {@code logging.properties} says.
 *
 * <p>While the broker is deployed the server's records are held back, so that a broker that says in one line why it cannot
 * start is not buried under what the server thinks of that.
 */
public final class LogHandler extends ConsoleHandler {
    private static final String OURS = "io.ternmq";
    private static final int MOST_HELD = 1_000;

    private static List<LogRecord> held;
    private static LogHandler current;

    public LogHandler() {
        synchronized (LogHandler.class) {
            current = this;
        }
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        return record != null
                && (isOurs(record) || record.getLevel().intValue() >= Level.WARNING.intValue())
                && super.isLoggable(record);
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record) && !isHeld(record)) {
            super.publish(record);
        }
    }

    private static boolean isHeld(LogRecord record) {
        synchronized (LogHandler.class) {
            if (held == null || held.size() == MOST_HELD || !isHoldable(record)) {
                return false;
            }
            return held.add(record);
        }
    }

    /** The broker's word of its failure is the line that the launcher prints itself. */
    private static boolean isHoldable(LogRecord record) {
        return !isOurs(record) || record.getLevel().intValue() >= Level.SEVERE.intValue();
    }

    private static boolean isOurs(LogRecord record) {
        return record.getLoggerName() != null && record.getLoggerName().startsWith(OURS);
    }

    /** Keeps the server's records until {@link #release} or {@link #drop}. */
    static synchronized void hold() {
        held = new ArrayList<>();
    }

    /** Writes what was held. */
    static void release() {
        List<LogRecord> records;
        LogHandler handler;
        synchronized (LogHandler.class) {
            records = held == null ? List.of() : held;
            held = null;
            handler = current;
        }
        if (handler != null) {
            records.forEach(handler::publish);
        }
    }

    /** Forgets what was held. */
    static synchronized void drop() {
        held = null;
    }
}
