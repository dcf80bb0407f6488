package io.asteris.dispatcher.delivery;

import static io.asteris.platform.database.Columns.column;

import io.asteris.contract.MessageId;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.platform.kafka.OutgoingEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Writes steps: the new state, the attempt and the outbox rows of many messages in one statement, which is one commit. It is the
 * only place where a delivery that exists changes its state, except for the claim.
 */
@ApplicationScoped
public class StepStore {
    /**
     * A row moves only from the state, under the fence and at the version that the step was made for; everything else of the
     * statement hangs on that. What is erased does not go back to wait once its call was begun.
     */
    private static final String RECORD = """
            WITH step AS (
                SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::text[],
                                     $8::integer[], $9::integer[], $10::timestamptz[], $11::timestamptz[], $12::text[],
                                     $13::boolean[])
                    AS s (message, from_state, version, fence, state, provider, recipients, attempt, tries, due_at, give_up_at,
                          hold, resend)
            ), moved AS (
                UPDATE delivery d
                SET state = s.state, version = d.version + 1, provider = s.provider, recipients = s.recipients,
                    chosen = CASE d.hold WHEN 'no_provider' THEN s.provider ELSE d.chosen END,
                    stood_before = CASE WHEN s.provider = d.provider THEN d.stood_before
                                        ELSE lane_stood(d.site, s.provider) END,
                    attempt = s.attempt, tries = s.tries, due_at = s.due_at, give_up_at = s.give_up_at, hold = s.hold,
                    deadline = CASE s.state WHEN 'held' THEN coalesce(d.expires_at, 'infinity')
                                            ELSE least(d.expires_at, s.give_up_at) END,
                    possible_duplicate = d.possible_duplicate OR s.resend, resend_used = d.resend_used OR s.resend,
                    changed_at = asteris_now(), lease_until = NULL, owner = NULL
                FROM step s
                WHERE d.message = s.message AND d.state = s.from_state AND d.version = s.version AND d.fence = s.fence
                  AND NOT (d.erased AND s.from_state IN ('attempting', 'uncertain') AND s.state IN ('retry_wait', 'held')
                           AND s.attempt = d.attempt)
                RETURNING d.message, d.site
            ), kept AS (
                INSERT INTO attempt (message, number, site, provider, preset, answer, cause, code, enhanced, said,
                                     provider_message_id, started_at, millis, possible_duplicate)
                SELECT a.message, a.number, moved.site, a.provider, a.preset, a.answer, a.cause, a.code, a.enhanced, a.said,
                       a.provider_message_id, a.started_at, a.millis, a.possible_duplicate
                FROM unnest($14::uuid[], $15::integer[], $16::text[], $17::text[], $18::text[], $19::text[], $20::integer[],
                            $21::text[], $22::text[], $23::text[], $24::timestamptz[], $25::bigint[], $26::boolean[])
                    AS a (message, number, provider, preset, answer, cause, code, enhanced, said, provider_message_id,
                          started_at, millis, possible_duplicate)
                JOIN moved ON moved.message = a.message
                ON CONFLICT (message, number) DO UPDATE
                    SET answer = excluded.answer, cause = excluded.cause, code = excluded.code, enhanced = excluded.enhanced,
                        said = excluded.said, provider_message_id = excluded.provider_message_id, millis = excluded.millis
            ), told AS (
                INSERT INTO outbox (id, topic, key, type, site, body)
                SELECT o.id, o.topic, o.key, o.type, o.site, o.body
                FROM unnest($27::uuid[], $28::uuid[], $29::text[], $30::text[], $31::text[], $32::text[], $33::bytea[])
                    AS o (message, id, topic, key, type, site, body)
                WHERE o.message = ANY (ARRAY(SELECT message FROM moved))
            )
            SELECT message FROM moved
            """;

    private static final String PRESENT =
            "SELECT " + DeliveryRows.COLUMNS + " FROM delivery d WHERE d.message = ANY($1)";

