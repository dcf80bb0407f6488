package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What a mail takes on the disk, part by part. The words of bodies, which a site has to ask for, are not in it. */
final class LogStorage {
    private static final String SIZES = """
            WITH root AS (
                SELECT to_regclass('log.' || name) AS relid, name = 'body' AS is_body FROM (VALUES ('entry'), ('body')) AS n (name)
            ), leaf AS (
                SELECT t.relid, is_body FROM root CROSS JOIN LATERAL pg_partition_tree(root.relid) AS t
                WHERE t.isleaf AND pg_relation_size(t.relid) > 0
            ), index AS (
                SELECT is_body, amname = 'gin' AS is_gin, pg_relation_size(indexrelid) AS size
                FROM leaf JOIN pg_index ON indrelid = relid JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
            )
            SELECT (SELECT sum(pg_table_size(relid)) FROM leaf WHERE NOT is_body) AS entry,
                   (SELECT sum(size) FROM index WHERE NOT is_body AND NOT is_gin) AS entry_keys,
                   (SELECT sum(size) FROM index WHERE is_gin) AS trigrams,
                   (SELECT sum(pg_table_size(relid)) FROM leaf WHERE is_body) AS body,
                   (SELECT sum(size) FROM index WHERE is_body) AS body_key
            """;

    private final Connection database;
    private final Figures figures =
            new Figures("Storage, octets a mail", "what", "entry", "entry_keys", "trigrams", "body", "body_key", "all");

    LogStorage(Connection database) {
        this.database = database;
    }

    /**
     * Measures the log's tables.
     *
     * @param messages how many lie in them
     */
    void measure(String what, long messages) throws SQLException {
        try (Statement statement = database.createStatement();
                var sizes = statement.executeQuery(SIZES)) {
            sizes.next();
            var row = new Object[7];
            row[0] = what;
            long all = 0;
            for (int i = 1; i <= 5; i++) {
                all += sizes.getLong(i);
                row[i] = sizes.getLong(i) / messages;
            }
            row[6] = all / messages;
            figures.row(row);
        }
    }

    Figures figures() {
        return figures;
    }
}
