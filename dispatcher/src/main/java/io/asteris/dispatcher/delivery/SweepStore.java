package io.asteris.dispatcher.delivery;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.dispatcher.routing.Routing;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Moves what no call moves: leases that ran out, windows that are over, time that ran out, releases. */
@ApplicationScoped
public class SweepStore {
    /** More is done in the next round; a transaction of this size holds nobody up. */
    static final int BATCH = 200;

    private static final Duration SHORTEST_KEPT = Duration.ofDays(8);

    private static final String SELECT = "SELECT " + DeliveryRows.COLUMNS;
    private static final String LOCK = "\n LIMIT " + BATCH + " FOR UPDATE OF d SKIP LOCKED";
    private static final String WITH_PRESET = SELECT + """
            , coalesce((SELECT p.preset FROM provider p WHERE p.site = d.site AND p.name = d.provider), '') AS preset
            FROM delivery d
            """;

    private static final String LEASES_RUN_OUT = WITH_PRESET
            + " WHERE d.state = 'attempting' AND d.lease_until < asteris_now() AND NOT d.message = ANY($1)"
            + LOCK;
    private static final String OWN_LEASES =
            WITH_PRESET + " WHERE d.state = 'attempting' AND d.owner = $1 AND NOT d.message = ANY($2)" + LOCK;

    /** A message that somebody cancelled or had erased meanwhile is not sent once more. */
    private static final String WINDOWS_OVER = SELECT + """
            , d.erased OR EXISTS (SELECT FROM cancellation c WHERE c.message = d.message AND c.site = d.site) AS unwanted
             FROM delivery d
            WHERE d.state = 'uncertain' AND d.due_at <= asteris_now() AND d.proven IS NULL ORDER BY d.due_at
            """ + LOCK;

    private static final String PROVEN = SELECT + """
            , d.proven FROM delivery d
            WHERE d.proven IS NOT NULL AND d.state IN ('uncertain', 'unknown', 'expired', 'failed')
            """ + LOCK;

    /** Time that its lane stood, held or at its limits, does not count against a message; it is given back when it is missed. */
    private static final String STOOD = """
            d.state IN ('queued', 'retry_wait') AND lane_stood(d.site, d.provider) > d.stood_before + interval '1 second'
            AND (d.expires_at IS NULL OR d.expires_at > asteris_now())
            """;

    private static final String GIVE_TIME_BACK = """
            WITH late AS (
                SELECT d.message, lane_stood(d.site, d.provider) AS stood FROM delivery d
                WHERE d.state IN ('queued', 'retry_wait', 'held') AND d.deadline < 'infinity' AND d.deadline <= asteris_now() AND
            """ + STOOD + LOCK + """
            )
            UPDATE delivery d
            SET give_up_at = d.give_up_at + (late.stood - d.stood_before), stood_before = late.stood,
                deadline = least(d.expires_at, d.give_up_at + (late.stood - d.stood_before))
            FROM late WHERE d.message = late.message
            """;
    private static final String TIME_OVER = SELECT + """
             FROM delivery d
            WHERE d.state IN ('queued', 'retry_wait', 'held') AND d.deadline < 'infinity' AND d.deadline <= asteris_now() AND NOT (
            """ + STOOD + """
            ) ORDER BY d.deadline
            """ + LOCK;
    private static final String WORKING_AGAIN = SELECT + """
             FROM delivery d WHERE d.state = 'held' AND d.hold <> 'no_provider' AND d.hold = 'configuration'
            AND NOT EXISTS (SELECT FROM lane l WHERE l.site = d.site AND l.provider = d.provider AND l.held IS NOT NULL)
            """ + LOCK;
    private static final String ROUTABLE = SELECT + """
             FROM delivery d WHERE d.state = 'held' AND d.hold = 'no_provider' AND d.site = $1
            AND (d.wanted IS NULL OR EXISTS (SELECT FROM provider p WHERE p.site = d.site AND p.name = d.wanted))
            ORDER BY d.message
            """ + LOCK;
    private static final String HELD_IN_LANE = SELECT
            + " FROM delivery d WHERE d.state = 'held' AND d.hold <> 'no_provider' AND d.site = $1 AND d.provider = $2"
            + LOCK;

