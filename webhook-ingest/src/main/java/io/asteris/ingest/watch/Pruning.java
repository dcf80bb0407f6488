package io.asteris.ingest.watch;

import io.asteris.ingest.WebhooksConfig;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Deletes what is past its time, two thousand rows a statement, so that nobody waits for it. */
@ApplicationScoped
class Pruning {
    private static final int BATCH = 2_000;
    private static final Duration MARGIN = Duration.ofDays(1);
    private static final Duration STRIKES = Duration.ofDays(180);
    /** An operator may set a window of centuries; ids of messages begin in 1970. */
    private static final Duration LONGEST = Duration.ofDays(18_000);

    private static final Duration AUDIT = Duration.ofDays(730);

    /** Longer than a fact may be on its way: Kafka keeps them seven days. */
    private static final Duration ERASED = Duration.ofDays(8);

    private static final String BY_TIME = """
            DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s < asteris_now() - make_interval(secs => $1::float8) LIMIT $2))
            """;

    /** Message ids begin with their time, so their oldest are the smallest. */
    private static final String BY_MESSAGE = """
            DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM %1$s
                WHERE %2$s < (lpad(to_hex(floor(extract(EPOCH FROM asteris_now() - make_interval(secs => $1::float8)) * 1000)::bigint), 12, '0')
                              || repeat('0', 20))::uuid
                ORDER BY %2$s LIMIT $2))
            """;

    /** A post that was not worked off stays; one that nobody could read lies as long as any dead letter. */
    private static final String POSTS = BY_TIME.formatted("post", "state <> 'new' AND received_at");

    /** As long as one stands on the list under its hash, whoever names it again has to be told that it does. */
    private static final String ERASED_ADDRESSES = BY_TIME.formatted("erased_address", """
            NOT EXISTS (SELECT FROM suppression
                        WHERE suppression.site = erased_address.site AND suppression.canonical = 'erased:' || erased_address.h)
                AND at""");

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
                new Rule(BY_TIME.formatted("erased_message", "at"), ERASED),
                new Rule(ERASED_ADDRESSES, ERASED),
                new Rule(BY_MESSAGE.formatted("audit", "id"), AUDIT),
                new Rule(BY_MESSAGE.formatted("mention", "post"), longest),
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
        // In seconds: of days the driver makes months, and six of those are longer than 180 days.
        double seconds = Math.min(rule.age().toSeconds(), LONGEST.toSeconds());
        return connection
                .preparedQuery(rule.statement())
                .execute(Tuple.of(seconds, BATCH))
                .map(rows -> rows.rowCount());
    }
}
