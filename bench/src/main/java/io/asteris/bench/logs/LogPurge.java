package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import io.asteris.bench.Subject;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What the fall of one period costs over REST, beside the bare drop of a period of the same size. */
final class LogPurge {
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int DROPPED_DAYS = 70;
    private static final int PURGED_DAYS = 84;

    private final Subject set;
    private final Connection database;
    private final LogClient client;

    LogPurge(Subject set, Connection database, LogClient client) {
        this.set = set;
        this.database = database;
        this.client = client;
    }

    Figures run(int rows) throws IOException, InterruptedException, SQLException {
        var figures = new Figures("Purge of one period", "what", "rows", "ms", "of_drop");
        client.purge();
        // The log looks each minute for periods that it may drop; nobody sees these before they are measured.
        database.setAutoCommit(false);
        fill(rows, DROPPED_DAYS);
        fill(rows, PURGED_DAYS);
        execute("CHECKPOINT");
        database.commit();
        database.setAutoCommit(true);
        String suffix = "30_"
                + text("SELECT to_char(log.period_start(30::smallint, now() - interval '" + DROPPED_DAYS
                        + " days') AT TIME ZONE 'UTC', 'YYYYMMDD')");
        long begin = System.nanoTime();
        execute("DROP TABLE log.word_" + suffix + ", log.body_" + suffix + ", log.entry_" + suffix);
        double dropped = (System.nanoTime() - begin) / NANOS_PER_MILLI;
        var going = new AtomicBoolean(true);
        var longest = new AtomicLong();
        Thread searcher = Thread.ofPlatform().start(() -> search(going, longest));
        begin = System.nanoTime();
        JsonObject purged = client.purge();
        double over = (System.nanoTime() - begin) / NANOS_PER_MILLI;
        going.set(false);
        searcher.join();
        if (purged.getInteger("dropped") < 1) {
            throw new IllegalStateException("the purge dropped nothing: " + purged);
        }
        figures.row("bare drop", rows, dropped, 1.0);
        figures.row("POST /retention/purge", rows, over, over / dropped);
        figures.row("longest search meanwhile", 0, longest.get() / NANOS_PER_MILLI, 0.0);
        return figures;
    }

    private void search(AtomicBoolean going, AtomicLong longest) {
        try (var own = new LogClient(set)) {
            while (going.get()) {
                long begin = System.nanoTime();
                own.list(Map.of());
                longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
            }
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** A week of that age in class 30 with so many rows of a site that has none besides. */
    private void fill(int rows, int days) throws SQLException {
        execute("SELECT log.ensure_partition(30::smallint, now() - interval '" + days + " days')");
        execute("""
                INSERT INTO log.entry (message, size, retention, recorded, attention, site, status, kind, provider, source, fields,
                                       sender, subject, search, facts, closed)
                SELECT uuidv7((log.period_start(30::smallint, now() - interval '%d days') - now()) + make_interval(secs => i * 0.1)),
                       size, 30, true, false, 'bench-old', status, kind, provider, source, fields, sender, subject, search, facts, true
                FROM (SELECT *, row_number() OVER () AS i FROM log.entry LIMIT %d) AS e
                """.formatted(days, rows));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
