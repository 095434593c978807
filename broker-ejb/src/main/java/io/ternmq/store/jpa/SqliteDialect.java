package io.ternmq.store.jpa;

import io.ternmq.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite in one file: a write-ahead log that is forced at every commit (synchronous=FULL, so a commit outlives a loss of power), and
 * checkpoints by {@link SqliteCheckpointer}, never by the writer.
 */
final class SqliteDialect implements Dialect {

    private static final int BUSY_MILLIS = 10_000;
    private static final int WRITER_CACHE_KIB = 64 * 1024;
    private static final int READER_CACHE_KIB = 8 * 1024;

    private final Path file;
    private StoreLock lock;

    SqliteDialect(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public String name() {
        return "store " + file;
    }

    @Override
    public String platform() {
        return SqlitePlatform.class.getName();
    }

    @Override
    public List<String> migrations() {
        return List.of("common");
    }

    @Override
    public DataSource writerSource() {
        SQLiteConfig config = config(WRITER_CACHE_KIB);
        // A transaction that begins as a reader and becomes a writer can be refused at once; one that begins as a
        // writer waits.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return source(config);
    }

    @Override
    public DataSource readerSource() {
        return source(config(READER_CACHE_KIB));
    }

    private static SQLiteConfig config(int cacheKib) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setWalAutocheckpoint(0);
        config.setCacheSize(-cacheKib);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }

    private DataSource source(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    public void lock() {
        lock = StoreLock.take(file.resolveSibling("store.lock"));
        try (Connection connection = source(new SQLiteConfig()).getConnection();
                Statement statement = connection.createStatement()) {
            // Takes effect in a new file only, before its first table: free pages can be given back then.
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA journal_mode = WAL");
        } catch (SQLException e) {
            unlock();
            throw cannotOpen(e);
        }
    }

    @Override
    public void unlock() {
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    @Override
    public boolean claim(Connection connection) {
        return true; // the lock file did
    }

    @Override
    public void warn(Connection connection) {
        // the settings that matter are ours
    }

    @Override
    public boolean isFenced() {
        return false;
    }

    @Override
    public WriteFailure failure(Throwable cause, boolean atCommit) {
        SQLiteErrorCode code = code(cause);
        WriteFailure.Kind kind = switch (primary(code)) {
            case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE -> WriteFailure.Kind.RECORD;
            case UNKNOWN_ERROR ->
                Failures.find(cause, SQLException.class) == null
                        ? WriteFailure.Kind.RECORD
                        : WriteFailure.Kind.UNAVAILABLE;
            default -> WriteFailure.Kind.UNAVAILABLE;
        };
        return new WriteFailure(kind, line(code, cause), cause);
    }

    @Override
    public StoreException cannotOpen(Throwable cause) {
        return new StoreException(line(code(cause), cause), cause);
    }

    @Override
    public Maintenance maintenance() {
        return SqliteCheckpointer.start(file, source(config(READER_CACHE_KIB)));
    }

    private String line(SQLiteErrorCode code, Throwable cause) {
        return switch (primary(code)) {
            case SQLITE_FULL ->
                "the disk of the store " + file + " is full: free space on it, the broker goes on by itself";
            case SQLITE_READONLY, SQLITE_PERM ->
                "the store " + file + " is read-only: make it writable for the broker's user";
            case SQLITE_CANTOPEN ->
                "the store " + file + " cannot be opened: check that its folder exists and is writable";
            case SQLITE_IOERR -> "the disk of the store " + file + " fails (" + code + "): check the disk";
            case SQLITE_NOTADB, SQLITE_CORRUPT ->
                "the store " + file + " is damaged or no SQLite database (" + code
                        + "): restore it from a backup, or move it away to begin anew";
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "the store " + file + " is locked by another program: close what has it open, a backup or an SQL shell";
            case SQLITE_CONSTRAINT -> "the store " + file + " has that record already (" + Failures.text(cause) + ")";
            default -> "the store " + file + " failed: " + Failures.text(cause);
        };
    }

    /** The code without its extension, which is in the higher bits. */
    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return code == SQLiteErrorCode.UNKNOWN_ERROR ? code : SQLiteErrorCode.getErrorCode(code.code & 0xff);
    }

    private static SQLiteErrorCode code(Throwable cause) {
        SQLiteException sqlite = Failures.find(cause, SQLiteException.class);
        if (sqlite != null) {
            return sqlite.getResultCode();
        }
        // What a batch fails with carries the number only.
        SQLException sql = Failures.find(cause, SQLException.class);
        return sql == null || sql.getErrorCode() == 0
                ? SQLiteErrorCode.UNKNOWN_ERROR
                : SQLiteErrorCode.getErrorCode(sql.getErrorCode());
    }
}