    /** The id's time only finds the old end of the primary key; accepted_at decides. */
    private static final String PURGE = """
            WITH old AS (
                SELECT message FROM delivery
                WHERE message < $1 AND accepted_at < asteris_now() - $2 * interval '1 millisecond'
                  AND state IN ('sent', 'failed', 'suppressed', 'expired', 'cancelled', 'unknown')
                ORDER BY message LIMIT 1000
            ), attempts AS (
                DELETE FROM attempt a USING old WHERE a.message = old.message
            ), cancellations AS (
                DELETE FROM cancellation c
                WHERE c.at < asteris_now() - $2 * interval '1 millisecond'
                   OR (SELECT d.state FROM delivery d WHERE d.message = c.message AND d.site = c.site)
                      IN ('sent', 'failed', 'suppressed', 'expired', 'cancelled', 'unknown')
            ), uses AS (
                DELETE FROM quota_use q WHERE q.at < asteris_now() - interval '25 hours'
            )
            DELETE FROM delivery d USING old WHERE d.message = old.message
            """;

    private final Database database;
    private final Steps steps;
    private final DatabaseClock clock;

    SweepStore(Database database, Steps steps, DatabaseClock clock) {
        this.database = database;
        this.steps = steps;
        this.clock = clock;
    }

    /**
     * Calls of instances that stopped renewing become uncertain.
     *
     * @param ours calls that this instance knows to be under way
     */
    public Uni<List<Transition>> leasesRunOut(Collection<MessageId> ours, Function<String, Duration> window) {
        return steps.move(
                LEASES_RUN_OUT,
                Tuple.of(ids(ours)),
                row -> lost(row, window, "the instance that made the call did not come back"));
    }

    /** Calls that an earlier run of this instance left behind become uncertain without waiting for their lease. */
    public Uni<List<Transition>> ownLeases(
            String owner, Collection<MessageId> ours, Function<String, Duration> window) {
        return steps.move(
                OWN_LEASES,
                Tuple.of(owner, ids(ours)),
                row -> lost(row, window, "the instance was restarted during the call"));
    }

    /** What a provider reported on is sent, whatever we believed: an uncertain message, or a closed one as a correction. */
    public Uni<List<Transition>> proven() {
        return steps.move(PROVEN, Tuple.tuple(), row -> {
            Delivery doubted = DeliveryRows.read(row);
            Transition step = Transition.of(doubted, sent(doubted), "the provider reported on it")
                    .with(doubted.recipients().proven(List.of(row.getArrayOfIntegers("proven"))));
            return steps.ready(step, null);
        });
    }

    /** Reconcile windows that ended without evidence: sent once more, flagged, or given up, which a person should know. */
    public Uni<List<Transition>> windowsOver() {
        return steps.move(
                WINDOWS_OVER,
                Tuple.tuple(),
                row -> {
                    Delivery doubtful = DeliveryRows.read(row);
                    var uncertain = new Dispatch.Uncertain();
                    boolean again = doubtful.onUnknown() == OnUnknown.RESEND
                            && !doubtful.resendUsed()
                            && !row.getBoolean("unwanted");
                    Transition step = again
                            ? Transition.of(doubtful, uncertain.resend(), "no evidence came; sent once more")
                                    .due(clock.now())
                                    .resent()
                            : Transition.of(doubtful, uncertain.giveUp(), "no evidence came; the provider may have it");
                    return steps.ready(step, null);
                },
                taken -> UnknownOutcomes.alerts(taken, clock.now()));
    }

    /** What waited past its deadline expires, unless its lane could not have sent it all that time. */
    public Uni<List<Transition>> timeOver() {
        return database.workers()
                .query(GIVE_TIME_BACK)
                .execute()
                .chain(() -> steps.move(TIME_OVER, Tuple.tuple(), row -> {
                    Delivery late = DeliveryRows.read(row);
                    return steps.ready(Transition.of(late, stoppable(late).expire(), "the time allowed ran out"), null);
                }));
    }

