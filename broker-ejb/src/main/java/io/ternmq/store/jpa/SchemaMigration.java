package io.ternmq.store.jpa;

import io.ternmq.store.StoreException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/**
 * Brings the schema up to this program's version by Flyway. A release only adds what the release before can ignore, so a schema one
 * version newer is accepted and two is refused. A version's first number counts.
 */
final class SchemaMigration {

    private static final String ROOT = "classpath:io/ternmq/store/schema/";

    /** Another node that migrates is waited for this many seconds. */
    private static final int LOCK_TRIES = 30;

    private SchemaMigration() {}

    /** @throws StoreException if the schema is too new, or cannot be brought up */
    static void run(Dialect dialect, DataSource source) {
        Flyway flyway = Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(source)
                .locations(dialect.migrations().stream()
                        .map(folder -> ROOT + folder)
                        .toArray(String[]::new))
                .table("tern_schema_history")
                .lockRetryCount(LOCK_TRIES)
                // An empty folder of a database's own is no reason to fail, and a schema with other tables is fine.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();
        try {
            refuseNewer(dialect, flyway.info().all());
            flyway.migrate();
        } catch (FlywayException e) {
            SQLException sql = Failures.find(e, SQLException.class);
            if (sql != null && isNoFaultOfTheSchema(sql)) {
                throw dialect.cannotOpen(sql);
            }
            throw new StoreException(
                    "the schema of the " + dialect.name() + " cannot be brought up to date: " + Failures.text(e)
                            + "; restore a backup, or start the release that wrote it",
                    e);
        }
    }

    /** A right that is missing, a lost connection, a full disk: the database's own line says more. */
    private static boolean isNoFaultOfTheSchema(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.equals("42501") || state.matches("(08|25|53|57).*"));
    }

    private static void refuseNewer(Dialect dialect, MigrationInfo[] all) {
        int ours = newest(all, false);
        int found = newest(all, true);
        if (found > ours + 1) {
            throw new StoreException("the " + dialect.name() + " has schema version " + found + ", this release knows "
                    + ours + " and can work with " + (ours + 1) + ": start the newer release that wrote it");
        }
    }

    /** The newest version that the database has, or that this program brings. */
    private static int newest(MigrationInfo[] all, boolean applied) {
        return Arrays.stream(all)
                .filter(info ->
                        applied ? info.getState().isApplied() : info.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .filter(Objects::nonNull)
                .mapToInt(version -> version.getMajor().intValue())
                .max()
                .orElse(0);
    }
}
