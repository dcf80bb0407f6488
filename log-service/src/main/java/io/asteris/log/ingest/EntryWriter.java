package io.asteris.log.ingest;

import io.asteris.contract.MessageId;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The statements of the fold's transaction, each for all messages of a batch at once. */
@ApplicationScoped
class EntryWriter {
    /** In order, so that two instances never wait for each other in a circle. */
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(hashtext('log.ingest'), number)
            FROM (SELECT number FROM unnest($1::integer[]) AS number ORDER BY number) AS sorted
            """;

    private static final String DELETED = "SELECT message FROM tombstone WHERE message = ANY ($1)";

    /** The bounds name the partitions that can have any of them, so that the others are not asked. */
    private static final String PRESENT = """
            SELECT %s
            FROM unnest($1::text[], $2::uuid[]) AS wanted (site, message) JOIN entry USING (site, message)
            WHERE entry.message BETWEEN $3 AND $4
            ORDER BY message
            FOR UPDATE OF entry
            """.formatted(EntryColumns.READ);

    private static final String INSERT = """
            INSERT INTO entry (message, retention, recorded, attention, site, status, kind, size, provider, insisted,
                               source, resend_of, fields, tags, metadata, sender, subject, addresses, attachments,
                               search, facts)
            %s
            ON CONFLICT DO NOTHING
            """.formatted(EntryColumns.ROWS);

    private static final String UPDATE = """
            UPDATE entry
            SET recorded = r.recorded, attention = r.attention, status = r.status, kind = r.kind, size = r.size,
                provider = r.provider, insisted = r.insisted, source = r.source, resend_of = r.resend_of,
                fields = r.fields, tags = r.tags, metadata = r.metadata, sender = r.sender, subject = r.subject,
                addresses = r.addresses, attachments = r.attachments, search = r.search, facts = r.facts
            FROM (%s) AS r
            WHERE entry.site = r.site AND entry.message = r.message AND entry.retention = r.retention
              AND entry.message BETWEEN $22 AND $23
            """.formatted(EntryColumns.ROWS);

    private static final String INSERT_BODIES = """
            INSERT INTO body (message, retention, site, sealed)
            SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::bytea[])
            ON CONFLICT DO NOTHING
            """;

    private static final String HOLD = """
            INSERT INTO holding (site, retention)
            SELECT DISTINCT site, retention FROM unnest($1::text[], $2::smallint[]) AS given (site, retention)
            ON CONFLICT DO NOTHING
            """;

    /** Makes other batches with records of these Kafka partitions wait until the transaction ends. */
    Uni<Void> lock(SqlConnection connection, Set<Integer> partitions) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.tuple().addArrayOfInteger(partitions.toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    /** Those of the messages whose entry was deleted. */
    Uni<Set<MessageId>> deleted(SqlConnection connection, Collection<MessageId> messages) {
        return connection
                .preparedQuery(DELETED)
                .execute(Tuple.tuple().addArrayOfUUID(ids(messages)))
                .map(rows -> {
                    var deleted = new HashSet<MessageId>();
                    rows.forEach(row -> deleted.add(new MessageId(row.getUUID("message"))));
                    return deleted;
                });
    }

    /** The present entries of these messages, locked until the transaction ends. */
    Uni<Map<MessageId, Entry>> present(SqlConnection connection, Collection<Incoming> incoming) {
        List<MessageId> messages = incoming.stream().map(Incoming::message).toList();
        var parameters = Tuple.tuple()
                .addArrayOfString(
                        incoming.stream().map(one -> one.site().value()).toArray(String[]::new))
                .addArrayOfUUID(ids(messages));
        return connection
                .preparedQuery(PRESENT)
                .execute(bounds(parameters, messages))
                .map(rows -> {
                    var present = new HashMap<MessageId, Entry>();
                    for (Row row : rows) {
                        Entry entry = EntryColumns.read(row);
                        present.put(entry.message(), entry);
                    }
                    return present;
                });
    }

    /** Writes entries that were not there. Fails when one of them appeared meanwhile, so that the batch is folded anew. */
    Uni<Void> insert(SqlConnection connection, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(INSERT)
                .execute(EntryColumns.write(entries))
                .invoke(done -> requireAll(entries.size(), done.rowCount()))
                .chain(() -> hold(connection, entries));
    }

    /** Writes entries that were there, locked by {@link #present}. */
    Uni<Void> update(SqlConnection connection, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<MessageId> messages = entries.stream().map(Entry::message).toList();
        return connection
                .preparedQuery(UPDATE)
                .execute(bounds(EntryColumns.write(entries), messages))
                .invoke(done -> requireAll(entries.size(), done.rowCount()))
                .replaceWithVoid();
    }

    /** Writes the bodies of these entries. */
    Uni<Void> insertBodies(SqlConnection connection, List<KeptBody> bodies) {
        if (bodies.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Entry> entries = bodies.stream().map(KeptBody::entry).toList();
        Buffer[] octets =
                bodies.stream().map(kept -> Buffer.buffer(kept.body().sealed())).toArray(Buffer[]::new);
        return connection
                .preparedQuery(INSERT_BODIES)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids(entries.stream().map(Entry::message).toList()))
                        .addArrayOfShort(classes(entries))
                        .addArrayOfString(sites(entries))
                        .addValue(octets))
                .replaceWithVoid();
    }

    private static Uni<Void> hold(SqlConnection connection, List<Entry> entries) {
        return connection
                .preparedQuery(HOLD)
                .execute(Tuple.tuple().addArrayOfString(sites(entries)).addArrayOfShort(classes(entries)))
                .replaceWithVoid();
    }

    private static void requireAll(int wanted, int written) {
        if (wanted != written) {
            throw new IllegalStateException("another instance wrote some of these entries meanwhile: " + written
                    + " of " + wanted + " were as they had been read");
        }
    }

    private static Tuple bounds(Tuple parameters, Collection<MessageId> messages) {
        return parameters
                .addUUID(messages.stream()
                        .min(MessageId::compareTo)
                        .orElseThrow()
                        .value())
                .addUUID(messages.stream()
                        .max(MessageId::compareTo)
                        .orElseThrow()
                        .value());
    }

    private static UUID[] ids(Collection<MessageId> messages) {
        return messages.stream().map(MessageId::value).toArray(UUID[]::new);
    }

    private static Short[] classes(List<Entry> entries) {
        return entries.stream().map(entry -> (short) entry.retention().days()).toArray(Short[]::new);
    }

    private static String[] sites(List<Entry> entries) {
        return entries.stream().map(entry -> entry.site().value()).toArray(String[]::new);
    }
}
