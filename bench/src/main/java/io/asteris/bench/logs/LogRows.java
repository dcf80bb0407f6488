package io.asteris.bench.logs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills the log's tables with as many rows as wanted, over the last four weeks: copies of real entries with other ids, addresses
 * and subjects. Subjects have a rare word (25 rows), a medium one (one in 100), a common one (one in 8) and one that is as common, but
 * stands in none of the newest 22,000 entries; two in a hundred failed; one row in ten has its body's words, and the rare one stands in
 * 25 of these bodies.
 */
final class LogRows {
    private static final int RARE = 25;
    private static final int LATELY = 22_000;
    private static final int CHUNK = 50_000;
    private static final int DAYS = 28;

    private final Connection database;
    private final String site;

    LogRows(Connection database, String site) {
        this.database = database;
        this.site = site;
    }

    /** Keeps the entries that there are, to be copied, without the words that copies get. */
    void keepSeeds() throws SQLException {
        execute("CREATE SCHEMA IF NOT EXISTS bench");
        execute("""
                CREATE TABLE bench.seed AS
                SELECT row_number() OVER (ORDER BY message) - 1 AS number, e.*,
                       regexp_replace(subject, ' (%s|%s)$', '') AS bare, w.words
                FROM (SELECT * FROM log.entry WHERE closed AND recorded AND site = '%s' ORDER BY message LIMIT 2000) AS e
                LEFT JOIN log.word w USING (site, message, retention)
                """.formatted(LogMail.MEDIUM_WORD, LogMail.COMMON_WORD, site));
        execute("CREATE UNIQUE INDEX ON bench.seed (number)");
    }

    /** Makes the periods and the rows. */
    void fill(int rows) throws SQLException {
        execute("""
                SELECT log.ensure_partition(30::smallint, now() - make_interval(days => d)) FROM generate_series(0, %d) AS d
                """.formatted(DAYS + 1));
        long present = number(database, "SELECT count(*) FROM log.entry");
        for (int from = 0; from < rows; from += CHUNK) {
            chunk(from, Math.min(rows, from + CHUNK), rows, rows - Math.max(0, LATELY - present));
        }
        execute("DROP TABLE bench.seed");
        execute("VACUUM (ANALYZE) log.entry");
        execute("VACUUM (ANALYZE) log.word");
    }

    private void chunk(int from, int beyond, int rows, long lately) throws SQLException {
        execute("""
                CREATE TABLE bench.given AS
                SELECT i, uuidv7(make_interval(secs => -60 - (%d - i) * %f)) AS message, s.number
                FROM generate_series(%d, %d) AS i
                JOIN bench.seed s ON s.number = (i * 7919::bigint) %% (SELECT count(*) FROM bench.seed)
                """.formatted(rows, DAYS * 86_400.0 / rows, from, beyond - 1));
        execute("""
                INSERT INTO log.entry (message, size, resend_of, retention, recorded, attention, site, status, kind, provider,
                                       insisted, source, fields, sender, subject, addresses, tags, metadata, attachments,
                                       search, facts, closed)
                SELECT g.message, size, NULL, 30, true, i %% 50 = 0, site, CASE WHEN i %% 50 = 0 THEN 'failed' ELSE 'sent' END,
                       kind, provider, insisted, source, fields, sender, bare || topic, NULL, tags, metadata, attachments,
                       lower(bare || topic) || E'\n' || 'person' || (hashint8(i) & 1048575) || '.' || i || '@mail' || i %% 50 || '.example',
                       facts, true
                FROM (SELECT *, CASE WHEN i %% %d = 0 THEN ' zanzibar' WHEN i %% 100 = 1 THEN ' %s'
                                     WHEN i %% 8 = 3 THEN ' %s' WHEN i %% 8 = 5 AND i < %d THEN ' overdue' ELSE '' END AS topic
                      FROM bench.given) AS g
                JOIN bench.seed USING (number)
                """.formatted(Math.max(1, rows / RARE), LogMail.MEDIUM_WORD, LogMail.COMMON_WORD, lately));
        execute("""
                INSERT INTO log.word (message, retention, site, words)
                SELECT message, 30, site,
                       CASE WHEN i %% %d = 0 THEN (SELECT words FROM bench.seed WHERE bare = '%s') ELSE words END
                FROM bench.given JOIN (SELECT number, site, words FROM bench.seed) AS s USING (number)
                WHERE i %% 10 = 0 AND words IS NOT NULL
                """.formatted(Math.max(1, rows / RARE), LogMail.RARE_SUBJECT));
        execute("DROP TABLE bench.given");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One number. */
    static long number(Connection database, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (var found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        }
    }
}
