package io.asteris.dispatcher.oauth;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.platform.crypto.SecretBox;
import io.asteris.platform.crypto.UnopenableSecretException;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code oauth_grant}. */
@ApplicationScoped
public class GrantStore {
    private static final String COLUMNS = """
             g.site, g.provider, g.binding, g.tokens, g.state, g.generation, g.expires_at, g.renewed_at, g.failures, g.trouble,
             g.misconfigured, g.lease, extract(epoch FROM g.renew_at - asteris_now()) * 1000 AS renew_in
            """;
    private static final String FIND =
            "SELECT " + COLUMNS + " FROM oauth_grant g WHERE g.site = $1 AND g.provider = $2";

    /** The same binding keeps its tokens; saved settings are worth another try at once. */
    private static final String SETTLE = """
            INSERT INTO oauth_grant AS g (site, provider, binding, tokens, state) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (site, provider) DO UPDATE
                SET binding = excluded.binding, renew_at = asteris_now(), failures = 0, trouble = NULL, misconfigured = false,
                    tokens = CASE WHEN g.binding = $3 THEN g.tokens ELSE excluded.tokens END,
                    state = CASE WHEN g.binding = $3 THEN g.state ELSE excluded.state END,
                    expires_at = CASE WHEN g.binding = $3 THEN g.expires_at END,
                    renewed_at = CASE WHEN g.binding = $3 THEN g.renewed_at END,
                    generation = CASE WHEN g.binding = $3 THEN g.generation ELSE g.generation + 1 END,
                    lease = CASE WHEN g.binding = $3 THEN g.lease END,
                    lease_until = CASE WHEN g.binding = $3 THEN g.lease_until END
            RETURNING g.state = 'ok' AS authorised
            """;

    private static final String DELETE = "DELETE FROM oauth_grant WHERE site = $1 AND provider = $2 RETURNING alerted";

    private static final String FREE = " AND (lease_until IS NULL OR lease_until <= asteris_now())";
    private static final String LEASE = """
            UPDATE oauth_grant g SET lease = gen_random_uuid(), lease_until = asteris_now() + $1 * interval '1 millisecond'
            FROM due WHERE g.site = due.site AND g.provider = due.provider
            RETURNING
            """ + COLUMNS;
    private static final String TAKE_DUE = """
            WITH due AS (
                SELECT site, provider FROM oauth_grant WHERE state = 'ok' AND renew_at <= asteris_now()
            """ + FREE + " ORDER BY renew_at LIMIT $2 FOR UPDATE SKIP LOCKED) " + LEASE;
    private static final String TAKE_ONE = """
            WITH due AS (
                SELECT site, provider FROM oauth_grant WHERE site = $2 AND provider = $3 AND generation = $4
            """ + FREE + " FOR UPDATE) " + LEASE;

    private static final String HOLDER = " WHERE site = $1 AND provider = $2 AND lease = $3";
    private static final String ALERTED = " RETURNING (SELECT alerted FROM before) AS alerted";

    /** It works again: whoever was told of trouble is to be told that it is over. */
    private static final String KEEP = """
            WITH before AS (SELECT alerted FROM oauth_grant WHERE site = $1 AND provider = $2)
            UPDATE oauth_grant SET tokens = $4, state = 'ok', generation = generation + 1, failures = 0, trouble = NULL,
                misconfigured = false, alerted = false, lease = NULL, lease_until = NULL, renewed_at = asteris_now(),
                expires_at = asteris_now() + $5 * interval '1 millisecond',
                renew_at = asteris_now() + $6 * interval '1 millisecond'
            """;

    private static final String RENEWED = KEEP + HOLDER + ALERTED;
    private static final String POSTPONED = """
            UPDATE oauth_grant SET failures = failures + 1, trouble = $4, misconfigured = $5, lease = NULL, lease_until = NULL,
                renew_at = asteris_now() + $6 * interval '1 millisecond'
            """ + HOLDER;
    private static final String OVER = """
            WITH before AS (SELECT alerted FROM oauth_grant WHERE site = $1 AND provider = $2)
            UPDATE oauth_grant SET state = 'authorise', failures = failures + 1, trouble = $4, alerted = true, lease = NULL,
                lease_until = NULL
            """ + HOLDER + ALERTED;

    /** A consent outranks whatever renewal is under way. */
    private static final String GRANTED = KEEP + " WHERE site = $1 AND provider = $2 AND binding = $3" + ALERTED;

    private static final String OTHERS_ALERTED =
            "SELECT FROM oauth_grant WHERE site = $1 AND provider <> $2 AND alerted LIMIT 1";

    private final Database database;
    private final SecretBox box;

    GrantStore(Database database, SecretBox box) {
        this.database = database;
        this.box = box;
    }

    /** The grant of a provider; empty when its preset needs none. */
    Uni<Optional<Grant>> find(LaneKey lane) {
        return database.onWorker(connection -> find(connection, lane));
    }

    /** The grant of a provider, in the caller's transaction. */
    public Uni<Optional<Grant>> find(SqlClient connection, LaneKey lane) {
        return connection
                .preparedQuery(FIND)
                .execute(Tuple.of(lane.site().value(), lane.provider()))
                .map(rows -> read(rows).stream().findFirst());
    }