    /** What was held for settings that did not work goes on where they do again. */
    public Uni<List<Transition>> workingAgain() {
        return steps.move(
                WORKING_AGAIN, Tuple.tuple(), row -> released(DeliveryRows.read(row), "the provider works again"));
    }

    /** What is held in a lane goes on, whatever held it. */
    public Uni<List<Transition>> heldIn(LaneKey lane) {
        return steps.move(
                HELD_IN_LANE,
                Tuple.of(lane.site().value(), lane.provider()),
                row -> released(DeliveryRows.read(row), "released by hand"));
    }

    /**
     * What was held for want of a provider goes to the one that this routing names. A message whose caller insists on one that is
     * still missing stays.
     */
    public Uni<List<Transition>> routable(SiteId site, Routing routing) {
        if (routing.defaultProvider() == null) {
            return Uni.createFrom().item(List.of());
        }
        return steps.move(ROUTABLE, Tuple.of(site.value()), row -> {
            Delivery held = DeliveryRows.read(row);
            Transition step = release(held, "a provider is there", clock.now());
            String provider = routing.providerFor(held.source(), held.fromDomain(), held.wanted())
                    .orElseThrow(() -> new IllegalStateException("a default provider takes what no rule names"));
            return steps.ready(step.over(provider), null);
        });
    }

    /**
     * Forgets closed messages that were accepted so long ago, a thousand at a time.
     *
     * @param keep never below the 7 days for which announcements can be replayed
     * @return whether there may be more
     */
    public Uni<Boolean> purge(Duration keep) {
        Duration kept = keep.compareTo(SHORTEST_KEPT) < 0 ? SHORTEST_KEPT : keep;
        UUID oldest = new UUID(clock.now().minus(kept).toEpochMilli() << 16, 0);
        return database.workers()
                .preparedQuery(PURGE)
                .execute(Tuple.of(oldest, kept.toMillis()))
                .map(rows -> rows.rowCount() >= 1_000);
    }

    private Recorded released(Delivery held, String reason) {
        return steps.ready(release(held, reason, clock.now()), null);
    }

    /** The step of a held message that goes on now; the time on hold does not count against it. */
    static Transition release(Delivery held, String reason, Instant now) {
        return Transition.of(held, new Dispatch.Held().release(), reason)
                .due(now)
                .extended(Duration.between(held.changedAt(), now));
    }

    /** The state of a message that a query found waiting. */
    static Dispatch.Stoppable stoppable(Delivery waiting) {
        if (Dispatch.of(waiting.state()) instanceof Dispatch.Stoppable stoppable) {
            return stoppable;
        }
        throw unexpected(waiting);
    }

    private static Dispatch.Sent sent(Delivery proven) {
        Dispatch standing = Dispatch.of(proven.state());
        if (standing instanceof Dispatch.Uncertain uncertain) {
            return uncertain.prove();
        }
        if (standing instanceof Dispatch.Correctable correctable) {
            return correctable.correct();
        }
        throw unexpected(proven);
    }

    private static IllegalStateException unexpected(Delivery found) {
        return new IllegalStateException("a query gave a message in the unexpected state " + found.state());
    }

    private Recorded lost(Row row, Function<String, Duration> window, String reason) {
        Delivery attempted = DeliveryRows.read(row);
        String preset = row.getString("preset");
        Instant now = clock.now();
        Transition step = Transition.of(attempted, new Dispatch.Attempting().doubt(), reason)
                .counted()
                .due(now.plus(window.apply(preset)));
        var attempt = new AttemptRecorded(
                attempted.message(),
                attempted.site(),
                attempted.attempt(),
                attempted.lane().provider(),
                preset,
                attempted.lane().text(),
                AnswerKind.UNKNOWN,
                null,
                null,
                null,
                reason,
                null,
                attempted.changedAt(),
                Math.max(0, Duration.between(attempted.changedAt(), now).toMillis()),
                step.dueAt(),
                attempted.possibleDuplicate(),
                List.of());
        return steps.ready(step, attempt);
    }

    private static UUID[] ids(Collection<MessageId> messages) {
        return messages.stream().map(MessageId::value).toArray(UUID[]::new);
    }
}