    /**
     * Writes those steps whose message still is where it was read.
     *
     * @return the messages that were moved
     */
    public Uni<Set<MessageId>> record(SqlClient connection, List<Recorded> steps) {
        return connection
                .preparedQuery(RECORD)
                .execute(Tuple.from(parameters(steps)))
                .map(rows -> {
                    Set<MessageId> moved = new HashSet<>();
                    rows.forEach(row -> moved.add(new MessageId(row.getUUID("message"))));
                    return moved;
                });
    }

    /** Those messages as they stand now. */
    public Uni<Map<MessageId, Delivery>> present(SqlClient connection, Collection<MessageId> messages) {
        UUID[] ids = messages.stream().map(MessageId::value).toArray(UUID[]::new);
        return connection.preparedQuery(PRESENT).execute(Tuple.of(ids)).map(rows -> {
            Map<MessageId, Delivery> present = new HashMap<>();
            DeliveryRows.read(rows).forEach(delivery -> present.put(delivery.message(), delivery));
            return present;
        });
    }

    private static Object[] parameters(List<Recorded> steps) {
        List<Transition> moves = steps.stream().map(Recorded::step).toList();
        List<AttemptRecorded> attempts =
                steps.stream().map(Recorded::attempt).filter(Objects::nonNull).toList();
        List<Told> told = steps.stream()
                .flatMap(step -> step.told().stream()
                        .map(row -> new Told(step.step().from().message().value(), row)))
                .toList();
        return new Object[] {
            column(moves, UUID[]::new, step -> step.from().message().value()),
            column(moves, String[]::new, step -> step.from().state().word()),
            column(moves, Integer[]::new, step -> step.from().version()),
            column(moves, Integer[]::new, step -> step.from().fence()),
            column(moves, String[]::new, step -> step.to().state().word()),
            column(moves, String[]::new, Transition::provider),
            column(moves, String[]::new, step -> step.recipients().letters()),
            column(moves, Integer[]::new, Transition::attempt),
            column(moves, Integer[]::new, Transition::tries),
            column(moves, OffsetDateTime[]::new, step -> DeliveryRows.at(step.dueAt())),
            column(moves, OffsetDateTime[]::new, step -> DeliveryRows.at(step.giveUpAt())),
            column(moves, String[]::new, StepStore::hold),
            column(moves, Boolean[]::new, Transition::resend),
            column(attempts, UUID[]::new, attempt -> attempt.message().value()),
            column(attempts, Integer[]::new, AttemptRecorded::attempt),
            column(attempts, String[]::new, AttemptRecorded::provider),
            column(attempts, String[]::new, AttemptRecorded::preset),
            column(attempts, String[]::new, attempt -> attempt.answer().word()),
            column(attempts, String[]::new, StepStore::cause),
            column(attempts, Integer[]::new, AttemptRecorded::code),
            column(attempts, String[]::new, AttemptRecorded::enhanced),
            column(attempts, String[]::new, AttemptRecorded::text),
            column(attempts, String[]::new, AttemptRecorded::providerMessageId),
            column(attempts, OffsetDateTime[]::new, attempt -> DeliveryRows.at(attempt.startedAt())),
            column(attempts, Long[]::new, AttemptRecorded::millis),
            column(attempts, Boolean[]::new, AttemptRecorded::possibleDuplicate),
            column(told, UUID[]::new, Told::message),
            column(told, UUID[]::new, row -> row.row().id()),
            column(told, String[]::new, row -> row.row().topic()),
            column(told, String[]::new, row -> row.row().key()),
            column(told, String[]::new, row -> row.row().type()),
            column(told, String[]::new, row -> row.row().site()),
            column(told, Buffer[]::new, row -> Buffer.buffer(row.row().body()))
        };
    }

    private static @org.jspecify.annotations.Nullable String hold(Transition step) {
        return step.hold() == null ? null : step.hold().word();
    }

    private static @org.jspecify.annotations.Nullable String cause(AttemptRecorded attempt) {
        return attempt.cause() == null ? null : attempt.cause().word();
    }

    private record Told(UUID message, OutgoingEvent row) {}
}