    /**
     * Makes the grant of a provider whose settings are saved, or keeps the one that belongs to them.
     *
     * @return whether mail can go out without a consent
     */
    Uni<Boolean> settle(SqlClient connection, OAuthClient client) {
        String given = client.givenRefreshToken();
        return connection
                .preparedQuery(SETTLE)
                .execute(Tuple.of(
                        client.lane().site().value(),
                        client.lane().provider(),
                        client.binding(),
                        given == null ? null : seal(client.lane(), new Tokens(given, null)),
                        given == null ? "authorise" : "ok"))
                .map(rows -> rows.iterator().next().getBoolean("authorised"));
    }

    /** Forgets the grant of a provider that is removed, or whose preset needs none. */
    Uni<Change> delete(SqlClient connection, LaneKey lane) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(lane.site().value(), lane.provider()))
                .map(GrantStore::change);
    }

    /** Takes at most that many grants whose turn it is; nobody else renews them for that long. */
    Uni<List<Grant>> takeDue(int most, Duration lease) {
        return database.onWorker(connection -> connection
                .preparedQuery(TAKE_DUE)
                .execute(Tuple.of(lease.toMillis(), most))
                .map(this::read));
    }

    /** Takes one grant for a renewal, unless it has other tokens by now or somebody is renewing it. */
    Uni<Optional<Grant>> take(LaneKey lane, long generation, Duration lease) {
        return database.onWorker(connection -> connection
                .preparedQuery(TAKE_ONE)
                .execute(Tuple.of(lease.toMillis(), lane.site().value(), lane.provider(), generation))
                .map(rows -> read(rows).stream().findFirst()));
    }

    /** Keeps the tokens of a renewal; changes nothing when another renewal or a consent was faster, whose tokens count. */
    Uni<Change> renewed(SqlClient connection, Grant taken, TokenAnswer.Granted granted, Duration renewIn) {
        return connection
                .preparedQuery(RENEWED)
                .execute(holder(taken)
                        .addString(seal(taken.lane(), taken.tokens().after(granted)))
                        .addLong(granted.lifetime().toMillis())
                        .addLong(renewIn.toMillis()))
                .map(GrantStore::change);
    }

    /** Lets go of a grant whose renewal failed, until another try. */
    Uni<Void> postponed(SqlClient connection, Grant taken, String trouble, boolean misconfigured, Duration wait) {
        return connection
                .preparedQuery(POSTPONED)
                .execute(holder(taken)
                        .addString(trouble)
                        .addBoolean(misconfigured)
                        .addLong(wait.toMillis()))
                .replaceWithVoid();
    }

    /** The consent is over. */
    Uni<Change> over(SqlClient connection, Grant taken, String trouble) {
        return connection
                .preparedQuery(OVER)
                .execute(holder(taken).addString(trouble))
                .map(GrantStore::change);
    }

    /** Keeps the tokens of a new consent; changes nothing when the settings it was for are not the present ones. */
    Uni<Change> granted(SqlClient connection, OAuthClient client, TokenAnswer.Granted granted, Duration renewIn) {
        return connection
                .preparedQuery(GRANTED)
                .execute(Tuple.of(
                                client.lane().site().value(),
                                client.lane().provider(),
                                client.binding(),
                                seal(client.lane(), Tokens.NONE.after(granted)))
                        .addLong(granted.lifetime().toMillis())
                        .addLong(renewIn.toMillis()))
                .map(GrantStore::change);
    }

    /** Whether the owner was told of another provider of the site. */
    Uni<Boolean> isAnotherAlerted(SqlClient connection, LaneKey lane) {
        return connection
                .preparedQuery(OTHERS_ALERTED)
                .execute(Tuple.of(lane.site().value(), lane.provider()))
                .map(rows -> rows.size() > 0);
    }

    private static Tuple holder(Grant taken) {
        return Tuple.of(taken.lane().site().value(), taken.lane().provider(), taken.lease());
    }

    private static Change change(RowSet<Row> rows) {
        return rows.size() == 0
                ? new Change(false, false)
                : new Change(true, rows.iterator().next().getBoolean("alerted"));
    }

    private List<Grant> read(Iterable<Row> rows) {
        List<Grant> found = new ArrayList<>();
        for (Row row : rows) {
            var lane = new LaneKey(new SiteId(row.getString("site")), row.getString("provider"));
            found.add(new Grant(
                    lane,
                    row.getString("binding"),
                    open(lane, row.getString("tokens")),
                    row.getString("state").equals("ok"),
                    row.getLong("generation"),
                    instant(row, "expires_at"),
                    Duration.ofMillis(row.getNumeric("renew_in").longValue()),
                    instant(row, "renewed_at"),
                    row.getInteger("failures"),
                    row.getString("trouble"),
                    row.getBoolean("misconfigured"),
                    (UUID) row.getValue("lease")));
        }
        return found;
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private String seal(LaneKey lane, Tokens tokens) {
        return box.seal(lane.site(), record(lane), tokens.json());
    }

    /** Tokens that cannot be opened are lost: the owner signs in again. */
    private Tokens open(LaneKey lane, @Nullable String sealed) {
        try {
            return sealed == null ? Tokens.NONE : Tokens.parse(box.open(lane.site(), record(lane), sealed));
        } catch (UnopenableSecretException unopenable) {
            return Tokens.NONE;
        }
    }

    private static String record(LaneKey lane) {
        return "oauth/" + lane.provider();
    }

    /**
     * What a write did.
     *
     * @param done false when somebody else was faster
     * @param wasAlerted whether the owner had been told before that the consent is over
     */
    record Change(boolean done, boolean wasAlerted) {}
}
