package io.ternmq.store.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ternmq.message.BranchId;
import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.store.MessageStore;
import io.ternmq.store.PostgresServer;
import io.ternmq.store.StoreException;
import io.ternmq.store.StoredMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database does that fails while the store is open, and that the store heals by itself. */
class StoreFaultTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path data;

    private final List<MessageStore> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(MessageStore::close);
    }

    private FaultyDialect dialect(String kind) {
        return new FaultyDialect(
                kind.equals("sqlite")
                        ? new SqliteDialect(data.resolve("tern.db"))
                        : new PostgresDialect(PostgresServer.newDatabase(), PostgresServer.USER, null));
    }

    private MessageStore open(Dialect dialect, Duration patience) {
        MessageStore store = new JpaMessageStore(dialect, patience);
        store.open();
        opened.add(store);
        return store;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void shouldTryAgainWhateverStatementFails(String kind) {
        FaultyDialect dialect = dialect(kind);
        MessageStore store = open(dialect, LONG);

        for (int n = 1; n <= 20; n++) {
            dialect.writer.failExecution(n);
            await(store.write(List.of(
                    new Change.Append(message(3L * n)),
                    new Change.Append(message(3L * n + 1)),
                    new Change.Append(message(3L * n + 2)))));
            await(store.remove(1, 3L * n + 1));
            dialect.writer.failExecution(0);
            assertThat(sequences(store)).hasSize(2 * n).doesNotContain(3L * n + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void shouldFailWhatWaitsWhenTheDatabaseStaysAwayAndHealByItself(String kind) {
        FaultyDialect dialect = dialect(kind);
        MessageStore store = open(dialect, Duration.ofMillis(200));
        await(store.append(message(1)));

        dialect.writer.setDown(true);
        CompletableFuture<Void> lost = store.append(message(2));
        assertThatThrownBy(() -> await(lost)).hasCauseInstanceOf(StoreException.class);

        dialect.writer.setDown(false);
        await(store.append(message(3)));
        assertThat(sequences(store)).containsExactly(1L, 3L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void shouldPrepareAndCommitABranchWhateverStatementFails(String kind) {
        FaultyDialect dialect = dialect(kind);
        MessageStore store = open(dialect, LONG);

        for (int n = 1; n <= 12; n++) {
            long id = 100L + n;
            dialect.writer.failExecution(n);
            await(store.write(prepare(id)));
            dialect.writer.failExecution(0);
            assertThat(store.loadBranches()).containsExactly(branch(id));
            assertThat(sequences(store, id)).containsExactly(1L, 2L);

            dialect.writer.failExecution(n);
            await(store.write(commit(id, n)));
            dialect.writer.failExecution(0);
            assertThat(store.loadBranches()).isEmpty();
            assertThat(sequences(store, id)).isEmpty();
            assertThat(sequences(store)).hasSize(n);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void shouldKeepABranchWithAllItsMessagesOrNothingOfItWhenTheDatabaseGoesAway(String kind) {
        FaultyDialect dialect = dialect(kind);
        MessageStore store = open(dialect, Duration.ofMillis(200));
        await(store.write(prepare(101)));

        dialect.writer.setDown(true);
        CompletableFuture<Void> unprepared = store.write(prepare(102));
        CompletableFuture<Void> uncommitted = store.write(commit(101, 1));
        assertThatThrownBy(() -> await(unprepared)).hasCauseInstanceOf(StoreException.class);
        assertThatThrownBy(() -> await(uncommitted)).hasCauseInstanceOf(StoreException.class);
        dialect.writer.setDown(false);

        assertThat(store.loadBranches()).containsExactly(branch(101));
        assertThat(sequences(store, 101)).containsExactly(1L, 2L);
        assertThat(sequences(store, 102)).isEmpty();
        assertThat(sequences(store)).isEmpty();
        await(store.write(commit(101, 1)));
        assertThat(store.loadBranches()).isEmpty();
        assertThat(sequences(store, 101)).isEmpty();
        assertThat(sequences(store)).containsExactly(1L);
    }

    @Test
    void shouldKnowABranchAsPreparedAndAsCommittedWhenTheAnswersWereLost() {
        FaultyDialect dialect = dialect("postgres");
        MessageStore store = open(dialect, LONG);

        dialect.writer.loseAnswerOfCommit(1);
        await(store.write(prepare(101)));
        assertThat(store.loadBranches()).containsExactly(branch(101));
        assertThat(sequences(store, 101)).containsExactly(1L, 2L);

        dialect.writer.loseAnswerOfCommit(1);
        await(store.write(commit(101, 1)));
        assertThat(store.loadBranches()).isEmpty();
        assertThat(sequences(store, 101)).isEmpty();
        assertThat(sequences(store)).containsExactly(1L);
    }

    @Test
    void shouldAskForTheOutcomeOfACommitWhoseAnswerWasLost() {
        FaultyDialect dialect = dialect("postgres");
        MessageStore store = open(dialect, LONG);
        await(store.append(message(1)));

        dialect.writer.loseAnswerOfCommit(1);
        await(store.append(message(2)));
        await(store.append(message(3)));

        assertThat(sequences(store)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldGoOnWhenTheServerEndsItsSessions() {
        FaultyDialect dialect = dialect("postgres");
        MessageStore store = open(dialect, LONG);
        List<CompletableFuture<Void>> all = new ArrayList<>();

        for (int i = 1; i <= 2_000; i++) {
            all.add(store.append(message(i)));
            if (i % 500 == 0) {
                PostgresServer.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
            }
        }

        all.forEach(StoreFaultTest::await);
        Awaitility.await().untilAsserted(() -> assertThat(sequences(store)).hasSize(2_000));
    }

    @Test
    void shouldWriteNothingOnceAnotherBrokerHasTakenOver() {
        String url = PostgresServer.newDatabase();
        MessageStore old = open(new PostgresDialect(url, PostgresServer.USER, null), Duration.ofMillis(200));
        await(old.append(message(1)));

        // What a frozen broker meets when it wakes up: its session was ended, and another one has begun.
        PostgresServer.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
        MessageStore next = open(new PostgresDialect(url, PostgresServer.USER, null), LONG);
        CompletableFuture<Void> late = old.append(message(2));

        assertThatThrownBy(() -> await(late))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("another broker has taken over");
        await(next.append(message(3)));
        next.close();
        assertThatThrownBy(() -> await(old.append(message(4))))
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("another broker has taken over");
        assertThat(sequences(old)).containsExactly(1L, 3L);
    }

    @Test
    void shouldKeepTheLogShortWhileItIsWritten() {
        MessageStore store = open(new SqliteDialect(data.resolve("tern.db")), LONG);
        byte[] body = new byte[1024 * 1024];
        long written = 0;

        for (int i = 1; written < 3 * SqliteCheckpointer.CAP_BYTES; i++) {
            store.write(List.of(new Change.Append(new StoredMessage(1, i, 4, 0, 0, 0, new byte[0], body))));
            CompletableFuture<Void> removed = store.remove(1, i - 8L);
            if (i % 32 == 0) {
                await(removed);
            }
            written += body.length;
        }

        await(store.write(List.of()));
        assertThat(data.resolve("tern.db-wal").toFile().length())
                .isPositive()
                .isLessThan(SqliteCheckpointer.CAP_BYTES + 4 * SqliteCheckpointer.STEP_BYTES);
    }

    @Test
    void shouldGiveThePagesOfAGoneBacklogBack() {
        MessageStore store = open(new SqliteDialect(data.resolve("tern.db")), LONG);
        byte[] body = new byte[1024 * 1024];
        CompletableFuture<Void> done = null;
        for (int i = 1; i <= 160; i++) {
            done = store.append(new StoredMessage(1, i, 4, 0, 0, 0, new byte[0], body));
        }
        await(done);
        await(store.write(List.of(new Change.RemoveUpTo(1, 160))));

        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() ->
                        assertThat(data.resolve("tern.db").toFile().length()).isBetween(1L, 100L * 1024 * 1024));
    }

    private static void await(CompletableFuture<Void> done) {
        done.orTimeout(1, TimeUnit.MINUTES).join();
    }

    /** Two messages, one of them in several rows. */
    private static List<Change> prepare(long id) {
        return List.of(
                new Change.PutBranch(branch(id)),
                new Change.Append(new StoredMessage(id, 1, 4, 0, 0, 0, new byte[] {1}, new byte[] {2})),
                new Change.Append(new StoredMessage(id, 2, 4, 0, 0, 0, new byte[] {1}, new byte[600_000])));
    }

    private static List<Change> commit(long id, long sequence) {
        return List.of(new Change.Append(message(sequence)), new Change.Remove(1, 1_000), new Change.DropBranch(id));
    }

    private static BranchRecord branch(long id) {
        return new BranchRecord(
                id,
                new BranchId(1, new byte[] {(byte) id}, new byte[0]),
                "ann",
                BranchRecord.State.PREPARED,
                5,
                List.of(1L, 1L),
                List.of(new BranchRecord.Acknowledged(1, 1_000, 0)));
    }

    private static List<Long> sequences(MessageStore store) {
        return sequences(store, 1);
    }

    private static List<Long> sequences(MessageStore store, long destinationId) {
        List<Long> all = new ArrayList<>();
        store.loadMessages(destinationId, message -> all.add(message.sequence()));
        return all;
    }

    private static StoredMessage message(long sequence) {
        return new StoredMessage(1, sequence, 4, 0, 0, 0, new byte[] {1}, new byte[] {2});
    }
}
