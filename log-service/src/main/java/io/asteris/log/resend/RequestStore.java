package io.asteris.log.resend;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.IdempotencyKey;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;

/**
 * Remembers what a request that sends was answered, so that the same one twice sends once: by its {@code Idempotency-Key} for two
 * days, without one by what it says for ten seconds, which is how long a second click may take.
 */
@ApplicationScoped
class RequestStore {
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('log.request'), hashtext($1))";
    private static final String BY_KEY = "SELECT answer, fingerprint FROM request WHERE site = $1 AND key = $2";
    private static final String BY_FINGERPRINT = """
            SELECT answer, fingerprint FROM request
            WHERE site = $1 AND fingerprint = $2 AND key IS NULL AND at > asteris_now() - interval '10 seconds'
            ORDER BY at DESC LIMIT 1
            """;
    private static final String REMEMBER =
            "INSERT INTO request (site, key, fingerprint, answer) VALUES ($1, $2, $3, $4)";
    private static final String FORGET = "DELETE FROM request WHERE site = $1 AND answer = $2";
    private static final String PRUNE =
            "DELETE FROM request WHERE site = $1 AND at < asteris_now() - interval '48 hours'";

    private final Database database;

    RequestStore(Database database) {
        this.database = database;
    }

    /**
     * What the same request was answered before, or that this is its first time: then the answer given here is remembered.
     *
     * @param fingerprint of what the request says
     * @throws ProblemException {@code 422} when the key belongs to a request that said something else
     */
    Uni<Remembered> remember(
            SqlConnection transaction, SiteId site, Optional<IdempotencyKey> key, byte[] fingerprint, UUID answer) {
        return transaction
                .preparedQuery(LOCK)
                .execute(Tuple.of(site.value()))
                .chain(() -> transaction.preparedQuery(PRUNE).execute(Tuple.of(site.value())))
                .chain(() -> find(transaction, site, key, fingerprint))
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(new Remembered(found.get(), true))
                        : transaction
                                .preparedQuery(REMEMBER)
                                .execute(Tuple.of(
                                        site.value(),
                                        key.map(IdempotencyKey::value).orElse(null),
                                        Buffer.buffer(fingerprint),
                                        answer))
                                .replaceWith(new Remembered(answer, false)));
    }

    /** Takes back what was remembered of a request that came to nothing, so that it may come again. */
    Uni<Void> forget(SiteId site, UUID answer) {
        return database.inSite(site, connection -> connection
                .preparedQuery(FORGET)
                .execute(Tuple.of(site.value(), answer))
                .replaceWithVoid());
    }

    private static Uni<Optional<UUID>> find(
            SqlConnection transaction, SiteId site, Optional<IdempotencyKey> key, byte[] fingerprint) {
        return (key.isPresent()
                        ? transaction
                                .preparedQuery(BY_KEY)
                                .execute(Tuple.of(site.value(), key.get().value()))
                        : transaction
                                .preparedQuery(BY_FINGERPRINT)
                                .execute(Tuple.of(site.value(), Buffer.buffer(fingerprint))))
                .map(rows -> answer(rows.iterator(), fingerprint));
    }

    private static Optional<UUID> answer(Iterator<Row> rows, byte[] fingerprint) {
        if (!rows.hasNext()) {
            return Optional.empty();
        }
        Row row = rows.next();
        if (!Arrays.equals(row.getBuffer("fingerprint").getBytes(), fingerprint)) {
            throw new ProblemException(
                    ProblemType.KEY_REUSED, "This Idempotency-Key was used for another request of this site.");
        }
        return Optional.of(row.getUUID("answer"));
    }

    /**
     * The answer of a request.
     *
     * @param repeated whether it was given before
     */
    record Remembered(UUID answer, boolean repeated) {}
}
