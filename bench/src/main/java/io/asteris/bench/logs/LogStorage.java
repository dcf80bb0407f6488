package io.asteris.bench.logs;

import io.asteris.bench.Figures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** What a mail takes on the disk, part by part. The words of bodies, which a site has to ask for, are not in it. */
final class LogStorage {
    private static final String SIZES = """
            WITH root AS (
                SELECT to_regclass(? || name) AS relid, name = 'body' AS is_body FROM (VALUES ('entry'), ('body')) AS n (name)
            ), leaf AS (
                SELECT coalesce(t.relid, root.relid) AS relid, is_body
                FROM root LEFT JOIN LATERAL pg_partition_tree(root.relid) AS t ON true
                WHERE coalesce(t.isleaf, true) AND pg_relation_size(coalesce(t.relid, root.relid)) > 0
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
     * Measures the tables of a schema.
     *
     * @param schema with its dot
     * @param messages how many lie in it
     */
    void measure(String what, String schema, long messages) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(SIZES)) {
            statement.setString(1, schema);
            try (var sizes = statement.executeQuery()) {
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
    }

    Figures figures() {
        return figures;
    }
}
