package io.asteris.deliverability.alert;

import static io.asteris.platform.database.Columns.column;

import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The counted facts: {@code seen_message}, {@code seen_report}, {@code pulse}, {@code hourly}. */
@ApplicationScoped
class SeenStore {
    /** Facts older than the horizon count for nothing: their rows may be gone, and a repeat would count twice. */
    private static final String HORIZON = "interval '7 days'";

    private static final String MESSAGES = """
            WITH merged AS (
                INSERT INTO seen_message AS s (message, site, first_at, due_at, provider, preset, taken_at, fault_at, fault,
                                               refused, no_mailbox, state, version, state_at, state_fault)
                SELECT * FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[],
                                     $7::timestamptz[], $8::timestamptz[], $9::text[], $10::boolean[], $11::boolean[],
                                     $12::text[], $13::integer[], $14::timestamptz[], $15::text[]) AS new (message, site, first_at)
                WHERE new.first_at > asteris_now() - %1$s
                ORDER BY 1
                ON CONFLICT (message) DO UPDATE SET
                    first_at = LEAST(s.first_at, excluded.first_at),
                    due_at = GREATEST(s.due_at, excluded.due_at),
                    provider = COALESCE(s.provider, excluded.provider),
                    preset = COALESCE(s.preset, excluded.preset),
                    taken_at = LEAST(s.taken_at, excluded.taken_at),
                    fault = CASE WHEN s.fault_at <= excluded.fault_at OR excluded.fault_at IS NULL
                                 THEN s.fault ELSE excluded.fault END,
                    fault_at = LEAST(s.fault_at, excluded.fault_at),
                    refused = s.refused OR excluded.refused,
                    no_mailbox = s.no_mailbox OR excluded.no_mailbox,
                    state = CASE WHEN s.version >= excluded.version THEN s.state ELSE excluded.state END,
                    state_at = CASE WHEN s.version >= excluded.version THEN s.state_at ELSE excluded.state_at END,
                    version = GREATEST(s.version, excluded.version),
                    state_fault = COALESCE(excluded.state_fault, s.state_fault)
                WHERE s.site = excluded.site
                RETURNING site, first_at, xmax = 0 AS is_new)
            INSERT INTO hourly AS h (site, hour, messages)
            SELECT site, date_trunc('hour', first_at), count(*) FROM merged WHERE is_new GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (site, hour) DO UPDATE SET messages = h.messages + excluded.messages
            """.formatted(HORIZON);

    private static final String REPORTS = """
            INSERT INTO seen_report (message, position, complaint, site, at)
            SELECT * FROM unnest($1::uuid[], $2::integer[], $3::boolean[], $4::text[], $5::timestamptz[]) AS new (m, p, c, s, at)
            WHERE new.at > asteris_now() - %s
            ORDER BY 1, 2, 3
            ON CONFLICT DO NOTHING
            """.formatted(HORIZON);

    private static final String PULSES = """
            INSERT INTO pulse AS p (site, preset, at)
            SELECT site, preset, max(at) FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS new (site, preset, at)
            GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (site, preset) DO UPDATE SET at = GREATEST(p.at, excluded.at)
            """;

    private static final List<String> PURGES = List.of("""
            DELETE FROM seen_message WHERE message IN (
                SELECT message FROM seen_message
                WHERE message < (lpad(to_hex((extract(epoch FROM asteris_now() - interval '8 days') * 1000)::bigint), 12, '0')
                                 || repeat('0', 20))::uuid
                  AND first_at < asteris_now() - interval '8 days'
                ORDER BY message LIMIT 5000)
            """, """
            DELETE FROM seen_report WHERE (message, position, complaint) IN (
                SELECT message, position, complaint FROM seen_report WHERE at < asteris_now() - interval '8 days' LIMIT 5000)
            """, """
            DELETE FROM hourly WHERE (site, hour) IN (
                SELECT site, hour FROM hourly WHERE hour < asteris_now() - interval '36 days' LIMIT 5000)
            """, """
            DELETE FROM incident WHERE id IN (
                SELECT id FROM incident WHERE cleared_at < asteris_now() - interval '400 days' LIMIT 5000)
            """, """
            DELETE FROM notice WHERE id IN (
                SELECT id FROM notice WHERE incident IS NULL AND created_at < asteris_now() - interval '30 days' LIMIT 5000)
            """);

    Uni<Void> add(SqlConnection connection, Collection<Seen> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Seen> rows = List.copyOf(all);
        return connection
                .preparedQuery(MESSAGES)
                .execute(Tuple.from(new Object[] {
                    column(rows, UUID[]::new, seen -> seen.message().value()),
                    column(rows, String[]::new, seen -> seen.site().value()),
                    column(rows, OffsetDateTime[]::new, seen -> utc(seen.firstAt())),
                    column(rows, OffsetDateTime[]::new, seen -> utc(seen.dueAt())),
                    column(rows, String[]::new, Seen::provider),
                    column(rows, String[]::new, Seen::preset),
                    column(rows, OffsetDateTime[]::new, seen -> utc(seen.takenAt())),
                    column(rows, OffsetDateTime[]::new, seen -> utc(seen.faultAt())),
                    column(rows, String[]::new, Seen::fault),
                    column(rows, Boolean[]::new, Seen::refused),
                    column(rows, Boolean[]::new, Seen::noMailbox),
                    column(
                            rows,
                            String[]::new,
                            seen -> seen.state() == null ? null : seen.state().word()),
                    column(rows, Integer[]::new, Seen::version),
                    column(rows, OffsetDateTime[]::new, seen -> utc(seen.stateAt())),
                    column(rows, String[]::new, Seen::stateFault)
                }))
                .replaceWithVoid();
    }

    /** A bounce or a complaint. */
    record Reported(UUID message, int position, boolean complaint, SiteId site, Instant at) {}

    Uni<Void> report(SqlConnection connection, Set<Reported> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Reported> rows = List.copyOf(all);
        return connection
                .preparedQuery(REPORTS)
                .execute(Tuple.from(new Object[] {
                    column(rows, UUID[]::new, Reported::message),
                    column(rows, Integer[]::new, Reported::position),
                    column(rows, Boolean[]::new, Reported::complaint),
                    column(rows, String[]::new, row -> row.site().value()),
                    column(rows, OffsetDateTime[]::new, row -> utc(row.at()))
                }))
                .replaceWithVoid();
    }

    /** A provider was heard of. */
    record Heard(SiteId site, String preset, Instant at) {}

    Uni<Void> heard(SqlConnection connection, Collection<Heard> all) {
        if (all.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Heard> rows = List.copyOf(all);
        return connection
                .preparedQuery(PULSES)
                .execute(Tuple.of(
                        column(rows, String[]::new, row -> row.site().value()),
                        column(rows, String[]::new, Heard::preset),
                        column(rows, OffsetDateTime[]::new, row -> utc(row.at()))))
                .replaceWithVoid();
    }

    /** Deletes what counts for nothing any more, a bounded part of it. */
    Uni<Void> purge(SqlConnection connection) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (String statement : PURGES) {
            done = done.chain(() -> connection.query(statement).execute().replaceWithVoid());
        }
        return done;
    }

    static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
