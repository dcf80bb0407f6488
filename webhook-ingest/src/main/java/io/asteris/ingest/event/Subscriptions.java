package io.asteris.ingest.event;

import io.asteris.ingest.provider.Reading.Handshake;
import io.asteris.ingest.provider.ses.Subscribing;
import io.asteris.platform.database.Database;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Confirms subscriptions of topics that were verified and are listened to, with tries further and further apart. The end of one is
 * noted and never answered: its address would subscribe again.
 */
@ApplicationScoped
class Subscriptions {
    private static final Logger LOG = Logger.getLogger(Subscriptions.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int MOST_TRIES = 12;

    private static final String ASK = """
            INSERT INTO subscription (site, topic, state, url, due_at) VALUES ($1, $2, 'pending', $3, asteris_now())
            ON CONFLICT (site, topic) DO UPDATE
            SET state = 'pending', url = excluded.url, tries = 0, due_at = asteris_now(), error = NULL
            """;
    private static final String END = """
            INSERT INTO subscription (site, topic, state, due_at) VALUES ($1, $2, 'unsubscribed', asteris_now())
            ON CONFLICT (site, topic) DO UPDATE SET state = 'unsubscribed', url = NULL, error = NULL
            """;
    /** Taken for so long that a crash in the call only delays the next try. */
    private static final String TAKE = """
            UPDATE subscription SET tries = tries + 1, due_at = asteris_now() + least(power(2, tries), 3600) * interval '5 seconds'
            WHERE (site, topic) IN (SELECT site, topic FROM subscription
                                    WHERE state = 'pending' AND due_at <= asteris_now() LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING site, topic, url, tries
            """;

    private static final String CONFIRMED = """
            UPDATE subscription SET state = 'confirmed', url = NULL, error = NULL
            WHERE site = $1 AND topic = $2 AND state = 'pending' AND url = $3
            """;
    private static final String FAILED = """
            UPDATE subscription SET error = $4, state = CASE WHEN $5 THEN 'failed' ELSE state END
            WHERE site = $1 AND topic = $2 AND state = 'pending' AND url = $3
            """;

    private final Database database;
    private final Subscribing subscribing;
    private final Vertx vertx;

    Subscriptions(Database database, Subscribing subscribing, Vertx vertx) {
        this.database = database;
        this.subscribing = subscribing;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        vertx.setTimer(INTERVAL.toMillis(), timer -> round());
    }

    /** Notes the handshakes among some posts. */
    Uni<Void> take(SqlConnection connection, List<ClaimedPost> posts) {
        List<Tuple> asked = new ArrayList<>();
        List<Tuple> ended = new ArrayList<>();
        for (ClaimedPost post : posts) {
            post.reading()
                    .flatMap(reading -> reading.handshake())
                    .ifPresent(handshake -> note(post, handshake, asked, ended));
        }
        return batch(connection, ASK, asked).chain(() -> batch(connection, END, ended));
    }

    private static void note(ClaimedPost post, Handshake handshake, List<Tuple> asked, List<Tuple> ended) {
        String site = post.site().value();
        handshake
                .confirmUrl()
                .ifPresentOrElse(
                        url -> asked.add(Tuple.of(site, handshake.topic(), url)),
                        () -> ended.add(Tuple.of(site, handshake.topic())));
    }

    private static Uni<Void> batch(SqlConnection connection, String statement, List<Tuple> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(statement).executeBatch(rows).replaceWithVoid();
    }

    private void round() {
        confirmNext()
                .onFailure()
                .invoke(failure -> LOG.debugf("Subscriptions wait cause=%s", failure))
                .onFailure()
                .recoverWithItem(false)
                .subscribe()
                .with(more -> vertx.setTimer(more ? 1 : INTERVAL.toMillis(), timer -> round()));
    }

    private Uni<Boolean> confirmNext() {
        return database.onWorker(connection -> connection.query(TAKE).execute())
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().item(false)
                        : confirm(rows.iterator().next()).replaceWith(true));
    }

    private Uni<Void> confirm(Row row) {
        String site = row.getString("site");
        String topic = row.getString("topic");
        String url = row.getString("url");
        return subscribing
                .confirm(url, topic)
                .chain(trouble -> database.onWorker(connection -> trouble.isEmpty()
                        ? connection
                                .preparedQuery(CONFIRMED)
                                .execute(Tuple.of(site, topic, url))
                                .replaceWithVoid()
                        : connection
                                .preparedQuery(FAILED)
                                .execute(Tuple.of(
                                        site,
                                        topic,
                                        url,
                                        trouble.get().words(),
                                        trouble.get().isFinal() || row.getInteger("tries") >= MOST_TRIES))
                                .replaceWithVoid()));
    }
}
