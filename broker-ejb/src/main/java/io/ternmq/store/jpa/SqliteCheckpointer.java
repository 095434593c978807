package io.ternmq.store.jpa;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what is in SQLite's write-ahead log into the file, on a thread and a connection of its own, so that no commit waits for it. It
 * runs each time the log has grown by {@link #STEP_BYTES}, and soon after the writer has fallen silent.
 *
 * <p>A passive checkpoint never waits, but while the writer goes on, the log does not begin anew and grows. Above {@link #CAP_BYTES}
 * the checkpoint therefore holds the writer up for the moment that it takes to begin the log anew.
 */
final class SqliteCheckpointer implements Dialect.Maintenance {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteCheckpointer.class);

    static final long STEP_BYTES = 16L * 1024 * 1024;
    static final long CAP_BYTES = 128L * 1024 * 1024;

    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** Free pages are given back in pieces, so that the writer never waits long; below that many they are kept for what comes. */
    private static final int PAGES_A_PIECE = 1_000;

    private static final int PAGES_KEPT = 16_384;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Condition restarted = lock.newCondition();
    private final Path file;
    private final DataSource source;
    private final Thread thread;
    private long waitingBytes;
    private boolean restarting;
    private boolean closed;

    private SqliteCheckpointer(Path file, DataSource source) {
        this.file = file;
        this.source = source;
        thread = new Thread(this::run, "tern-store-checkpoint");
        thread.setDaemon(true);
    }

    static SqliteCheckpointer start(Path file, DataSource source) {
        SqliteCheckpointer checkpointer = new SqliteCheckpointer(file, source);
        checkpointer.thread.start();
        return checkpointer;
    }

    @Override
    public void wrote(long bytes) {
        lock.lock();
        try {
            boolean wasBelow = waitingBytes < STEP_BYTES;
            boolean first = waitingBytes == 0;
            waitingBytes += bytes;
            if (first || wasBelow && waitingBytes >= STEP_BYTES) {
                grown.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            grown.signal();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean failing = false;
        while (true) {
            boolean more = awaitGrowth();
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                failing = false;
                do {
                    checkpoint(statement, !more);
                } while (more && (more = awaitGrowth()));
                checkpoint(statement, true);
                return;
            } catch (SQLException e) {
                if (!failing) {
                    LOG.warn("The log of the store {} cannot be checkpointed and grows: {}", file, Failures.text(e));
                }
                failing = true;
                if (!more) {
                    return; // the log stays, and is read at the next start
                }
            }
        }
    }

    /** Waits until there is a reason to run; false once the store is closed. */
    private boolean awaitGrowth() {
        lock.lock();
        try {
            while (!closed && waitingBytes == 0) {
                grown.awaitUninterruptibly();
            }
            long left = SILENCE_NANOS;
            while (!closed && waitingBytes < STEP_BYTES && left > 0) {
                left = grown.awaitNanos(left);
            }
            waitingBytes = 0;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void checkpoint(Statement statement, boolean last) throws SQLException {
        long logBytes = checkpoint(statement, last ? "TRUNCATE" : "PASSIVE");
        if (!last && logBytes > CAP_BYTES) {
            restartLog(statement);
        }
        if (giveBack(statement)) {
            // The file becomes shorter with the checkpoint only.
            checkpoint(statement, "PASSIVE");
        }
    }

    /** The lock that this needs is never free for long while the writer goes on, so the writer waits for its turn. */
    private void restartLog(Statement statement) throws SQLException {
        setRestarting(true);
        try {
            checkpoint(statement, "RESTART");
        } finally {
            setRestarting(false);
        }
    }

    private void setRestarting(boolean value) {
        lock.lock();
        try {
            restarting = value;
            restarted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void awaitTurn() {
        lock.lock();
        try {
            while (restarting) {
                restarted.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Runs it and tells how long the log is. */
    private static long checkpoint(Statement statement, String mode) throws SQLException {
        long pageBytes = number(statement, "PRAGMA page_size");
        try (ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(" + mode + ")")) {
            row.next();
            return row.getLong(2) * pageBytes;
        }
    }

    /** Shrinks the file once more than half of it is free: a backlog that has gone leaves its pages behind. */
    private boolean giveBack(Statement statement) throws SQLException {
        boolean given = false;
        while (isMostlyFree(statement) && isAtLeisure()) {
            // Takes the writer's place for the moment; a few milliseconds a piece.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + PAGES_A_PIECE + ")");
            given = true;
        }
        return given;
    }

    private static boolean isMostlyFree(Statement statement) throws SQLException {
        long free = number(statement, "PRAGMA freelist_count");
        return free > PAGES_KEPT && free > number(statement, "PRAGMA page_count") / 2;
    }

    private boolean isAtLeisure() {
        lock.lock();
        try {
            return !closed && waitingBytes < STEP_BYTES;
        } finally {
            lock.unlock();
        }
    }

    private static long number(Statement statement, String pragma) throws SQLException {
        try (ResultSet row = statement.executeQuery(pragma)) {
            row.next();
            return row.getLong(1);
        }
    }
}
