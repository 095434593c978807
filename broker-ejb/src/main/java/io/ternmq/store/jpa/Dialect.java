package io.ternmq.store.jpa;

import io.ternmq.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What differs between the databases. */
interface Dialect {

    /** What an operator calls it in a line of error: its file, or its URL without parameters. */
    String name();

    /** EclipseLink's class for it. */
    String platform();

    /** Where its migrations are. */
    List<String> migrations();

    /** Connections for the writer, not pooled. */
    DataSource writerSource();

    /** Connections for readers, not pooled. */
    DataSource readerSource();

    /**
     * Makes sure that no other broker on this machine has it, and that it can be written at all; before the first connection.
     *
     * @throws StoreException if not
     */
    void lock();

    /** Lets others have it; after the last connection. */
    void unlock();

    /**
     * Makes a new connection the writer's own: settings of the session, and the lock that keeps a second broker out.
     *
     * @return false if another session holds that lock
     */
    boolean claim(Connection connection) throws SQLException;

    /** Logs what an operator should know about the server's settings. */
    void warn(Connection connection) throws SQLException;

    /**
     * Whether the answer to a COMMIT can get lost and another broker can take the database over, so that each transaction ends with
     * the fence.
     */
    boolean isFenced();

    /** What a failure while writing means. */
    WriteFailure failure(Throwable cause, boolean atCommit);

    /** What a failure at the start means, in one line. */
    StoreException cannotOpen(Throwable cause);

    /** Care of the files beside the writer; started once the store is open. */
    Maintenance maintenance();

    /** A thread's work, or nothing. */
    interface Maintenance extends AutoCloseable {

        /** For databases that care for themselves. */
        Maintenance NONE = new Maintenance() {};

        /** Waits, on the writer's thread before a transaction, for a moment of care that needs the writer to be still. */
        default void awaitTurn() {}

        /** The writer has written that many bytes, about. */
        default void wrote(long bytes) {}

        /** Ends it; the writer has ended before. */
        @Override
        default void close() {}
    }
}
