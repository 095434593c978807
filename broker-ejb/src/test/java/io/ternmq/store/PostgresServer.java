package io.ternmq.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server, one a test JVM, started when first asked for and stopped when the JVM ends. It listens on a free port of
 * 127.0.0.1 only, and forces its log as a server in production does.
 */
public final class PostgresServer {

    /** The user that the tests log in as; it may do everything. */
    public static final String USER = "postgres";

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static EmbeddedPostgres running;

    private PostgresServer() {}

    /**
     * Makes room for a store: a schema of its own, which costs a thousand files less than a database.
     *
     * @return its JDBC URL, without a user
     */
    public static String newDatabase() {
        String name = "tern_" + SCHEMAS.incrementAndGet();
        execute("CREATE SCHEMA " + name);
        return url("postgres?currentSchema=" + name);
    }

    /** The URL of a database of the server. */
    public static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server().getPort() + "/" + database;
    }

    /** Runs a statement as the server's administrator. */
    public static void execute(String sql) {
        try (Connection connection = server().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private static synchronized EmbeddedPostgres server() {
        if (running == null) {
            try {
                Path data = Files.createTempDirectory("tern-postgres");
                // Its own hook waits for sessions that the end of the JVM has not closed yet.
                running = EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setRegisterShutdownHook(false)
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("max_prepared_transactions", "100")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data), "postgres-stop"));
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL does not start", e);
            }
        }
        return running;
    }

    /** Stops the server by the id that it wrote down, with its fast shutdown: SIGINT. */
    private static void stop(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            ProcessHandle server =
                    ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
            new ProcessBuilder("kill", "-INT", Long.toString(server.pid()))
                    .inheritIO()
                    .start();
            try {
                server.onExit().get(10, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                server.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException("PostgreSQL in " + data + " could not be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
