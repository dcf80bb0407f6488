package io.asteris.ingest.event;

import io.asteris.contract.SiteId;
import io.asteris.ingest.provider.WebhookProvider;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes what became of posts, and that their providers were heard. */
@ApplicationScoped
class PostEnds {
    private static final String DONE = "UPDATE post SET state = 'done', reason = NULL WHERE id = ANY ($1)";
    private static final String LATER =
            "UPDATE post SET due_at = asteris_now() + interval '200 milliseconds' WHERE id = ANY ($1)";
    private static final String QUARANTINE =
            "UPDATE post SET state = 'quarantined', reason = $2 WHERE id = $1 AND state = 'new'";

    private static final String HEARD = """
            INSERT INTO provider_state AS known (site, provider, last_event_at, posts)
            SELECT site, provider, asteris_now(), posts FROM unnest($1::text[], $2::text[], $3::bigint[])
                   AS new (site, provider, posts)
            ORDER BY site, provider
            ON CONFLICT (site, provider) DO UPDATE
            SET last_event_at = excluded.last_event_at, posts = known.posts + excluded.posts, sends_since = 0
            """;

    Uni<Void> done(SqlConnection connection, Collection<UUID> posts) {
        return update(connection, DONE, posts);
    }

    /** To be looked at again in a moment. */
    Uni<Void> later(SqlConnection connection, Collection<UUID> posts) {
        return update(connection, LATER, posts);
    }

    Uni<Void> quarantine(SqlConnection connection, Map<UUID, String> troubles) {
        if (troubles.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows = new ArrayList<>();
        troubles.forEach((post, trouble) -> rows.add(Tuple.of(post, trouble)));
        return connection.preparedQuery(QUARANTINE).executeBatch(rows).replaceWithVoid();
    }

    /** Notes that providers were heard; under the locks of their sites. */
    Uni<Void> heard(SqlConnection connection, List<ClaimedPost> posts) {
        Map<List<String>, Long> counts = new HashMap<>();
        posts.forEach(post -> counts.merge(place(post.site(), post.provider()), 1L, Long::sum));
        List<List<String>> places = List.copyOf(counts.keySet());
        return connection
                .preparedQuery(HEARD)
                .execute(Tuple.of(
                        places.stream().map(List::getFirst).toArray(String[]::new),
                        places.stream().map(List::getLast).toArray(String[]::new),
                        places.stream().map(counts::get).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    private static List<String> place(SiteId site, WebhookProvider provider) {
        return List.of(site.value(), provider.word());
    }

    private static Uni<Void> update(SqlConnection connection, String statement, Collection<UUID> posts) {
        return posts.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(statement)
                        .execute(Tuple.of(posts.toArray(UUID[]::new)))
                        .replaceWithVoid();
    }
}
