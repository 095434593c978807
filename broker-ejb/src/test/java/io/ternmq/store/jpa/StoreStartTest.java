package io.ternmq.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.config.BrokerConfig;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.PostgresServer;
import io.ternmq.store.StoreException;
import io.ternmq.store.StoredMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** A store that cannot be had says so in one line that names the thing and the way out. */
class StoreStartTest {

    private static final int NEWEST = 3; // version of the schema

    @TempDir
    Path data;

    private JpaMessageStore sqlite() {
        return JpaMessageStore.of(BrokerConfig.of(data));
    }

    private JpaMessageStore postgres(String url, String user, Path passwordFile) {
        return JpaMessageStore.of(BrokerConfig.of(data).withStore(new BrokerConfig.Store(url, user, passwordFile)));
    }

    private static void assertRefused(MessageStore store, String... parts) {
        assertThatThrownBy(store::open)
                .isInstanceOf(StoreException.class)
                .message()
                .contains(parts)
                .doesNotContain("\n")
                .hasSizeLessThan(400);
    }

    @Test
    void shouldRefuseASecondStoreOnTheSameFile() {
        try (MessageStore first = sqlite()) {
            first.open();

            assertRefused(sqlite(), data.toString(), "in use by another broker", "--data");

            first.append(message(1)).orTimeout(1, TimeUnit.MINUTES).join();
        }
        try (MessageStore again = sqlite()) {
            again.open();
        }
    }

