package io.asteris.dispatcher.delivery;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves what waits in a lane that cannot take it into another; that it waits does not change. */
@ApplicationScoped
public class DetourStore {
    private static final String BLOCKED = """
            SELECT l.site, l.provider, l.held IS NOT NULL AS held, l.broken_at IS NOT NULL AS broken, r.fallbacks
            FROM lane l JOIN routing r ON r.site = l.site
            WHERE cardinality(r.fallbacks) > 0 AND NOT l.paused
              AND (l.held IS NOT NULL OR l.broken_at IS NOT NULL
                   OR l.until > asteris_now() + r.max_wait * interval '1 millisecond')
            """;

    /** A broken lane keeps one message, which finds out whether it works again. What may have been taken stays where it was. */
    private static final String MOVE = """
            WITH parked AS (
                SELECT message, CASE WHEN chosen <> $2 AND chosen = ANY($3) THEN chosen ELSE $4 END AS provider FROM delivery
                WHERE site = $1 AND provider = $2 AND state IN ('queued', 'retry_wait') AND due_at <= asteris_now()
                  AND wanted IS NULL AND NOT possible_duplicate
                ORDER BY due_at OFFSET $5 LIMIT 500 FOR UPDATE SKIP LOCKED
            )
            UPDATE delivery d
            SET provider = p.provider, stood_before = lane_stood(d.site, p.provider),
                give_up_at = d.give_up_at + (lane_stood(d.site, $2) - d.stood_before),
                deadline = least(d.expires_at, d.give_up_at + (lane_stood(d.site, $2) - d.stood_before))
            FROM parked p WHERE d.message = p.message AND p.provider IS NOT NULL
            RETURNING d.provider
            """;

    private static final String HELD = "SELECT " + DeliveryRows.COLUMNS + """
             FROM delivery d
            WHERE d.state = 'held' AND d.hold <> 'no_provider' AND d.site = $1 AND d.provider = $2 AND d.hold = 'configuration'
              AND d.wanted IS NULL AND NOT d.possible_duplicate
            LIMIT 200 FOR UPDATE OF d SKIP LOCKED
            """;

    private final Database database;
    private final Steps steps;
    private final DatabaseClock clock;

    DetourStore(Database database, Steps steps, DatabaseClock clock) {
        this.database = database;
        this.steps = steps;
        this.clock = clock;
    }

    /** The lanes that cannot take their mail although their site has fallbacks. */
    public Uni<List<Blocked>> blocked() {
        return database.workers().query(BLOCKED).execute().map(rows -> {
            List<Blocked> blocked = new ArrayList<>(rows.size());
            for (Row row : rows) {
                blocked.add(new Blocked(
                        new LaneKey(new SiteId(row.getString("site")), row.getString("provider")),
                        row.getBoolean("held"),
                        row.getBoolean("broken"),
                        List.of(row.getArrayOfStrings("fallbacks"))));
            }
            return blocked;
        });
    }

    /**
     * Moves what is due in a blocked lane, and what was held for its settings.
     *
     * @param usable the site's providers whose lanes take mail now; what stands in goes back to its own when that is among them
     * @param fallback where the rest goes; null when no fallback takes mail now
     * @return the lanes into which something was moved
     */
    public Uni<Set<LaneKey>> move(Blocked blocked, Collection<String> usable, @Nullable String fallback) {
        LaneKey lane = blocked.lane();
        return database.workers()
                .preparedQuery(MOVE)
                .execute(Tuple.from(Arrays.asList(
                        lane.site().value(),
                        lane.provider(),
                        usable.toArray(String[]::new),
                        fallback,
                        blocked.broken() && !blocked.held() ? 1L : 0L)))
                .map(rows -> {
                    Set<LaneKey> into = new HashSet<>();
                    rows.forEach(row -> into.add(new LaneKey(lane.site(), row.getString("provider"))));
                    return into;
                })
                .call(into -> fallback == null ? Uni.createFrom().nullItem() : release(lane, fallback, into));
    }

    private Uni<Void> release(LaneKey lane, String fallback, Set<LaneKey> into) {
        return steps.move(HELD, Tuple.of(lane.site().value(), lane.provider()), row -> {
                    Delivery held = DeliveryRows.read(row);
                    Transition step = SweepStore.release(held, "goes over " + fallback + " instead", clock.now());
                    return steps.ready(step.over(fallback), null);
                })
                .invoke(moved -> moved.stream()
                        .map(Transition::lane)
                        .flatMap(Optional::stream)
                        .forEach(into::add))
                .replaceWithVoid();
    }

    /**
     * A lane that cannot take its mail now.
     *
     * @param fallbacks of its site, in the order in which they are asked
     */
    public record Blocked(LaneKey lane, boolean held, boolean broken, List<String> fallbacks) {
        public Blocked {
            fallbacks = List.copyOf(fallbacks);
        }
    }
}
