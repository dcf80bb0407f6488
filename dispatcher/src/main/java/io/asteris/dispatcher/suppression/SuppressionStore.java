package io.asteris.dispatcher.suppression;

import static io.asteris.platform.database.Columns.column;

import io.asteris.contract.event.SuppressionChanged;
import io.asteris.dispatcher.state.Skip;
import io.asteris.platform.database.Database;
import io.asteris.platform.kafka.LastingCopy;
import io.asteris.platform.kafka.Received;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code suppression} and {@code suppression_position}. Every instance writes the same records into them; of one address
 * the latest change stays, whoever wrote it and when.
 */
@ApplicationScoped
class SuppressionStore implements LastingCopy {
    private static final String ADD = """
            INSERT INTO suppression AS s (hash, site, letter, at, expires_at)
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
                AS n (hash, site, letter, at, expires_at) ORDER BY hash
            ON CONFLICT (hash) DO UPDATE
                SET site = excluded.site, letter = excluded.letter, at = excluded.at, expires_at = excluded.expires_at
                WHERE excluded.at >= s.at
            """;
    private static final String REMOVE = """
            DELETE FROM suppression s USING unnest($1::text[], $2::timestamptz[]) AS n (hash, at)
            WHERE s.hash = n.hash AND s.at <= n.at
            """;
    private static final String POSITIONS = "SELECT partition, next FROM suppression_position";
    private static final String GO_ON = """
            INSERT INTO suppression_position (partition, next) SELECT * FROM unnest($1::integer[], $2::bigint[])
            ON CONFLICT (partition) DO UPDATE SET next = excluded.next
            """;

    private final Database database;

    SuppressionStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Map<Integer, Long>> positions() {
        return database.onWorker(
                connection -> connection.query(POSITIONS).execute().map(rows -> {
                    Map<Integer, Long> positions = new HashMap<>();
                    rows.forEach(row -> positions.put(row.getInteger("partition"), row.getLong("next")));
                    return positions;
                }));
    }

    @Override
    public Uni<Void> take(List<Received> batch, Map<Integer, Long> next) {
        Map<String, SuppressionChanged> latest = new HashMap<>();
        for (Received received : batch) {
            if (received.event() instanceof SuppressionChanged changed) {
                latest.put(changed.hash().value(), changed);
            }
        }
        return database.asWorker(connection -> add(connection, only(latest.values(), SuppressionChanged.State.ADDED))
                .chain(() -> remove(connection, only(latest.values(), SuppressionChanged.State.REMOVED)))
                .chain(() -> connection
                        .preparedQuery(GO_ON)
                        .execute(Tuple.of(
                                next.keySet().toArray(Integer[]::new),
                                next.values().toArray(Long[]::new))))
                .replaceWithVoid());
    }

    private static Uni<Void> add(SqlConnection connection, List<SuppressionChanged> added) {
        return added.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(ADD)
                        .execute(Tuple.of(
                                column(added, String[]::new, change -> change.hash()
                                        .value()),
                                column(added, String[]::new, change -> change.site()
                                        .value()),
                                column(added, String[]::new, SuppressionStore::letter),
                                column(added, OffsetDateTime[]::new, change -> change.at()
                                        .atOffset(ZoneOffset.UTC)),
                                column(added, OffsetDateTime[]::new, SuppressionStore::expiry)))
                        .replaceWithVoid();
    }

    private static Uni<Void> remove(SqlConnection connection, List<SuppressionChanged> removed) {
        return removed.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(REMOVE)
                        .execute(Tuple.of(
                                column(removed, String[]::new, change -> change.hash()
                                        .value()),
                                column(removed, OffsetDateTime[]::new, change -> change.at()
                                        .atOffset(ZoneOffset.UTC))))
                        .replaceWithVoid();
    }

    private static List<SuppressionChanged> only(
            Collection<SuppressionChanged> changes, SuppressionChanged.State state) {
        return changes.stream().filter(change -> change.state() == state).toList();
    }

    private static String letter(SuppressionChanged change) {
        Skip skip =
                switch (change.reason()) {
                    case BOUNCE -> Skip.BOUNCE;
                    case COMPLAINT -> Skip.COMPLAINT;
                    case UNSUBSCRIBE -> Skip.UNSUBSCRIBE;
                    case INVALID -> Skip.INVALID;
                    case MANUAL -> Skip.MANUAL;
                };
        return String.valueOf(skip.letter());
    }

    private static @Nullable OffsetDateTime expiry(SuppressionChanged change) {
        return change.expiresAt() == null ? null : change.expiresAt().atOffset(ZoneOffset.UTC);
    }
}
