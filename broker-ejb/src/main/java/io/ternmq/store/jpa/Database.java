package io.ternmq.store.jpa;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ternmq.store.StoreException;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.server.ServerSession;

/**
 * The store's two pools, each behind an entity manager factory: one connection for the writer and a few for readers, so
 * that neither ever waits for the other.
 */
final class Database implements AutoCloseable {

    private static final String UNIT = "tern-store";
    private static final int READERS = 4;
    private static final long CONNECT_MILLIS = 5_000;

    private final HikariDataSource writerPool;
    private final HikariDataSource readerPool;
    private final EntityManagerFactory writers;
    private final EntityManagerFactory readers;

    private Database(HikariDataSource writerPool, HikariDataSource readerPool, String platform) {
        this.writerPool = writerPool;
        this.readerPool = readerPool;
        writers = factory(writerPool, platform);
        readers = factory(readerPool, platform);
    }

    /** @throws StoreException with one line, if it cannot be reached */
    static Database connect(Dialect dialect) {
        try (Connection probe = dialect.readerSource().getConnection()) {
            dialect.warn(probe);
        } catch (SQLException e) {
            throw dialect.cannotOpen(e);
        }
        HikariDataSource writerPool = pool("tern-writer", dialect.writerSource(), 1);
        HikariDataSource readerPool = pool("tern-reader", dialect.readerSource(), READERS);
        try {
            return new Database(writerPool, readerPool, dialect.platform());
        } catch (RuntimeException e) {
            writerPool.close();
            readerPool.close();
            throw new StoreException("the store's persistence unit cannot be opened: " + Failures.text(e), e);
        }
    }

    EntityManagerFactory writers() {
        return writers;
    }

    EntityManagerFactory readers() {
        return readers;
    }

    /** Throws a connection of the writer's away, so that its next transaction has a new one. */
    void evictWriter(Connection connection) {
        writerPool.evictConnection(connection);
    }

    /** For the migration, before any reader needs it. */
    DataSource readerSource() {
        return readerPool;
    }

    @Override
    public void close() {
        writers.close();
        readers.close();
        writerPool.close();
        readerPool.close();
    }

    private static HikariDataSource pool(String name, DataSource source, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size == 1 ? 1 : 0);
        config.setConnectionTimeout(CONNECT_MILLIS);
        // The writer's session holds the database's lock, so it is never retired for its age.
        config.setMaxLifetime(size == 1 ? 0 : TimeUnit.MINUTES.toMillis(30));
        config.setIdleTimeout(size == 1 ? 0 : TimeUnit.MINUTES.toMillis(1));
        // The probe has told what is wrong, with the database's own words.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Our class loader finds the unit's file: in an application that is the application's, whichever thread starts us. */
    private static EntityManagerFactory factory(DataSource source, String platform) {
        ClassLoader ours = Database.class.getClassLoader();
        Map<String, Object> properties = new HashMap<>();
        properties.put("eclipselink.persistencexml", "META-INF/tern-persistence.xml");
        properties.put("eclipselink.classloader", ours);
        // Two stores in one JVM must not share a session.
        properties.put("eclipselink.session-name", UNIT + "-" + UUID.randomUUID());
        properties.put("eclipselink.target-database", platform);
        properties.put("jakarta.persistence.nonJtaDataSource", source);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ours);
        try {
            EntityManagerFactory factory = Persistence.createEntityManagerFactory(UNIT, properties);
            // Deploys it; otherwise EclipseLink would at the first use, and fail there. What to try again is the
            // store's decision.
            DatabaseLogin login = factory.unwrap(ServerSession.class).getLogin();
            login.setQueryRetryAttemptCount(0);
            login.setConnectionHealthValidatedOnError(false);
            return factory;
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
