package io.asteris.log.ingest;

import io.asteris.contract.AddressHash;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryColumns;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The statements of the fold's transaction, each for all messages of a batch at once. */
@ApplicationScoped
class EntryWriter {
    /**
     * In order, so that two instances never wait for each other in a circle. The settings last as long as the transaction, which looks
     * all up by keys: a plan made for a week without entries is still right when it has a million.
     */
    static final String LOCK = """
            SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
                   set_config('plan_cache_mode', 'force_generic_plan', true), set_config('gin_pending_list_limit', $2, true),
                   pg_advisory_xact_lock_shared(hashtext('log.holding')), pg_advisory_xact_lock(hashtext('log.ingest'), number)
            FROM (SELECT number FROM unnest($1::integer[]) AS number ORDER BY number) AS sorted
            """;

    private static final String DELETED = "SELECT message FROM tombstone WHERE message = ANY ($1)";

    private static final String ERASED = """
            SELECT DISTINCT message
            FROM unnest($1::text[], $2::text[], $3::uuid[], $4::timestamptz[]) AS accepted (site, hash, message, at)
            JOIN erased_address USING (site, hash)
            WHERE accepted.at <= erased_address.at
            """;

    /**
     * The keys by value, so that each partition's index is gone through once, whatever the planner thinks. A join with them reads all
     * entries between the first and the last where mail waited long to be sent, 30 ms for 80 of 100,000, and one look-up a message
     * asks each class's index for each. The bounds name the partitions that can have any, so that the others are not asked.
     */
    static final String PRESENT = """
            SELECT %s
            FROM entry
            WHERE site = ANY ($1) AND message = ANY ($2) AND message BETWEEN $3 AND $4
            FOR UPDATE
            """.formatted(EntryColumns.READ);

    /** Where a row is there after all, because another instance wrote it meanwhile, this fails, and the batch is folded anew. */
    private static final String INSERT = """
            INSERT INTO entry (message, retention, recorded, attention, site, status, kind, size, provider, insisted,
                               source, resend_of, fields, tags, metadata, sender, subject, addresses, attachments,
                               search, facts, closed, sensitive)
            %s
            """.formatted(EntryColumns.ROWS);

    /** The rows are there; an update that joins them would read as {@link #PRESENT} must not. */
    private static final String UPDATE = INSERT + """
            ON CONFLICT (site, message, retention) DO UPDATE
            SET recorded = excluded.recorded, attention = excluded.attention, status = excluded.status,
                kind = excluded.kind, size = excluded.size, provider = excluded.provider, insisted = excluded.insisted,
                source = excluded.source, resend_of = excluded.resend_of, fields = excluded.fields, tags = excluded.tags,
                metadata = excluded.metadata, sender = excluded.sender, subject = excluded.subject,
                addresses = excluded.addresses, attachments = excluded.attachments, search = excluded.search,
                facts = excluded.facts, closed = excluded.closed, sensitive = excluded.sensitive
            """;

    private static final String INSERT_BODIES = """
            INSERT INTO body (message, retention, site, sealed, masked)
            SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::bytea[], $5::boolean[])
            ON CONFLICT DO NOTHING
            """;

    private static final String INSERT_WORDS = """
            INSERT INTO word (message, retention, site, words)
            SELECT message, retention, site, string_to_array(words, ' ')::bigint[]
            FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[]) AS given (message, retention, site, words)
            ON CONFLICT DO NOTHING
            """;

    private static final String HOLD = """
            INSERT INTO holding (site, retention)
            SELECT DISTINCT site, retention FROM unnest($1::text[], $2::smallint[]) AS given (site, retention)
            ORDER BY site, retention
            ON CONFLICT DO NOTHING
            """;

