package io.asteris.ingest.event;

import io.asteris.contract.AddressHash;
import io.asteris.contract.Json;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.MessageAccepted;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Which message went to whom, and what providers call it; by keyed hashes, for thirty days. */
@ApplicationScoped
class CorrelationStore {
    private static final String ADD = """
            INSERT INTO recipient (message, p, site, h, skipped)
            SELECT new.message, new.p, new.site, new.h,
                   EXISTS (SELECT FROM early_skip WHERE early_skip.message = new.message AND early_skip.p = new.p)
            FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::text[]) AS new (message, p, site, h)
            ON CONFLICT DO NOTHING
            """;

    private static final String ANNOUNCE = """
            INSERT INTO announced (message, site, event)
            SELECT new.message, new.site, new.event::json FROM unnest($1::uuid[], $2::text[], $3::text[]) AS new (message, site, event)
            WHERE NOT EXISTS (SELECT FROM erased_message
                              WHERE erased_message.message = new.message AND erased_message.site = new.site)
            ON CONFLICT DO NOTHING
            """;

    private static final String NAME = """
            INSERT INTO provider_message (site, name, message)
            SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[])
            ON CONFLICT DO NOTHING
            RETURNING site, name, message
            """;

    /** A skip is remembered beside the recipient that may not be there yet, so that their order does not matter. */
    private static final String SKIP = """
            WITH skip AS (SELECT * FROM unnest($1::uuid[], $2::smallint[]) AS skip (message, p)),
                 known AS (UPDATE recipient SET skipped = true
                           FROM skip WHERE recipient.message = skip.message AND recipient.p = skip.p)
            INSERT INTO early_skip (message, p) SELECT message, p FROM skip ON CONFLICT DO NOTHING
            """;

    private static final String BY_MESSAGE = "SELECT message, p, site, h FROM recipient WHERE message = ANY ($1)";

    private static final String BY_NAME = """
            SELECT asked.n, provider_message.message
            FROM unnest($1::integer[], $2::text[], $3::text[]) AS asked (n, site, name)
            JOIN provider_message ON provider_message.site = asked.site AND provider_message.name = asked.name
            """;

    /** The newest message to that address that was accepted before the event, and not long before. */
    private static final String BY_ADDRESS = """
            SELECT asked.n, found.message, found.p
            FROM unnest($1::integer[], $2::text[], $3::text[], $4::uuid[], $5::uuid[]) AS asked (n, site, h, after, before),
                 LATERAL (SELECT message, p FROM recipient
                          WHERE recipient.site = asked.site AND recipient.h = asked.h
                            AND recipient.message > asked.after AND recipient.message < asked.before
                          ORDER BY message DESC LIMIT 1) AS found
            """;

    /** A recipient of a message. */
    record Place(MessageId message, int position) {}

    /** The recipients of a message: hash by position. */
    record Known(SiteId site, Map<AddressHash, Integer> positions) {}

    /** A question by what a provider calls a message; n is the asker's own number. */
    record ByName(int n, SiteId site, String name) {}

    /** A question by address and time. */
    record ByAddress(int n, SiteId site, AddressHash hash, UUID after, UUID before) {}

