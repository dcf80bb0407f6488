package io.asteris.bench.logs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/**
 * As long as it is open, PostgreSQL does not clear up behind what was written before. That begins at any moment of a minute and takes
 * half a core for seconds, which is as long as a turn: it would fall into the log's or into a copy's.
 */
final class Stillness implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final String RUNNING =
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'";

    private final Connection database;

    /** Waits for what runs already. */
    Stillness(Connection database) throws InterruptedException, SQLException {
        this.database = database;
        execute("ALTER SYSTEM SET autovacuum = off");
        execute("SELECT pg_reload_conf()");
        long end = System.nanoTime() + PATIENCE_NANOS;
        do {
            LogTraffic.pause(end, "PostgreSQL clears up for minutes");
        } while (LogRows.number(database, RUNNING) > 0);
    }

    @Override
    public void close() throws SQLException {
        execute("ALTER SYSTEM RESET autovacuum");
        execute("SELECT pg_reload_conf()");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
