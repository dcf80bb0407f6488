package io.asteris.dispatcher.delivery;

import static io.asteris.platform.database.Columns.column;

import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.dispatcher.state.Recipients;
import io.asteris.platform.database.Database;
import io.asteris.platform.kafka.OutgoingEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the rows of accepted messages, once each however often they are announced. */
@ApplicationScoped
public class IntakeStore {
    /** The first change of every message. */
    public static final int VERSION_WHEN_QUEUED = 1;

    /** A message without a provider is queued and held in one step. */
    public static final int VERSION_WHEN_HELD = 2;

    /**
     * An announcement older than its topic keeps it was replayed, and its row may be gone: it is refused (WIRING, "Stores"). A
     * message whose cancellation came first is not due before the sweep has cancelled it, which is at once. Rows are matched with
     * arrays, not joins: each join of this statement with itself would be a loop in a loop.
     */
    private static final String INSERT = """
            WITH incoming AS (
                SELECT n.*, coalesce(n.scheduled_at, n.accepted_at) AS first_due,
                       EXISTS (SELECT FROM cancellation c WHERE c.message = n.message AND c.site = n.site) AS cancelled
                FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[],
                            $7::text[], $8::text[], $9::bigint[], $10::integer[], $11::text[], $12::text[], $13::text[],
                            $14::text[], $15::text[], $23::text[])
                    AS n (message, site, provider, accepted_at, scheduled_at, expires_at, recipients, hashes, size,
                          attachments, kind, source, from_domain, wanted, on_unknown, hashes_all)
                WHERE n.accepted_at > asteris_now() - interval '7 days'
            ), lanes AS MATERIALIZED (
                SELECT site, provider, lane_stood(site, provider) AS stood
                FROM (SELECT DISTINCT site, provider FROM incoming) AS one
            ), inserted AS (
                INSERT INTO delivery (message, site, provider, state, version, hold, due_at, deadline, give_up_at, expires_at,
                                      accepted_at, recipients, hashes, hashes_all, size, attachments, kind, source,
                                      from_domain, wanted, on_unknown, chosen, stood_before)
                SELECT message, i.site, i.provider,
                       CASE WHEN i.provider IS NULL THEN 'held' ELSE 'queued' END,
                       CASE WHEN i.provider IS NULL THEN 2 ELSE 1 END,
                       CASE WHEN i.provider IS NULL THEN 'no_provider' END,
                       CASE WHEN cancelled THEN first_due + interval '1 day' ELSE first_due END,
                       CASE WHEN i.provider IS NULL THEN coalesce(expires_at, 'infinity')
                            ELSE least(expires_at, first_due + $16 * interval '1 millisecond') END,
                       first_due + $16 * interval '1 millisecond', expires_at, accepted_at, recipients,
                       string_to_array(hashes, ' '), string_to_array(hashes_all, ' '), size, attachments, kind, source,
                       from_domain, wanted, on_unknown, i.provider, lanes.stood
                FROM incoming i JOIN lanes ON lanes.site = i.site AND lanes.provider IS NOT DISTINCT FROM i.provider
                ON CONFLICT (message) DO NOTHING
                RETURNING message
            ), told AS (
                INSERT INTO outbox (id, topic, key, type, site, body)
                SELECT o.id, o.topic, o.key, o.type, o.site, o.body
                FROM unnest($1::uuid[], $17::uuid[], $18::text[], $19::text[], $20::text[], $21::text[], $22::bytea[])
                    AS o (message, id, topic, key, type, site, body)
                WHERE o.message = ANY (ARRAY(SELECT message FROM inserted))
            )
            SELECT message, cancelled FROM incoming WHERE message = ANY (ARRAY(SELECT message FROM inserted))
            """;

    private final Database database;

    IntakeStore(Database database) {
        this.database = database;
    }

    /**
     * Inserts the rows that do not exist yet, in one statement.
     *
     * @param maxAge after which a message that was never taken expires
     * @return the messages that were inserted, each with whether its cancellation was there already
     */
    public Uni<Map<MessageId, Boolean>> insert(List<Incoming> batch, Duration maxAge) {
        return database.workers()
                .preparedQuery(INSERT)
                .execute(Tuple.from(parameters(batch, maxAge)))
                .map(rows -> {
                    Map<MessageId, Boolean> inserted = new HashMap<>();
                    rows.forEach(
                            row -> inserted.put(new MessageId(row.getUUID("message")), row.getBoolean("cancelled")));
                    return inserted;
                });
    }

    private static Object[] parameters(List<Incoming> batch, Duration maxAge) {
        List<MessageAccepted> accepted = batch.stream().map(Incoming::accepted).toList();
        return new Object[] {
            column(accepted, UUID[]::new, message -> message.message().value()),
            column(accepted, String[]::new, message -> message.site().value()),
            column(batch, String[]::new, Incoming::provider),
            column(accepted, OffsetDateTime[]::new, message -> DeliveryRows.at(message.acceptedAt())),
            column(accepted, OffsetDateTime[]::new, message -> DeliveryRows.atOrNull(message.scheduledAt())),
            column(accepted, OffsetDateTime[]::new, message -> DeliveryRows.atOrNull(message.expiresAt())),
            column(accepted, String[]::new, IntakeStore::recipients),
            column(accepted, String[]::new, IntakeStore::hashes),
            column(accepted, Long[]::new, MessageAccepted::size),
            column(accepted, Integer[]::new, MessageAccepted::attachments),
            column(accepted, String[]::new, message -> message.kind().word()),
            column(accepted, String[]::new, MessageAccepted::source),
            column(accepted, String[]::new, MessageAccepted::fromDomain),
            column(accepted, String[]::new, MessageAccepted::provider),
            column(batch, String[]::new, incoming -> incoming.onUnknown().word()),
            maxAge.toMillis(),
            column(batch, UUID[]::new, incoming -> incoming.told().id()),
            column(batch, String[]::new, incoming -> incoming.told().topic()),
            column(batch, String[]::new, incoming -> incoming.told().key()),
            column(batch, String[]::new, incoming -> incoming.told().type()),
            column(batch, String[]::new, incoming -> incoming.told().site()),
            column(
                    batch,
                    Buffer[]::new,
                    incoming -> Buffer.buffer(incoming.told().body())),
            column(accepted, String[]::new, IntakeStore::hashesForAllSites)
        };
    }

    private static String recipients(MessageAccepted message) {
        return Recipients.pending(message.recipients().size()).letters();
    }

    private static String hashes(MessageAccepted message) {
        return message.recipients().stream()
                .map(to -> to.hash().value())
                .collect(java.util.stream.Collectors.joining(" "));
    }

    /** Null unless each recipient has one. */
    private static @Nullable String hashesForAllSites(MessageAccepted message) {
        List<String> hashes = message.recipients().stream()
                .map(MessageAccepted.To::hashForAllSites)
                .filter(Objects::nonNull)
                .map(AddressHash::value)
                .toList();
        return hashes.size() == message.recipients().size() ? String.join(" ", hashes) : null;
    }

    /**
     * An accepted message with the lane found for it.
     *
     * @param provider null when the site has none; it is held then
     * @param onUnknown what its caller or else its site wants done with an unknown outcome
     * @param told the outbox row that says where it stands, queued or held
     */
    public record Incoming(
            MessageAccepted accepted, @Nullable String provider, OnUnknown onUnknown, OutgoingEvent told) {}
}
