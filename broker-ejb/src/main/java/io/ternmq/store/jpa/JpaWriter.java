package io.ternmq.store.jpa;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches, each in one JPA transaction. The pool has one connection for it, which it knows again: a new one it claims first
 * (settings and lock), and prepares its statements on. After a failure that may have broken the connection it throws it away.
 *
 * <p>On PostgreSQL each transaction ends with the fence: the row of {@code store_writer} must still name us, and takes the batch's
 * number, which tells later whether a COMMIT whose answer was lost was carried out.
 */
final class JpaWriter implements BatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(JpaWriter.class);

    private static final String FENCE = "UPDATE store_writer SET batch = ? WHERE id = 1 AND owner = ?";
    private static final String TAKE = "UPDATE store_writer SET owner = ?, batch = 0 WHERE id = 1";

    /** Waits for the end of a transaction of ours that the server still has open. */
    private static final String ASK = "SELECT owner, batch FROM store_writer WHERE id = 1 FOR UPDATE";

    private final Database database;
    private final Dialect dialect;
    private final Dialect.Maintenance maintenance;
    private final String owner = UUID.randomUUID().toString();

    private EntityManager entities;

    /** The pool's proxy of the connection that was lent last. */
    private Connection lent;

    /** The connection that was claimed, behind the pool's proxy: it stays the same while the pool lends it out again. */
    private Connection claimed;

    private SegmentStatements statements;
    private PreparedStatement fence;
    private long batch;

    JpaWriter(Database database, Dialect dialect, Dialect.Maintenance maintenance) {
        this.database = database;
        this.dialect = dialect;
        this.maintenance = maintenance;
    }

    /**
     * Takes the lock of the database.
     *
     * @return false if another session has it
     * @throws WriteFailure if the database cannot be had
     */
    boolean claim() throws WriteFailure {
        try {
            boolean ours = begin();
            entities.getTransaction().commit();
            return ours;
        } catch (SQLException | RuntimeException e) {
            throw unavailable(e);
        }
    }

    /** Writes our name into the fence; from now on whoever was there before can write no more. */
    void takeOver() throws WriteFailure {
        if (!dialect.isFenced()) {
            return;
        }
        try {
            if (!begin()) {
                throw locked();
            }
            try (PreparedStatement take = claimed.prepareStatement(TAKE)) {
                take.setString(1, owner);
                take.executeUpdate();
            }
            entities.getTransaction().commit();
        } catch (SQLException | RuntimeException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void write(List<Unit> units) throws WriteFailure {
        maintenance.awaitTurn();
        BatchPlan plan;
        try {
            plan = BatchPlan.of(units);
        } catch (RuntimeException e) {
            throw refused(e);
        }
        try {
            writeAll(plan);
        } catch (DuplicateException e) {
            rollback();
            throw refused(e);
        } catch (SQLException | RuntimeException e) {
            throw failed(e, false);
        }
        try {
            entities.getTransaction().commit();
            entities.clear();
            statements.committed();
        } catch (RuntimeException e) {
            throw failed(e, true);
        }
        maintenance.wrote(size(units));
    }

    private void writeAll(BatchPlan plan) throws SQLException, WriteFailure {
        if (!begin()) {
            throw locked();
        }
        if (statements == null) {
            statements = new SegmentStatements(claimed, chunked());
            fence = dialect.isFenced() ? claimed.prepareStatement(FENCE) : null;
        }
        for (BatchSegment segment : plan.segments()) {
            new SegmentWriter(entities, statements).write(segment);
        }
        if (fence != null && !plan.changesNothing()) {
            passFence();
        }
    }

    private void passFence() throws SQLException, WriteFailure {
        fence.setLong(1, ++batch);
        fence.setString(2, owner);
        if (fence.executeUpdate() != 1) {
            rollback();
            throw replaced();
        }
    }

    @Override
    public boolean wasKept() throws WriteFailure {
        try {
            if (!begin()) {
                throw locked();
            }
            boolean ours;
            boolean kept;
            try (PreparedStatement ask = claimed.prepareStatement(ASK);
                    ResultSet row = ask.executeQuery()) {
                row.next();
                ours = row.getString(1).equals(owner);
                kept = row.getLong(2) == batch;
            }
            entities.getTransaction().commit();
            if (!ours) {
                throw replaced();
            }
            return kept;
        } catch (SQLException | RuntimeException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void close() {
        if (entities != null) {
            entities.close();
        }
    }

    /** Begins a transaction; false if another session has the lock, so that nothing may be written in it. */
    private boolean begin() throws SQLException {
        if (entities == null) {
            entities = database.writers().createEntityManager();
        }
        entities.getTransaction().begin();
        lent = entities.unwrap(Connection.class);
        Connection connection = lent.unwrap(Connection.class);
        if (connection == claimed) {
            return true;
        }
        statements = null;
        fence = null;
        claimed = dialect.claim(connection) ? connection : null;
        return claimed != null;
    }

    private Set<Long> chunked() {
        return new HashSet<>(entities.createQuery("SELECT DISTINCT c.destinationId FROM Chunk c", Long.class)
                .getResultList());
    }

    private WriteFailure failed(Exception cause, boolean atCommit) {
        WriteFailure failure = dialect.failure(cause, atCommit);
        if (failure.kind() == WriteFailure.Kind.RECORD) {
            rollback();
        } else {
            disconnect();
        }
        return failure;
    }

    private WriteFailure unavailable(Exception cause) {
        disconnect();
        return new WriteFailure(
                WriteFailure.Kind.UNAVAILABLE, dialect.failure(cause, false).getMessage(), cause);
    }

    private static WriteFailure refused(RuntimeException cause) {
        return new WriteFailure(WriteFailure.Kind.RECORD, "a message cannot be kept: " + cause.getMessage(), cause);
    }

    /** Who has the lock: a session of ours that the server takes for alive, or a broker that replaced us. */
    private WriteFailure locked() throws SQLException {
        boolean ours = isOwner();
        rollback();
        return ours
                ? new WriteFailure(
                        WriteFailure.Kind.UNAVAILABLE, "the " + dialect.name() + " is locked by another session", null)
                : replaced();
    }

    private boolean isOwner() throws SQLException {
        try (PreparedStatement ask = lent.prepareStatement("SELECT owner FROM store_writer WHERE id = 1");
                ResultSet row = ask.executeQuery()) {
            return row.next() && row.getString(1).equals(owner);
        }
    }

    private WriteFailure replaced() {
        return new WriteFailure(
                WriteFailure.Kind.REPLACED,
                "another broker has taken over the " + dialect.name() + ": this one keeps nothing any more, stop it",
                null);
    }

    /** Ends the transaction and keeps the connection. */
    private void rollback() {
        try {
            if (entities.getTransaction().isActive()) {
                entities.getTransaction().rollback();
            }
            entities.clear();
            if (statements != null) {
                statements.clear();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A transaction could not be rolled back, its connection is thrown away instead.", e);
            disconnect();
        }
    }

    /** Ends the transaction and throws the connection away. */
    private void disconnect() {
        EntityManager old = entities;
        entities = null;
        claimed = null;
        statements = null;
        fence = null;
        if (old == null) {
            return;
        }
        try {
            if (old.getTransaction().isActive()) {
                old.getTransaction().rollback();
            }
            old.close();
        } catch (RuntimeException e) {
            LOG.debug("A broken connection could not be closed in order.", e);
        } finally {
            if (lent != null) {
                database.evictWriter(lent);
                lent = null;
            }
        }
    }

    private static long size(List<Unit> units) {
        long bytes = 0;
        for (Unit unit : units) {
            bytes += unit.bytes() + 100L * unit.changes().size();
        }
        return bytes;
    }
}
