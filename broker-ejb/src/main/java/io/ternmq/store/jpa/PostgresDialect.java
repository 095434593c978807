package io.ternmq.store.jpa;

import io.ternmq.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL, whose broker may be on another machine: an advisory lock that the writer's session holds keeps a second broker out, and
 * the fence stops a writer that lost its session and was replaced.
 */
final class PostgresDialect implements Dialect {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDialect.class);

    /** "tern" in ASCII; the second half of the lock's key is the schema. */
    private static final int LOCK_CLASS = 0x7465726e;

    private static final int CONNECT_SECONDS = 10;

    /** A server that does not answer for that long is as good as gone. */
    private static final int SOCKET_SECONDS = 60;

    private final String url;
    private final String name;
    private final String user;
    private final String password;

    /** The server's process behind the writer's last session; 0 before the first. */
    private int backend;

    /** @param user null, and password likewise, for what the URL says or the server does without */
    PostgresDialect(String url, String user, String password) {
        this.url = url;
        this.name = "database " + url.replaceFirst("^jdbc:", "").replaceFirst("\\?.*", "");
        this.user = user;
        this.password = password;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String platform() {
        return "org.eclipse.persistence.platform.database.PostgreSQLPlatform";
    }

    @Override
    public List<String> migrations() {
        return List.of("common", "postgresql");
    }

    @Override
    public DataSource writerSource() {
        PGSimpleDataSource source = source();
        source.setReWriteBatchedInserts(true);
        return source;
    }

    @Override
    public DataSource readerSource() {
        return source();
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setSocketTimeout(SOCKET_SECONDS);
        source.setTcpKeepAlive(true);
        source.setApplicationName("tern");
        try {
            source.setURL(url);
        } catch (IllegalArgumentException e) {
            throw new StoreException(
                    "the store's URL is not one of PostgreSQL: write jdbc:postgresql://HOST:PORT/DATABASE", e);
        }
        if (user != null) {
            source.setUser(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        return source;
    }

    @Override
    public void lock() {
        // the session's lock is taken with the first connection
    }

    @Override
    public void unlock() {
        // it ended with the session
    }

    @Override
    public boolean claim(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // A broker that is frozen within a transaction must not keep another from taking over.
            statement.execute("SET idle_in_transaction_session_timeout = '10s'");
        }
        checkSchema(connection);
        if (tryLock(connection)) {
            backend = number(connection, "SELECT pg_backend_pid()");
            return true;
        }
        if (backend != 0) {
            endOldSession(connection);
        }
        return false;
    }

    private static void checkSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_schema()")) {
            row.next();
            if (row.getString(1) == null) {
                throw new SQLException("there is no schema that it may use", "3F000");
            }
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(current_schema()))")) {
            lock.setInt(1, LOCK_CLASS);
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Our own last session, which the server takes for alive: it must not go on, and it holds the lock. */
    private void endOldSession(Connection connection) throws SQLException {
        String sql = "SELECT pg_terminate_backend(pid) FROM pg_locks"
                + " WHERE locktype = 'advisory' AND granted AND pid = ? AND classid::bigint = ?";
        try (PreparedStatement end = connection.prepareStatement(sql)) {
            end.setInt(1, backend);
            end.setLong(2, LOCK_CLASS);
            end.execute();
        }
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void warn(Connection connection) throws SQLException {
        for (String setting : List.of("fsync", "synchronous_commit")) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW " + setting)) {
                row.next();
                if (row.getString(1).toLowerCase(Locale.ROOT).equals("off")) {
                    LOG.warn(
                            "The {} has {} off: messages whose send has returned can be lost when its machine fails. Set it on.",
                            name,
                            setting);
                }
            }
        }
    }

    @Override
    public boolean isFenced() {
        return true;
    }

    @Override
    public WriteFailure failure(Throwable cause, boolean atCommit) {
        String state = state(cause);
        WriteFailure.Kind kind = switch (group(state)) {
            case "21", "22", "23", "54" -> WriteFailure.Kind.RECORD;
            case "08", "57" -> atCommit ? WriteFailure.Kind.IN_DOUBT : WriteFailure.Kind.UNAVAILABLE;
            case "" ->
                Failures.find(cause, SQLException.class) == null && !atCommit
                        ? WriteFailure.Kind.RECORD
                        : atCommit ? WriteFailure.Kind.IN_DOUBT : WriteFailure.Kind.UNAVAILABLE;
            default -> WriteFailure.Kind.UNAVAILABLE;
        };
        return new WriteFailure(kind, line(state, cause), cause);
    }

    @Override
    public StoreException cannotOpen(Throwable cause) {
        return new StoreException(line(state(cause), cause), cause);
    }

    private String line(String state, Throwable cause) {
        return switch (state) {
            case "28P01", "28000" ->
                "the " + name + " refuses the user or the password: check --store-user and --store-password-file ("
                        + Failures.text(cause) + ")";
            case "3D000" -> "there is no " + name + ": create it, or correct --store-url";
            case "42501", "25006", "3F000" ->
                "the " + name + " cannot be written by this user: grant it the schema (" + Failures.text(cause) + ")";
            case "53300" -> "the " + name + " takes no more connections: raise its max_connections, the broker needs 5";
            case "53100" -> "the disk of the " + name + " is full: free space on it, the broker goes on by itself";
            default ->
                switch (group(state)) {
                    case "08" ->
                        "cannot reach the " + name + ": check that it runs and --store-url (" + Failures.text(cause)
                                + ")";
                    case "57" ->
                        "the " + name + " is being stopped or started: start it (" + Failures.text(cause) + ")";
                    case "23" -> "the " + name + " has that record already (" + Failures.text(cause) + ")";
                    default -> "the " + name + " failed: " + Failures.text(cause);
                };
        };
    }

    private static String state(Throwable cause) {
        SQLException sql = Failures.find(cause, SQLException.class);
        while (sql != null) {
            if (sql.getSQLState() != null) {
                return sql.getSQLState();
            }
            sql = Failures.find(sql.getCause(), SQLException.class);
        }
        return "";
    }

    private static String group(String state) {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    @Override
    public Maintenance maintenance() {
        return Maintenance.NONE;
    }
}
