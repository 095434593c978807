package io.ternmq.store.jpa;

import java.sql.SQLException;

/** Finds what a database said in the exceptions that EclipseLink, HikariCP and Flyway wrap around it. */
final class Failures {

    private static final int DEEPEST = 20;

    private Failures() {}

    /** The first of that type among the exception, its causes and what is chained to them; null if there is none. */
    static <T extends Throwable> T find(Throwable thrown, Class<T> type) {
        return find(thrown, type, 0);
    }

    private static <T extends Throwable> T find(Throwable thrown, Class<T> type, int depth) {
        if (thrown == null || depth > DEEPEST) {
            return null;
        }
        if (type.isInstance(thrown)) {
            return type.cast(thrown);
        }
        T found = find(thrown.getCause(), type, depth + 1);
        if (found == null && thrown instanceof SQLException sql && sql.getNextException() != thrown.getCause()) {
            found = find(sql.getNextException(), type, depth + 1);
        }
        return found;
    }

    /** The database's own words, in one line. */
    static String text(Throwable thrown) {
        SQLException sql = find(thrown, SQLException.class);
        Throwable speaker = sql == null ? thrown : sql;
        while (speaker.getCause() instanceof SQLException deeper) {
            speaker = deeper;
        }
        String message = speaker.getMessage() == null ? speaker.getClass().getSimpleName() : speaker.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
