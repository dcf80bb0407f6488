package io.asteris.gateway.idempotency;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** The remembered keys; new ones come in by the shared commit alone. */
@Singleton
public class IdempotencyStore {
    private static final String FIND = "SELECT fingerprint, messages FROM idempotency_key WHERE site = $1 AND key = $2";
    private static final String PRUNE = """
            DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM idempotency_key
                WHERE created_at < asteris_now() - make_interval(secs => $1::float8)
                ORDER BY created_at LIMIT $2))
            """;

    private final Database database;

    IdempotencyStore(Database database) {
        this.database = database;
    }

    /** What the key stands for on that site; empty when it is new. */
    public Uni<Optional<Remembered>> find(SiteId site, IdempotencyKey key) {
        return database.workers()
                .preparedQuery(FIND)
                .execute(Tuple.of(site.value(), key.value()))
                .map(IdempotencyStore::first);
    }

    /** Forgets at most so many of the oldest keys beyond that age, and says how many. */
    Uni<Integer> prune(Duration keep, int limit) {
        return database.workers()
                .preparedQuery(PRUNE)
                .execute(Tuple.of((double) keep.toSeconds(), limit))
                .map(RowSet::rowCount);
    }

    private static Optional<Remembered> first(RowSet<Row> rows) {
        for (Row row : rows) {
            return Optional.of(Remembered.read(
                    row.getBuffer("fingerprint").getBytes(),
                    row.getBuffer("messages").getBytes()));
        }
        return Optional.empty();
    }
}
