package io.asteris.ingest.post;

import io.asteris.contract.SiteId;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.ingest.setting.ProviderState;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Counts refused posts per site. They are counted in memory and written together every few seconds: a stranger's posts must not cause
 * a write each.
 */
@ApplicationScoped
public class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final String ADD = """
            INSERT INTO provider_state AS known (site, provider, signature_failures, last_failure_at)
            VALUES ($1, $2, $3, asteris_now())
            ON CONFLICT (site, provider) DO UPDATE
            SET signature_failures = known.signature_failures + excluded.signature_failures,
                last_failure_at = excluded.last_failure_at
            """;

    private final Database database;
    private final DatabaseClock clock;
    private final Vertx vertx;
    private final Map<Place, Count> counts = new ConcurrentHashMap<>();

    Failures(Database database, DatabaseClock clock, Vertx vertx) {
        this.database = database;
        this.clock = clock;
        this.vertx = vertx;
    }

    private record Place(SiteId site, WebhookProvider provider) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int bySite = site.value().compareTo(other.site.value());
            return bySite == 0 ? provider.word().compareTo(other.provider.word()) : bySite;
        }
    }

    private record Count(long failures, Instant last) {
        Count plus(Count other) {
            return new Count(failures + other.failures, other.last.isAfter(last) ? other.last : last);
        }
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(INTERVAL.toMillis(), timer -> write());
    }

    /** Counts one. */
    void count(SiteId site, WebhookProvider provider) {
        counts.merge(new Place(site, provider), new Count(1, clock.now()), Count::plus);
    }

    /** What was seen, with what is not written yet. */
    public ProviderState added(SiteId site, WebhookProvider provider, ProviderState written) {
        Count more = counts.get(new Place(site, provider));
        return more == null
                ? written
                : new ProviderState(
                        written.lastEventAt(),
                        written.signatureFailures() + more.failures(),
                        more.last(),
                        written.silentSince(),
                        written.topics());
    }

    private void write() {
        if (counts.isEmpty()) {
            return;
        }
        Map<Place, Count> taken = Map.copyOf(counts);
        List<Tuple> rows = new ArrayList<>();
        // Always in the same order, as everybody who writes several of these rows, so that no two wait for each other.
        new TreeMap<>(taken)
                .forEach((place, count) ->
                        rows.add(Tuple.of(place.site().value(), place.provider().word(), count.failures())));
        database.asWorker(connection ->
                        connection.preparedQuery(ADD).executeBatch(rows).replaceWith(true))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debugf("Refused posts are counted later cause=%s", failure);
                    return Uni.createFrom().item(false);
                })
                .subscribe()
                .with(written -> {
                    if (written) {
                        taken.forEach(this::forget);
                    }
                });
    }

    private void forget(Place place, Count written) {
        counts.computeIfPresent(place, (same, now) -> {
            long left = now.failures() - written.failures();
            return left == 0 ? null : new Count(left, now.last());
        });
    }
}
