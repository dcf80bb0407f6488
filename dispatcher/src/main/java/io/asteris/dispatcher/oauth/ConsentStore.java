package io.asteris.dispatcher.oauth;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;

/** The table {@code oauth_consent}: what was begun and has not come back. A state is never stored, only its hash. */
@ApplicationScoped
class ConsentStore {
    private static final int MOST_OPEN = 20;

    /** Those that ran out go whenever one is begun; of those still open only the latest stay. */
    private static final String TIDY = """
            DELETE FROM oauth_consent WHERE site = $1 AND provider = $2
            AND (expires_at <= asteris_now() OR hash IN (
                SELECT hash FROM oauth_consent WHERE site = $1 AND provider = $2 ORDER BY expires_at DESC OFFSET $3))
            """;

    private static final String ADD = """
            INSERT INTO oauth_consent (hash, site, provider, binding, verifier, expires_at)
            VALUES ($1, $2, $3, $4, $5, asteris_now() + $6 * interval '1 millisecond')
            """;
    private static final String TAKE = """
            DELETE FROM oauth_consent WHERE hash = $1
            RETURNING site, provider, binding, verifier, expires_at > asteris_now() AS open
            """;

    private final Database database;
    private final SecretBox box;

    ConsentStore(Database database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    Uni<Void> add(SqlClient connection, OAuthClient client, String state, String verifier, Duration life) {
        LaneKey lane = client.lane();
        String site = lane.site().value();
        return connection
                .preparedQuery(TIDY)
                .execute(Tuple.of(site, lane.provider(), MOST_OPEN - 1))
                .chain(() -> connection
                        .preparedQuery(ADD)
                        .execute(Tuple.of(
                                Buffer.buffer(hash(state)),
                                site,
                                lane.provider(),
                                client.binding(),
                                box.seal(lane.site(), record(lane), verifier),
                                life.toMillis())))
                .replaceWithVoid();
    }

    /** Takes what was begun under a state, once: a second look finds nothing. */
    Uni<Optional<Begun>> take(String state) {
        return database.onWorker(
                        connection -> connection.preparedQuery(TAKE).execute(Tuple.of(Buffer.buffer(hash(state)))))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(begun(rows.iterator().next())));
    }

    private Begun begun(Row row) {
        var lane = new LaneKey(new SiteId(row.getString("site")), row.getString("provider"));
        return new Begun(
                lane,
                row.getString("binding"),
                box.open(lane.site(), record(lane), row.getString("verifier")),
                row.getBoolean("open"));
    }

    private static byte[] hash(String state) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java has no SHA-256", missing);
        }
    }

    private static String record(LaneKey lane) {
        return "oauth-consent/" + lane.provider();
    }

    /**
     * A consent that was begun.
     *
     * @param binding of the settings it was begun under
     * @param isOpen whether its time is not over
     */
    record Begun(LaneKey lane, String binding, String verifier, boolean isOpen) {
        @Override
        public String toString() {
            return "consent for " + lane;
        }
    }
}
