package io.asteris.log.body;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.content.Body;
import io.asteris.contract.content.ContentPart;
import io.asteris.log.entry.Patience;
import io.asteris.log.entry.Visibility;
import io.asteris.log.entry.Visible;
import io.asteris.log.pack.Dictionary;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.ContentSealer;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.content.SiteSealer;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The bodies that sites keep. */
@ApplicationScoped
public class BodyStore {
    private static final String REMEMBER = """
            INSERT INTO body_read (site, message, by_key)
            SELECT $1, message, $3 FROM unnest($2::uuid[]) AS message
            """;

    private final Database database;
    private final Visibility visibility;
    private final ContentSealer sealer;
    private final Dictionaries dictionaries;

    BodyStore(Database database, Visibility visibility, ContentSealer sealer, Dictionaries dictionaries) {
        this.database = database;
        this.visibility = visibility;
        this.sealer = sealer;
        this.dictionaries = dictionaries;
    }

    /**
     * A body as the log keeps it.
     *
     * @param masked whether secrets in it were masked
     */
    public record Kept(LoggedBody logged, boolean masked) {
        /** What people read of it. */
        public Body body() {
            return logged.body();
        }

        /** Redacted. */
        @Override
        public String toString() {
            return "body";
        }
    }

    /**
     * The first of some bodies.
     *
     * @param goesOnBehind the last message of them, where others follow
     */
    public record First(Map<MessageId, StoredBody> bodies, Optional<MessageId> goesOnBehind) {
        public First {
            bodies = Map.copyOf(bodies);
        }
    }

    /** The body of one message of the site, if it is kept, to be sent again: nobody reads it then, so no read is remembered. */
    public Uni<Optional<Kept>> kept(SiteId site, MessageId message) {
        return database.inSite(site, connection -> visibility
                        .of(connection, site, Patience.SEARCH)
                        .chain(visible -> find(connection, visible, List.of(message), Bounds.NONE)))
                .chain(this::open)
                .map(first -> only(first, message));
    }