    @Test
    void shouldRefuseASecondStoreOnTheSameDatabase() {
        String url = PostgresServer.newDatabase();
        try (MessageStore first = postgres(url, PostgresServer.USER, null)) {
            first.open();

            assertRefused(
                    postgres(url, PostgresServer.USER, null),
                    "127.0.0.1",
                    "in use by another broker",
                    "database of its own");

            first.append(message(1)).orTimeout(1, TimeUnit.MINUTES).join();
        }
        try (MessageStore again = postgres(url, PostgresServer.USER, null)) {
            again.open();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void shouldAcceptASchemaOneVersionNewerAndRefuseTwo(String kind) throws SQLException {
        String url = kind.equals("postgres") ? PostgresServer.newDatabase() : null;
        JpaMessageStore store = url == null ? sqlite() : postgres(url, PostgresServer.USER, null);
        store.open();
        store.append(message(1)).orTimeout(1, TimeUnit.MINUTES).join();
        store.close();

        pretendMigration(url, NEWEST + 1);
        store.open();
        List<StoredMessage> kept = new ArrayList<>();
        store.loadMessages(1, kept::add);
        assertThat(kept).hasSize(1);
        store.close();

        pretendMigration(url, NEWEST + 2);
        assertRefused(
                store, "schema version " + (NEWEST + 2), "this release knows " + NEWEST, "start the newer release");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void shouldBringUpAStoreThatKnowsNoBranches(String kind) throws SQLException {
        String url = kind.equals("postgres") ? PostgresServer.newDatabase() : null;
        Dialect dialect = dialect(url);
        Flyway.configure(getClass().getClassLoader())
                .dataSource(dialect.writerSource())
                .locations(dialect.migrations().stream()
                        .map(folder -> "classpath:io/ternmq/store/schema/" + folder)
                        .toArray(String[]::new))
                .table("tern_schema_history")
                .target("1.1?") // SQLite has no such migration
                .load()
                .migrate();
        execute(
                dialect,
                "INSERT INTO message (destination_id, sequence, priority, expires_at, due_at, delivery_count, body_size,"
                        + " header, body) VALUES (1, 5, 4, 0, 0, 0, 0, '', '')");

        try (MessageStore store = url == null ? sqlite() : postgres(url, PostgresServer.USER, null)) {
            store.open();

            List<StoredMessage> kept = new ArrayList<>();
            store.loadMessages(1, kept::add);
            assertThat(kept).map(StoredMessage::sequence).containsExactly(5L);
            assertThat(store.loadBranches()).isEmpty();
            store.write(List.of(new Change.DropBranch(8)))
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join();
        }
    }

    private void pretendMigration(String postgresUrl, int version) throws SQLException {
        String sql =
                "INSERT INTO tern_schema_history (installed_rank, version, description, type, script, checksum, installed_by,"
                        + " execution_time, success) VALUES (" + (10 + version) + ", '" + version
                        + "', 'later', 'SQL', 'V" + version
                        + "__later.sql', 1, 'test', 1, " + (postgresUrl == null ? "1" : "true") + ")";
        execute(dialect(postgresUrl), sql);
    }

    private Dialect dialect(String postgresUrl) {
        return postgresUrl == null
                ? new SqliteDialect(data.resolve("tern.db"))
                : new PostgresDialect(postgresUrl, PostgresServer.USER, null);
    }

    private static void execute(Dialect dialect, String sql) throws SQLException {
        try (Connection connection = dialect.readerSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void shouldRefuseADataDirectoryThatIsAFile() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "no folder");

        assertRefused(
                JpaMessageStore.of(BrokerConfig.of(file.resolve("data"))),
                file.toString(),
                "cannot make the data directory",
                "--data");
    }

    @Test
    void shouldRefuseAFileThatIsNoDatabase() throws IOException {
        Files.writeString(
                data.resolve("tern.db"),
                "this is text, and long enough to be read as the head of a database file.".repeat(20));

        assertRefused(sqlite(), data.resolve("tern.db").toString(), "no SQLite database", "backup");
    }

    @Test
    void shouldNameAServerThatIsNotThere() {
        assertRefused(
                postgres("jdbc:postgresql://127.0.0.1:1/tern?sslmode=disable", "tern", null),
                "cannot reach the database postgresql://127.0.0.1:1/tern:",
                "--store-url");
    }

    @Test
    void shouldNameADatabaseThatIsNotThere() {
        assertRefused(
                postgres(PostgresServer.url("nowhere"), PostgresServer.USER, null),
                "nowhere",
                "create it",
                "--store-url");
    }

    @Test
    void shouldNameAUserThatIsRefused() throws IOException {
        Path password = Files.writeString(data.resolve("password"), "secret-word\n");

        assertRefused(
                postgres(PostgresServer.newDatabase(), "nobody-knows", password),
                "refuses the user or the password",
                "--store-user",
                "--store-password-file");
    }

    @Test
    void shouldNameAUserThatMayNotWrite() {
        String url = PostgresServer.newDatabase();
        PostgresServer.execute("CREATE ROLE reader LOGIN");

        assertRefused(
                postgres(url, "reader", null), "postgresql://127.0.0.1", "cannot be written by this user", "grant it");
    }

    @Test
    void shouldNameAPasswordFileThatCannotBeRead() {
        assertThatThrownBy(() -> postgres("jdbc:postgresql://127.0.0.1/tern", "tern", data.resolve("none")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("--store-password-file");
    }

    @Test
    void shouldNameAUrlOfAnUnknownDatabase() {
        assertThatThrownBy(() -> postgres("jdbc:oracle:thin:@localhost", "tern", null))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("jdbc:postgresql://HOST:PORT/DATABASE");
    }

    @Test
    void shouldForceEveryCommitOfSqlite() throws SQLException {
        try (Connection connection = new SqliteDialect(data.resolve("tern.db"))
                        .writerSource()
                        .getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(number(statement, "PRAGMA synchronous")).isEqualTo(2);
            assertThat(number(statement, "PRAGMA wal_autocheckpoint")).isZero();
            assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1))
                    .isEqualTo("wal");
        }
    }

    @Test
    void shouldCheckpointTheLogWhenItCloses() throws IOException, SQLException {
        try (MessageStore store = sqlite()) {
            store.open();
            store.write(List.of(new Change.Append(message(1))))
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join();
        }

        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + data.resolve("tern.db"));
        Files.deleteIfExists(data.resolve("tern.db-wal"));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(number(statement, "SELECT count(*) FROM message")).isEqualTo(1);
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        return statement.executeQuery(sql).getInt(1);
    }

    private static StoredMessage message(long sequence) {
        return new StoredMessage(1, sequence, 4, 0, 0, 0, new byte[] {1}, new byte[] {2});
    }
}