    /**
     * Makes other folds with one of these numbers wait until the transaction ends, and those who must know that nobody is writing
     * entries: a class that is let go, an address that is erased.
     */
    Uni<Void> lock(SqlConnection connection, Set<Integer> numbers, PendingLists lists) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(numbers.toArray(Integer[]::new), lists.limit()))
                .replaceWithVoid();
    }

    /** Those of the messages whose entry was deleted. */
    Uni<Set<MessageId>> deleted(SqlConnection connection, Collection<MessageId> messages) {
        return connection
                .preparedQuery(DELETED)
                .execute(Tuple.tuple().addArrayOfUUID(ids(messages)))
                .map(EntryWriter::messages);
    }

    /** Those of the messages that were accepted for an address before it was erased. */
    Uni<Set<MessageId>> erased(SqlConnection connection, Collection<Incoming> incoming) {
        var accepted = incoming.stream()
                .map(Incoming::accepted)
                .filter(Objects::nonNull)
                .flatMap(event -> event.recipients().stream().map(to -> new AcceptedFor(event, to.hash())))
                .toList();
        if (accepted.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return connection
                .preparedQuery(ERASED)
                .execute(Tuple.of(
                        accepted.stream().map(one -> one.event().site().value()).toArray(String[]::new),
                        accepted.stream().map(one -> one.hash().value()).toArray(String[]::new),
                        accepted.stream()
                                .map(one -> one.event().message().value())
                                .toArray(UUID[]::new),
                        accepted.stream()
                                .map(one -> one.event().acceptedAt().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .map(EntryWriter::messages);
    }

    /** One recipient of an acceptance. */
    private record AcceptedFor(MessageAccepted event, AddressHash hash) {}

    private static Set<MessageId> messages(Iterable<Row> rows) {
        var messages = new HashSet<MessageId>();
        rows.forEach(row -> messages.add(new MessageId(row.getUUID("message"))));
        return messages;
    }

    /** The present entries of these messages, locked until the transaction ends. */
    Uni<Map<MessageId, Entry>> present(SqlConnection connection, Collection<Incoming> incoming) {
        Map<MessageId, SiteId> sites = incoming.stream().collect(Collectors.toMap(Incoming::message, Incoming::site));
        var parameters = Tuple.tuple()
                .addArrayOfString(
                        sites.values().stream().distinct().map(SiteId::value).toArray(String[]::new))
                .addArrayOfUUID(ids(sites.keySet()));
        return connection
                .preparedQuery(PRESENT)
                .execute(bounds(parameters, sites.keySet()))
                .map(rows -> {
                    var present = new HashMap<MessageId, Entry>();
                    for (Row row : rows) {
                        Entry entry = EntryColumns.read(row);
                        if (entry.site().equals(sites.get(entry.message()))) {
                            present.put(entry.message(), entry);
                        }
                    }
                    return present;
                });
    }

    /** Writes entries that were not there. Fails when one of them appeared meanwhile. */
    Uni<Void> insert(SqlConnection connection, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> inserted = connection
                .preparedQuery(INSERT)
                .execute(EntryColumns.write(entries))
                .replaceWithVoid();
        return Uni.combine().all().unis(inserted, hold(connection, entries)).discardItems();
    }

    /** Writes entries that are there, locked by {@link #present}. */
    Uni<Void> update(SqlConnection connection, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery(UPDATE)
                .execute(EntryColumns.write(entries))
                .replaceWithVoid();
    }

    /** Writes the bodies of these entries. */
    Uni<Void> insertBodies(SqlConnection connection, List<KeptBody> bodies) {
        if (bodies.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Entry> entries = bodies.stream().map(KeptBody::entry).toList();
        Buffer[] octets = bodies.stream()
                .map(kept -> Buffer.buffer(kept.body().sealed().sealed()))
                .toArray(Buffer[]::new);
        Uni<Void> inserted = connection
                .preparedQuery(INSERT_BODIES)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids(entries.stream().map(Entry::message).toList()))
                        .addArrayOfShort(classes(entries))
                        .addArrayOfString(sites(entries))
                        .addValue(octets)
                        .addArrayOfBoolean(bodies.stream()
                                .map(kept -> kept.body().masked())
                                .toArray(Boolean[]::new)))
                .replaceWithVoid();
        return Uni.combine()
                .all()
                .unis(inserted, insertWords(connection, bodies))
                .discardItems();
    }

    private static Uni<Void> insertWords(SqlConnection connection, List<KeptBody> bodies) {
        List<KeptBody> searched =
                bodies.stream().filter(kept -> !kept.body().words().isEmpty()).toList();
        if (searched.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Entry> entries = searched.stream().map(KeptBody::entry).toList();
        return connection
                .preparedQuery(INSERT_WORDS)
                .execute(Tuple.tuple()
                        .addArrayOfUUID(ids(entries.stream().map(Entry::message).toList()))
                        .addArrayOfShort(classes(entries))
                        .addArrayOfString(sites(entries))
                        .addArrayOfString(searched.stream()
                                .map(kept -> kept.body().words().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(" ")))
                                .toArray(String[]::new)))
                .replaceWithVoid();
    }

    private static Uni<Void> hold(SqlConnection connection, List<Entry> entries) {
        return connection
                .preparedQuery(HOLD)
                .execute(Tuple.tuple().addArrayOfString(sites(entries)).addArrayOfShort(classes(entries)))
                .replaceWithVoid();
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