    /**
     * The bodies of those of these messages of the site that are kept, to learn what they have in common: nobody reads them.
     *
     * @param longest most octets of one as it lies in the table; longer ones are left out
     */
    Uni<Map<MessageId, LoggedBody>> sample(SiteId site, List<MessageId> messages, int longest) {
        return database.inSite(site, connection -> visibility
                        .of(connection, site, Patience.BULK)
                        .chain(visible -> find(connection, visible, messages, Bounds.ofEach(longest))))
                .chain(this::open)
                .map(first -> first.bodies().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, one -> one.getValue().read().logged())));
    }

    /** The body of one message of the site, if it is kept, remembered as {@link #readFirst} does. */
    Uni<Optional<Kept>> read(SiteId site, MessageId message, String reader) {
        return read(site, List.of(message), Bounds.NONE, reader).map(first -> only(first, message));
    }

    /**
     * The bodies of the first of these messages of the site that are kept: as many as have no more octets than that, and one at
     * least. That they were read is remembered in the same transaction: a read that cannot be remembered is refused.
     *
     * @param octets most octets of all of them as they lie in the table
     * @param reader the id of the API key
     */
    public Uni<First> readFirst(SiteId site, List<MessageId> messages, long octets, String reader) {
        return read(site, messages, Bounds.ofAll(octets), reader);
    }

    private Uni<First> read(SiteId site, List<MessageId> messages, Bounds bounds, String reader) {
        return database.inSite(site, connection -> visibility
                        .of(connection, site, Patience.BULK)
                        .chain(visible -> find(connection, visible, messages, bounds))
                        .call(found -> remember(connection, site, found, reader)))
                .chain(this::open);
    }

    private static Optional<Kept> only(First first, MessageId message) {
        return Optional.ofNullable(first.bodies().get(message)).map(StoredBody::read);
    }

    private static Uni<List<Found>> find(
            SqlConnection connection, Visible visible, List<MessageId> messages, Bounds bounds) {
        if (visible.isNothing() || messages.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        // The bounds of the ids name the partitions that can have any of them, so that the others are not asked. How
        // long a body is
        // stands beside it, so those that are not wanted are not read.
        String sql = """
                SELECT message, sealed, masked, kept
                FROM (
                    SELECT body.message, body.sealed, body.masked, octet_length(body.sealed) AS octets,
                           sum(octet_length(body.sealed)) OVER (ORDER BY body.message) AS octets_so_far,
                           count(*) OVER () AS kept
                    FROM entry JOIN body USING (message, retention)
                    WHERE entry.message = ANY ($3) AND entry.message BETWEEN $4 AND $5 AND body.message BETWEEN $4 AND $5
                      AND body.site = $1 AND octet_length(body.sealed) <= $6 AND %s
                ) AS found
                WHERE octets_so_far <= $7 OR octets_so_far = octets
                ORDER BY message
                """.formatted(visible.sql());
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(
                                visible.site().value(),
                                visible.horizon(),
                                messages.stream().map(MessageId::value).toArray(UUID[]::new),
                                Collections.min(messages).value(),
                                Collections.max(messages).value(),
                                bounds.each())
                        .addLong(bounds.all()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> found(visible.site(), row))
                        .toList());
    }

    private static Uni<Void> remember(SqlConnection connection, SiteId site, List<Found> found, String reader) {
        return found.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(REMEMBER)
                        .execute(Tuple.of(
                                site.value(),
                                found.stream().map(one -> one.message().value()).toArray(UUID[]::new),
                                reader))
                        .replaceWithVoid();
    }

    private Uni<First> open(List<Found> found) {
        if (found.isEmpty()) {
            return Uni.createFrom().item(new First(Map.of(), Optional.empty()));
        }
        SiteId site = found.getFirst().sealed().id().site();
        Found last = found.getLast();
        return sealer.existing(site)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(keyed -> keyed.map(key -> opened(site, key, found))
                        .orElseGet(() -> Uni.createFrom().item(Map.of())))
                .map(bodies ->
                        new First(bodies, last.kept() > found.size() ? Optional.of(last.message()) : Optional.empty()));
    }

    private Uni<Map<MessageId, StoredBody>> opened(SiteId site, SiteSealer keyed, List<Found> found) {
        List<Opened> opened = found.stream()
                .map(one -> new Opened(one, keyed.open(one.sealed()).content()))
                .toList();
        Set<Integer> numbers = opened.stream()
                .map(Opened::number)
                .filter(number -> number != PackedBody.NO_NUMBER)
                .collect(Collectors.toSet());
        return dictionaries
                .numbered(site, keyed, numbers)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(known -> opened.stream()
                        .collect(Collectors.toMap(one -> one.found().message(), one -> one.body(known))));
    }

    private static Found found(SiteId site, Row row) {
        var id = new BlobId(site, new MessageId(row.getUUID("message")), ContentPart.BODY);
        return new Found(
                new SealedBlob(id, row.getBuffer("sealed").getBytes()), row.getBoolean("masked"), row.getLong("kept"));
    }

    /** Most octets of bodies as they lie in the table: of each, where a longer one is left out, and of all, where the first are taken. */
    private record Bounds(int each, long all) {
        static final Bounds NONE = new Bounds(Integer.MAX_VALUE, Long.MAX_VALUE);

        static Bounds ofEach(int octets) {
            return new Bounds(octets, Long.MAX_VALUE);
        }

        static Bounds ofAll(long octets) {
            return new Bounds(Integer.MAX_VALUE, octets);
        }
    }

    /**
     * A body as it lies in the table.
     *
     * @param kept how many there are, with those that were too many
     */
    private record Found(SealedBlob sealed, boolean masked, long kept) {
        MessageId message() {
            return sealed.id().message();
        }
    }

    /** A body as it lies in its blob. */
    // Compared nowhere.
    @SuppressWarnings("ArrayRecordComponent")
    private record Opened(Found found, byte[] packed) {
        int number() {
            return PackedBody.number(packed);
        }

        StoredBody body(Map<Integer, Dictionary> known) {
            return new StoredBody(packed, known.get(number()), found.masked());
        }
    }
}