    Uni<Void> add(SqlConnection connection, Collection<MessageAccepted> accepted) {
        List<MessageAccepted> events = List.copyOf(accepted);
        List<UUID> messages = new ArrayList<>();
        List<Short> positions = new ArrayList<>();
        List<String> sites = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        for (MessageAccepted event : events) {
            for (MessageAccepted.To to : event.recipients()) {
                messages.add(event.message().value());
                positions.add((short) to.position());
                sites.add(event.site().value());
                hashes.add(to.hash().value());
            }
        }
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        messages.toArray(UUID[]::new),
                        positions.toArray(Short[]::new),
                        sites.toArray(String[]::new),
                        hashes.toArray(String[]::new)))
                .chain(() -> connection
                        .preparedQuery(ANNOUNCE)
                        .execute(Tuple.of(
                                events.stream()
                                        .map(event -> event.message().value())
                                        .toArray(UUID[]::new),
                                events.stream()
                                        .map(event -> event.site().value())
                                        .toArray(String[]::new),
                                events.stream()
                                        .map(event -> new String(Json.write(event), StandardCharsets.UTF_8))
                                        .toArray(String[]::new))))
                .replaceWithVoid();
    }

    /** Remembers what providers call messages; gives those that were not known. */
    Uni<List<Named>> name(SqlConnection connection, List<Named> names) {
        return connection
                .preparedQuery(NAME)
                .execute(Tuple.of(
                        names.stream().map(name -> name.site().value()).toArray(String[]::new),
                        names.stream().map(Named::name).toArray(String[]::new),
                        names.stream().map(name -> name.message().value()).toArray(UUID[]::new)))
                .map(rows -> {
                    List<Named> fresh = new ArrayList<>();
                    for (Row row : rows) {
                        fresh.add(new Named(
                                new SiteId(row.getString("site")),
                                row.getString("name"),
                                new MessageId(row.getUUID("message"))));
                    }
                    return fresh;
                });
    }

    /** What a provider calls a message. */
    record Named(SiteId site, String name, MessageId message) {}

    Uni<Void> skip(SqlConnection connection, List<Place> skipped) {
        return connection
                .preparedQuery(SKIP)
                .execute(Tuple.of(
                        skipped.stream().map(place -> place.message().value()).toArray(UUID[]::new),
                        skipped.stream().map(place -> (short) place.position()).toArray(Short[]::new)))
                .replaceWithVoid();
    }

    /** The recipients of those of these messages that are known. */
    Uni<Map<MessageId, Known>> byMessage(SqlConnection connection, Collection<MessageId> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return connection
                .preparedQuery(BY_MESSAGE)
                .execute(Tuple.of(messages.stream().map(MessageId::value).toArray(UUID[]::new)))
                .map(rows -> {
                    Map<MessageId, Known> known = new HashMap<>();
                    for (Row row : rows) {
                        known.computeIfAbsent(
                                        new MessageId(row.getUUID("message")),
                                        message -> new Known(new SiteId(row.getString("site")), new HashMap<>()))
                                .positions()
                                .merge(new AddressHash(row.getString("h")), row.getInteger("p"), Math::min);
                    }
                    return known;
                });
    }

    /** The messages of each question's site that a provider calls so. */
    Uni<Map<Integer, MessageId>> byName(SqlConnection connection, List<ByName> asked) {
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return connection
                .preparedQuery(BY_NAME)
                .execute(Tuple.of(
                        asked.stream().map(ByName::n).toArray(Integer[]::new),
                        asked.stream().map(one -> one.site().value()).toArray(String[]::new),
                        asked.stream().map(ByName::name).toArray(String[]::new)))
                .map(rows -> {
                    Map<Integer, MessageId> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(row.getInteger("n"), new MessageId(row.getUUID("message")));
                    }
                    return found;
                });
    }

    Uni<Map<Integer, Place>> byAddress(SqlConnection connection, List<ByAddress> asked) {
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return connection
                .preparedQuery(BY_ADDRESS)
                .execute(Tuple.of(
                        asked.stream().map(ByAddress::n).toArray(Integer[]::new),
                        asked.stream().map(one -> one.site().value()).toArray(String[]::new),
                        asked.stream().map(one -> one.hash().value()).toArray(String[]::new),
                        asked.stream().map(ByAddress::after).toArray(UUID[]::new),
                        asked.stream().map(ByAddress::before).toArray(UUID[]::new)))
                .map(rows -> {
                    Map<Integer, Place> found = new HashMap<>();
                    for (Row row : rows) {
                        found.put(
                                row.getInteger("n"),
                                new Place(new MessageId(row.getUUID("message")), row.getInteger("p")));
                    }
                    return found;
                });
    }
}
