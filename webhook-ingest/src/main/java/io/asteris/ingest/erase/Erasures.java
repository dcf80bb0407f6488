package io.asteris.ingest.erase;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.ingest.Audit;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Forgets what this service keeps of a message: the posts that speak of it lose their octets, and what was announced goes. Where an
 * address is to be forgotten everywhere, it leaves the list and the audit as well; its keyed hash stays, so that it is not written to.
 */
@ApplicationScoped
public class Erasures {
    private static final String REMEMBER_MESSAGES = """
            INSERT INTO erased_message (message, site)
            SELECT * FROM unnest($1::uuid[], $2::text[])
            ON CONFLICT DO NOTHING
            """;

    private static final String ANNOUNCED = """
            DELETE FROM announced USING unnest($1::uuid[], $2::text[]) AS erased (message, site)
            WHERE announced.message = erased.message AND announced.site = erased.site
            """;

    /** One signature covers the whole post, so it goes as a whole; what tells a repeat apart stays. */
    private static final String POSTS_OF_MESSAGES = """
            UPDATE post SET sealed = ''
            WHERE state <> 'new' AND sealed <> '' AND id IN (
                SELECT mention.post
                FROM unnest($1::uuid[], $2::text[]) AS erased (message, site)
                JOIN recipient ON recipient.message = erased.message AND recipient.site = erased.site
                JOIN mention ON mention.site = recipient.site AND mention.h = recipient.h
                WHERE mention.message = erased.message OR mention.message IS NULL)
            """;

    /** Gives nothing for an order that was carried out before. */
    private static final String REMEMBER_ADDRESS = """
            INSERT INTO erased_address AS known (site, h, at)
            VALUES ($1, $2, $3)
            ON CONFLICT (site, h) DO UPDATE SET at = excluded.at WHERE known.at < excluded.at
            RETURNING h
            """;

    private static final String POSTS_OF_ADDRESS = """
            UPDATE post SET sealed = ''
            WHERE state <> 'new' AND sealed <> '' AND id IN (SELECT post FROM mention WHERE site = $1 AND h = $2)
            """;

    private static final String LISTED = """
            UPDATE suppression SET canonical = $3, email = $3, said = NULL WHERE site = $1 AND h = $2 AND canonical <> $3
            """;

    private static final String AUDITED = """
            UPDATE audit SET canonical = $3 WHERE site = $1 AND h = $2 AND canonical <> $3
            """;

    private static final String LATE = """
            UPDATE post SET sealed = ''
            WHERE id = ANY ($1) AND EXISTS (
                SELECT FROM mention
                LEFT JOIN erased_message ON erased_message.message = mention.message AND erased_message.site = mention.site
                LEFT JOIN erased_address ON erased_address.site = mention.site AND erased_address.h = mention.h
                WHERE mention.post = post.id
                  AND (erased_message.message IS NOT NULL OR erased_address.at > post.received_at))
            """;

    private final Database database;
    private final Audit audit;

    Erasures(Database database, Audit audit) {
        this.database = database;
        this.audit = audit;
    }

    /** Carries out orders; repeats change nothing. */
    public Uni<Void> take(List<EraseOrdered> orders) {
        if (orders.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<ErasedAddresses.Place, Instant> addresses = new HashMap<>();
        for (EraseOrdered order : orders) {
            if (order.hash() != null) {
                addresses.merge(
                        new ErasedAddresses.Place(order.site(), order.hash()),
                        order.at(),
                        (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return database.asWorker(connection -> audit.lock(
                        connection, orders.stream().map(EraseOrdered::site).collect(Collectors.toSet()))
                .chain(() -> messages(connection, orders))
                .chain(() -> addresses(connection, addresses)));
    }

    /** Clears those of these posts, just worked off, that speak of what was to be forgotten before. */
    public Uni<Void> late(SqlConnection connection, List<UUID> posts) {
        return posts.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(LATE)
                        .execute(Tuple.of(posts.toArray(UUID[]::new)))
                        .replaceWithVoid();
    }

    private static Uni<Void> messages(SqlConnection connection, List<EraseOrdered> orders) {
        Tuple these = Tuple.of(
                orders.stream().map(EraseOrdered::message).map(MessageId::value).toArray(UUID[]::new),
                orders.stream().map(EraseOrdered::site).map(SiteId::value).toArray(String[]::new));
        return connection
                .preparedQuery(REMEMBER_MESSAGES)
                .execute(these)
                .chain(() -> connection.preparedQuery(ANNOUNCED).execute(these))
                .chain(() -> connection.preparedQuery(POSTS_OF_MESSAGES).execute(these))
                .replaceWithVoid();
    }

    private static Uni<Void> addresses(SqlConnection connection, Map<ErasedAddresses.Place, Instant> addresses) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<ErasedAddresses.Place, Instant> one : addresses.entrySet()) {
            all = all.chain(() -> address(connection, one.getKey(), one.getValue()));
        }
        return all;
    }

    private static Uni<Void> address(SqlConnection connection, ErasedAddresses.Place place, Instant at) {
        String site = place.site().value();
        String hash = place.hash().value();
        Tuple marked = Tuple.of(site, hash, ErasedAddresses.mark(place.hash()));
        return connection
                .preparedQuery(REMEMBER_ADDRESS)
                .execute(Tuple.of(site, hash, OffsetDateTime.ofInstant(at, ZoneOffset.UTC)))
                .chain(fresh -> fresh.size() == 0
                        ? Uni.createFrom().voidItem()
                        : connection
                                .preparedQuery(POSTS_OF_ADDRESS)
                                .execute(Tuple.of(site, hash))
                                .chain(() -> connection.preparedQuery(LISTED).execute(marked))
                                .chain(() -> connection.preparedQuery(AUDITED).execute(marked))
                                .replaceWithVoid());
    }
}
