package io.ternmq.store.jpa;

import io.ternmq.store.FaultyDataSource;
import io.ternmq.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A real dialect whose writer's connections fail when the test says so. */
final class FaultyDialect implements Dialect {

    private final Dialect dialect;
    final FaultyDataSource writer;

    FaultyDialect(Dialect dialect) {
        this.dialect = dialect;
        writer = new FaultyDataSource(dialect.writerSource());
    }

    @Override
    public DataSource writerSource() {
        return writer;
    }

    @Override
    public String name() {
        return dialect.name();
    }

    @Override
    public String platform() {
        return dialect.platform();
    }

    @Override
    public List<String> migrations() {
        return dialect.migrations();
    }

    @Override
    public DataSource readerSource() {
        return dialect.readerSource();
    }

    @Override
    public void lock() {
        dialect.lock();
    }

    @Override
    public void unlock() {
        dialect.unlock();
    }

    @Override
    public boolean claim(Connection connection) throws SQLException {
        return dialect.claim(connection);
    }

    @Override
    public void warn(Connection connection) throws SQLException {
        dialect.warn(connection);
    }

    @Override
    public boolean isFenced() {
        return dialect.isFenced();
    }

    @Override
    public WriteFailure failure(Throwable cause, boolean atCommit) {
        return dialect.failure(cause, atCommit);
    }

    @Override
    public StoreException cannotOpen(Throwable cause) {
        return dialect.cannotOpen(cause);
    }

    @Override
    public Maintenance maintenance() {
        return dialect.maintenance();
    }
}
