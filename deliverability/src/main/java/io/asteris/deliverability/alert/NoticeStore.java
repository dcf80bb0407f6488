package io.asteris.deliverability.alert;

import io.asteris.contract.Json;
import io.asteris.deliverability.channel.Delivered;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code notice}. */
@ApplicationScoped
class NoticeStore {
    /** Whoever claims one has this long for it; then another instance tries. */
    private static final String CLAIM = """
            WITH due AS (
                SELECT id FROM notice WHERE next_at <= asteris_now() ORDER BY next_at LIMIT 16 FOR UPDATE SKIP LOCKED)
            UPDATE notice n SET next_at = asteris_now() + interval '1 minute'
            FROM due, incident i WHERE n.id = due.id AND i.id = n.incident
            RETURNING n.id AS notice, n.kind, n.place, n.tries, n.created_at, i.*
            """;

    private static final String SETTLE = """
            UPDATE notice SET next_at = $2, place = $3, tries = $4, delivered = delivered || $5::jsonb
            WHERE id = $1
            """;

    private final Database database;

    NoticeStore(Database database) {
        this.database = database;
    }

    /**
     * What is to be brought.
     *
     * @param place the channel to try
     * @param tries how often it was tried
     */
    record Notice(UUID id, String kind, int place, int tries, Instant createdAt, Incident incident) {}

    Uni<List<Notice>> claim() {
        return database.asWorker(connection -> connection.query(CLAIM).execute())
                .map(rows -> {
                    List<Notice> due = new ArrayList<>();
                    for (Row row : rows) {
                        due.add(new Notice(
                                row.getUUID("notice"),
                                row.getString("kind"),
                                row.getInteger("place"),
                                row.getInteger("tries"),
                                row.getOffsetDateTime("created_at").toInstant(),
                                Incident.of(row)));
                    }
                    return due;
                });
    }

    /**
     * Writes down what came of a try.
     *
     * @param nextAt when to go on; null when it is done
     */
    Uni<Void> settle(Notice notice, @Nullable Instant nextAt, int place, int tries, List<Delivered> delivered) {
        var entries = new JsonArray(new String(Json.write(delivered), StandardCharsets.UTF_8));
        return database.onWorker(connection -> connection
                .preparedQuery(SETTLE)
                .execute(Tuple.of(notice.id(), SeenStore.utc(nextAt), place, tries, entries))
                .replaceWithVoid());
    }
}
