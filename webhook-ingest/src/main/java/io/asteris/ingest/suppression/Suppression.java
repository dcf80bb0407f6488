package io.asteris.ingest.suppression;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SuppressionChanged.Reason;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One address on the list, as it is shown.
 *
 * @param email with the domain in its own script
 * @param event what put it there; absent when a person did
 * @param canonical its place in the list
 */
record Suppression(
        String email,
        Reason reason,
        Scope scope,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Event event,
        @JsonIgnore String canonical) {

    /** For whom it holds. */
    enum Scope {
        SITE,
        ALL;

        /** The word in JSON. */
        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The provider's event, down to its own words. */
    record Event(
            String provider,
            String event,
            Instant at,
            @Nullable UUID message,
            @Nullable String code,
            @Nullable String text) {}

    static Suppression of(Row row) {
        String provider = row.getString("provider");
        return new Suppression(
                row.getString("email"),
                Reason.valueOf(row.getString("reason").toUpperCase(Locale.ROOT)),
                row.getString("site").equals(SiteId.ALL.value()) ? Scope.ALL : Scope.SITE,
                row.getOffsetDateTime("created_at").toInstant(),
                instant(row.getOffsetDateTime("expires_at")),
                provider == null
                        ? null
                        : new Event(
                                provider,
                                row.getString("provider_event"),
                                row.getOffsetDateTime("event_at").toInstant(),
                                row.getUUID("message"),
                                row.getString("code"),
                                row.getString("said")),
                row.getString("canonical"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    @Override
    public String toString() {
        return "suppression for " + reason;
    }
}
