package io.asteris.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;

/** What a PostgreSQL server has done since its start, as it counts itself. */
record DatabaseUse(long commits, long walOctets, long walFlushes) {
    private static final String QUERY = """
            SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()) AS commits,
                   (SELECT wal_bytes::bigint FROM pg_stat_wal) AS octets,
                   (SELECT coalesce(sum(fsyncs), 0)::bigint FROM pg_stat_io WHERE object = 'wal') AS flushes
            """;

    static DatabaseUse of(Vertx vertx, String database) {
        return PgConnection.connect(vertx, PgConnectOptions.fromUri(database))
                .compose(connection -> connection.query(QUERY).execute().eventually(() -> connection.close()))
                .map(rows -> read(rows.iterator().next()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    DatabaseUse minus(DatabaseUse earlier) {
        return new DatabaseUse(
                commits - earlier.commits, walOctets - earlier.walOctets, walFlushes - earlier.walFlushes);
    }

    private static DatabaseUse read(Row row) {
        return new DatabaseUse(row.getLong("commits"), row.getLong("octets"), row.getLong("flushes"));
    }
}
