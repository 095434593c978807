package io.ternmq.store.jpa;

import io.ternmq.config.BrokerConfig;
import io.ternmq.store.BranchRecord;
import io.ternmq.store.Change;
import io.ternmq.store.DestinationRecord;
import io.ternmq.store.MessageStore;
import io.ternmq.store.StoreException;
import io.ternmq.store.StoredMessage;
import io.ternmq.store.SubscriptionEntry;
import io.ternmq.store.SubscriptionRecord;
import io.ternmq.store.UserRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The store by Jakarta Persistence: SQLite in the data directory, or PostgreSQL. It can be opened once.
 *
 * <p>Writes go through one thread, see {@link GroupCommit}; reads have connections of their own.
 */
public final class JpaMessageStore implements MessageStore {

    /** How long a lock is waited for that a broker which was just killed may still hold. */
    private static final Duration LOCK_WAIT = Duration.ofSeconds(3);

    private static final long LOCK_RETRY_MILLIS = 100;

    private final Dialect dialect;
    private final Duration patience;
    private Database database;
    private Dialect.Maintenance maintenance;
    private volatile StoreReader reader;
    private volatile GroupCommit writer;

    JpaMessageStore(Dialect dialect, Duration patience) {
        this.dialect = dialect;
        this.patience = patience;
    }

    /**
     * The store that the configuration names; not opened yet.
     *
     * @throws StoreException with one line, if it names no database that is known, or its password cannot be read
     */
    public static JpaMessageStore of(BrokerConfig config) {
        return new JpaMessageStore(dialect(config.data(), config.store()), GroupCommit.PATIENCE);
    }

    private static Dialect dialect(Path data, BrokerConfig.Store store) {
        if (store.url() == null) {
            return new SqliteDialect(data.resolve("tern.db"));
        }
        if (store.url().startsWith("jdbc:postgresql:")) {
            return new PostgresDialect(store.url(), store.user(), password(store.passwordFile()));
        }
        throw new StoreException(
                "the store's URL names no database that Tern knows: leave --store-url out for SQLite in the data"
                        + " directory, or write jdbc:postgresql://HOST:PORT/DATABASE");
    }

    private static String password(Path file) {
        if (file == null) {
            return null;
        }
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException | UncheckedIOException e) {
            throw new StoreException(
                    "the store's password cannot be read from " + file + ": check --store-password-file and its rights",
                    e);
        }
    }

    @Override
    public synchronized void open() {
        if (database != null) {
            throw new IllegalStateException("the store is open already");
        }
        dialect.lock();
        try {
            database = Database.connect(dialect);
            maintenance = dialect.maintenance();
            JpaWriter jpaWriter = new JpaWriter(database, dialect, maintenance);
            claim(jpaWriter);
            SchemaMigration.run(dialect, database.readerSource());
            takeOver(jpaWriter);
            reader = new StoreReader(database.readers(), dialect);
            writer = new GroupCommit(jpaWriter, "tern-store-writer", patience);
            writer.start();
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    private void claim(JpaWriter jpaWriter) {
        long deadline = System.nanoTime() + LOCK_WAIT.toNanos();
        try {
            while (!jpaWriter.claim()) {
                if (System.nanoTime() > deadline) {
                    throw new StoreException("the " + dialect.name()
                            + " is in use by another broker: stop it, or give this one a database of its own");
                }
                TimeUnit.MILLISECONDS.sleep(LOCK_RETRY_MILLIS);
            }
        } catch (WriteFailure e) {
            throw new StoreException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("the start was interrupted while it waited for the " + dialect.name(), e);
        }
    }

    private static void takeOver(JpaWriter jpaWriter) {
        try {
            jpaWriter.takeOver();
        } catch (WriteFailure e) {
            throw new StoreException(e.getMessage(), e);
        }
    }

    @Override
    public List<DestinationRecord> loadDestinations() {
        return reader().destinations();
    }

    @Override
    public List<SubscriptionRecord> loadSubscriptions() {
        return reader().subscriptions();
    }

    @Override
    public List<UserRecord> loadUsers() {
        return reader().users();
    }

    @Override
    public List<BranchRecord> loadBranches() {
        return reader().branches();
    }

    @Override
    public void loadMessages(long destinationId, Consumer<StoredMessage> each) {
        reader().messages(destinationId, each);
    }

    @Override
    public List<SubscriptionEntry> loadEntries(long subscriptionId) {
        return reader().entries(subscriptionId);
    }

    @Override
    public CompletableFuture<Void> write(List<Change> changes) {
        GroupCommit open = writer;
        if (open == null) {
            return CompletableFuture.failedFuture(new StoreException("the store is not open: nothing can be written"));
        }
        return open.submit(Unit.of(changes));
    }

    @Override
    public synchronized void close() {
        if (writer != null) {
            writer.close();
        }
        release();
    }

    private StoreReader reader() {
        StoreReader open = reader;
        if (open == null) {
            throw new StoreException("the store is not open: nothing can be read");
        }
        return open;
    }

    private void release() {
        reader = null;
        if (maintenance != null) {
            maintenance.close();
            maintenance = null;
        }
        if (database != null) {
            database.close();
            database = null;
        }
        dialect.unlock();
    }
}
