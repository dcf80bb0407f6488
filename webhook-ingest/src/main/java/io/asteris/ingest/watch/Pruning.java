package io.asteris.ingest.watch;

import io.asteris.ingest.WebhooksConfig;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.data.Interval;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Deletes what is past its time, two thousand rows a statement, so that nobody waits for it. */
@ApplicationScoped
class Pruning {
    private static final int BATCH = 2_000;
    private static final Duration MARGIN = Duration.ofDays(1);
    private static final Duration STRIKES = Duration.ofDays(180);
    private static final Duration AUDIT = Duration.ofDays(730);

    private static final String BY_TIME = """
            DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s < asteris_now() - $1::interval LIMIT $2))
            """;

    /** Message ids begin with their time, so their oldest are the smallest. */
    private static final String BY_MESSAGE = """
            DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM %1$s
                WHERE %2$s < (lpad(to_hex(floor(extract(EPOCH FROM asteris_now() - $1::interval) * 1000)::bigint), 12, '0')
                              || repeat('0', 20))::uuid
                ORDER BY %2$s LIMIT $2))
            """;

    /** A post that was not worked off, or that nobody could read, stays until somebody has looked at it. */
    private static final String POSTS = BY_TIME.formatted("post", "state = 'done' AND received_at");

    private final Database database;
    private final List<Rule> rules;

    Pruning(Database database, WebhooksConfig config) {
        this.database = database;
        Duration keep = config.keep();
        Duration window = config.freshness().plus(MARGIN);
        // What tells a repeat apart has to outlive the window in which one is believed.
        Duration longest = keep.compareTo(window) > 0 ? keep : window;
        this.rules = List.of(
                new Rule(POSTS, longest),
                new Rule(BY_TIME.formatted("seen", "at"), longest),
                new Rule(BY_TIME.formatted("unmatched", "at"), MARGIN),
                new Rule(BY_TIME.formatted("strike", "last_at"), STRIKES),
                new Rule(BY_TIME.formatted("skipped_order", "at"), STRIKES),
                new Rule(BY_MESSAGE.formatted("audit", "id"), AUDIT),
                new Rule(BY_MESSAGE.formatted("recipient", "message"), keep),
                new Rule(BY_MESSAGE.formatted("announced", "message"), keep),
                new Rule(BY_MESSAGE.formatted("early_skip", "message"), keep),
                new Rule(BY_MESSAGE.formatted("provider_message", "message"), keep));
    }

    private record Rule(String statement, Duration age) {}

    Uni<Void> prune() {
        return Multi.createFrom()
                .iterable(rules)
                .onItem()
                .transformToUniAndConcatenate(this::prune)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> prune(Rule rule) {
        return database.asWorker(connection -> delete(connection, rule))
                .chain(deleted -> deleted < BATCH ? Uni.createFrom().item(deleted) : prune(rule));
    }

    private static Uni<Integer> delete(SqlConnection connection, Rule rule) {
        // An operator may set a window of centuries; PostgreSQL's clock does not reach that far back.
        int days = Math.toIntExact(Math.min(rule.age().toDays(), 18_000));
        int seconds =
                Math.toIntExact(days == 18_000 ? 0 : rule.age().minusDays(days).toSeconds());
        return connection
                .preparedQuery(rule.statement())
                .execute(Tuple.of(Interval.of(0, 0, days, 0, 0, seconds), BATCH))
                .map(rows -> rows.rowCount());
    }
}
