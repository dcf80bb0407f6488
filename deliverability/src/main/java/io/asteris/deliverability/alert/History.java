package io.asteris.deliverability.alert;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import io.asteris.deliverability.channel.Delivered;
import io.asteris.platform.http.Cursor;
import io.asteris.platform.http.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What was raised for a site, the newest first, and how it was brought to people. */
@ApplicationScoped
class History {
    private static final String PAGE = """
            SELECT %s, (SELECT COALESCE(jsonb_agg(entry ORDER BY n.id), '[]')
                        FROM notice n, jsonb_array_elements(n.delivered) AS entry WHERE n.incident = i.id) AS delivered
            FROM incident i WHERE site = $1 AND ($2::timestamptz IS NULL OR (raised_at, id) < ($2, $3))
            ORDER BY raised_at DESC, id DESC LIMIT $4
            """.formatted(Incident.COLUMNS);

    /** An incident as the API shows it. */
    record Entry(
            Alert.Cause cause,
            @Nullable String subject,
            Alert.Severity severity,
            Instant raisedAt,
            Instant firstAt,
            @Nullable Instant clearedAt,
            long count,
            String summary,
            @Nullable String link,
            List<Delivered> delivered) {
        Entry {
            delivered = List.copyOf(delivered);
        }
    }

    Uni<Page<Entry>> page(SqlConnection connection, SiteId site, int limit, @Nullable String cursor) {
        List<String> after = cursor == null ? List.of() : Cursor.read(cursor, 2);
        return connection
                .preparedQuery(PAGE)
                .execute(Tuple.of(
                        site.value(),
                        after.isEmpty() ? null : SeenStore.utc(instant(after.getFirst())),
                        after.isEmpty() ? null : uuid(after.getLast()),
                        limit + 1))
                .map(rows -> page(rows, limit));
    }

    private static Page<Entry> page(Iterable<Row> rows, int limit) {
        List<Entry> entries = new ArrayList<>();
        String next = null;
        Incident last = null;
        for (Row row : rows) {
            if (entries.size() == limit && last != null) {
                next = Cursor.of(last.raisedAt().toString(), last.id().toString());
                break;
            }
            last = Incident.of(row);
            entries.add(entry(last, row));
        }
        return Page.of(entries, next);
    }

    private static Entry entry(Incident incident, Row row) {
        Delivered[] delivered =
                Json.read(row.getJsonArray("delivered").encode().getBytes(StandardCharsets.UTF_8), Delivered[].class);
        return new Entry(
                incident.cause(),
                incident.subject().isEmpty() ? null : incident.subject(),
                incident.severity(),
                incident.raisedAt(),
                incident.firstAt(),
                incident.clearedAt(),
                incident.count(),
                incident.summary(),
                incident.link(),
                List.of(delivered));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException foreign) {
            throw Cursor.foreign();
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException foreign) {
            throw Cursor.foreign();
        }
    }
}
