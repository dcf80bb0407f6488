package io.asteris.ingest.setting;

import io.asteris.contract.SiteId;
import io.asteris.ingest.provider.WebhookProvider;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what was seen of the providers on one site. */
@ApplicationScoped
class StateStore {
    private static final String STATES = """
            SELECT provider, last_event_at, signature_failures, last_failure_at, silent_since
            FROM provider_state WHERE site = $1
            """;
    private static final String TOPICS = "SELECT topic, state, error FROM subscription WHERE site = $1";

    /** What was seen, by provider; those of which nothing was are left out. */
    Uni<Map<WebhookProvider, ProviderState>> of(SqlConnection connection, SiteId site) {
        return topics(connection, site).chain(topics -> connection
                .preparedQuery(STATES)
                .execute(Tuple.of(site.value()))
                .map(rows -> {
                    Map<WebhookProvider, ProviderState> states = new EnumMap<>(WebhookProvider.class);
                    states.put(WebhookProvider.SES, new ProviderState(null, 0, null, null, topics));
                    for (Row row : rows) {
                        WebhookProvider.named(row.getString("provider"))
                                .ifPresent(provider -> states.put(provider, state(row, topics)));
                    }
                    return states;
                }));
    }

    private static Uni<Map<String, WebhooksDocument.Topic>> topics(SqlConnection connection, SiteId site) {
        return connection.preparedQuery(TOPICS).execute(Tuple.of(site.value())).map(rows -> {
            Map<String, WebhooksDocument.Topic> topics = new HashMap<>();
            for (Row row : rows) {
                topics.put(
                        row.getString("topic"),
                        new WebhooksDocument.Topic(
                                row.getString("topic"), row.getString("state"), row.getString("error")));
            }
            return topics;
        });
    }

    private static ProviderState state(Row row, Map<String, WebhooksDocument.Topic> topics) {
        return new ProviderState(
                instant(row.getOffsetDateTime("last_event_at")),
                row.getLong("signature_failures"),
                instant(row.getOffsetDateTime("last_failure_at")),
                instant(row.getOffsetDateTime("silent_since")),
                topics);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
