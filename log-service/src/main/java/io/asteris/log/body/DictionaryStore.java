package io.asteris.log.body;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.content.BlobId;
import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.StreamSupport;

/** The statements about dictionaries of sites, and about whose turn it is to get one. */
@ApplicationScoped
class DictionaryStore {
    /** The name under which it is sealed. */
    static final String PART = "dictionary";

    private static final String NEWEST = """
            SELECT DISTINCT ON (site) site, number
            FROM dictionary
            WHERE site = ANY ($1)
            ORDER BY site, number DESC
            """;

    private static final String FIND = """
            SELECT site, number, id, sealed, made_at
            FROM unnest($1::text[], $2::integer[]) AS wanted (site, number) JOIN dictionary USING (site, number)
            """;

    /** In order, so that two instances never wait for each other in a circle. */
    private static final String TAKE = """
            INSERT INTO dictionary_turn (site, due_at)
            SELECT site, asteris_now() + make_interval(secs => $2) FROM unnest($1::text[]) AS site ORDER BY site
            ON CONFLICT (site) DO UPDATE SET due_at = excluded.due_at WHERE dictionary_turn.due_at <= asteris_now()
            RETURNING site
            """;

    private static final String DUE_IN = """
            UPDATE dictionary_turn SET due_at = asteris_now() + make_interval(secs => $2) WHERE site = $1
            """;

    private static final String ADD = """
            WITH given AS (
                UPDATE dictionary_turn SET last = last + 1 WHERE site = $1 AND last < $4 RETURNING last
            )
            INSERT INTO dictionary (site, number, id, sealed) SELECT $1, last, $2, $3 FROM given
            RETURNING site, number, id, sealed, made_at
            """;

    private final Database database;

    DictionaryStore(Database database) {
        this.database = database;
    }

    /** Names a dictionary. */
    record Key(SiteId site, int number) {}

    /** A dictionary as it lies in the table. */
    record Stored(Key key, Instant madeAt, SealedBlob sealed) {}

    /** The last that each of these sites got. */
    Uni<List<Key>> newest(Collection<SiteId> sites) {
        return database.onWorker(connection -> connection
                .preparedQuery(NEWEST)
                .execute(Tuple.of(names(sites)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DictionaryStore::key)
                        .toList()));
    }

    /** Those of them that are there. */
    Uni<List<Stored>> find(Collection<Key> keys) {
        return database.onWorker(connection -> connection
                .preparedQuery(FIND)
                .execute(Tuple.of(
                        keys.stream().map(key -> key.site().value()).toArray(String[]::new),
                        keys.stream().map(Key::number).toArray(Integer[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(DictionaryStore::stored)
                        .toList()));
    }

    /** Takes those of the sites whose turn it is; nobody else gets them for so long. */
    Uni<List<SiteId>> take(Collection<SiteId> sites, Duration next) {
        return database.onWorker(connection -> connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(names(sites), (double) next.toSeconds()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new SiteId(row.getString("site")))
                        .toList()));
    }

    /** Makes it the site's turn again after that time. */
    Uni<Void> dueIn(SiteId site, Duration wait) {
        return database.onWorker(connection -> connection
                .preparedQuery(DUE_IN)
                .execute(Tuple.of(site.value(), (double) wait.toSeconds()))
                .replaceWithVoid());
    }

    /** Adds a dictionary under the next number of its site, which was {@link #take taken}. */
    Uni<Stored> add(SealedBlob sealed) {
        return database.onWorker(connection -> connection
                .preparedQuery(ADD)
                .execute(Tuple.of(
                        sealed.id().site().value(),
                        sealed.id().message().value(),
                        Buffer.buffer(sealed.sealed()),
                        PackedBody.LAST_NUMBER))
                .map(rows -> stored(rows.iterator().next())));
    }

    private static Key key(Row row) {
        return new Key(new SiteId(row.getString("site")), row.getInteger("number"));
    }

    private static Stored stored(Row row) {
        Key key = key(row);
        var id = new BlobId(key.site(), new MessageId(row.getUUID("id")), PART);
        return new Stored(
                key,
                row.getOffsetDateTime("made_at").toInstant(),
                new SealedBlob(id, row.getBuffer("sealed").getBytes()));
    }

    private static String[] names(Collection<SiteId> sites) {
        return sites.stream().map(SiteId::value).toArray(String[]::new);
    }
}
