package io.asteris.deliverability.alert;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Trouble as the table holds it.
 *
 * @param ours false where another service told of it, and tells of its end
 */
public record Incident(
        UUID id,
        SiteId site,
        Alert.Cause cause,
        String subject,
        boolean ours,
        Alert.Severity severity,
        Instant raisedAt,
        Instant firstAt,
        Instant lastAt,
        long count,
        String summary,
        @Nullable String link,
        @Nullable Instant clearedAt) {
    /** The columns that {@link #of} reads. */
    static final String COLUMNS =
            "id, site, cause, subject, ours, severity, raised_at, first_at, last_at, count, summary, link, cleared_at";

    static Incident of(Row row) {
        return new Incident(
                row.getUUID("id"),
                new SiteId(row.getString("site")),
                Alert.Cause.valueOf(row.getString("cause").toUpperCase(java.util.Locale.ROOT)),
                row.getString("subject"),
                row.getBoolean("ours"),
                Alert.Severity.valueOf(row.getString("severity").toUpperCase(java.util.Locale.ROOT)),
                row.getOffsetDateTime("raised_at").toInstant(),
                row.getOffsetDateTime("first_at").toInstant(),
                row.getOffsetDateTime("last_at").toInstant(),
                row.getLong("count"),
                row.getString("summary"),
                row.getString("link"),
                row.getOffsetDateTime("cleared_at") == null
                        ? null
                        : row.getOffsetDateTime("cleared_at").toInstant());
    }

    /** The event that tells of it. */
    Alert alert(Instant at, String sentence) {
        return new Alert(site, cause, severity, at, firstAt, count, sentence, link);
    }
}
