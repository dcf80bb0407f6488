package io.asteris.platform.content;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The content store in PostgreSQL: table {@code content.blob}, a partition a day. */
@ApplicationScoped
class PostgresContentStore implements ContentStore {
    private static final String PUT = """
            INSERT INTO content.blob (day, message, part, site, sealed)
            SELECT * FROM unnest($1::date[], $2::uuid[], $3::text[], $4::text[], $5::bytea[])
            ON CONFLICT DO NOTHING
            """;

    // Each blob by its key, whatever the planner knows of the table: a plan for a day that has just begun would read
    // all of it.
    // The bounds of day name the partitions while it is planned or started.
    static final String GET = """
            SELECT b.site, wanted.message, wanted.part, b.sealed
            FROM unnest($1::date[], $2::uuid[], $3::text[], $4::text[]) AS wanted (day, message, part, site)
            CROSS JOIN LATERAL (
                SELECT b.site, b.sealed FROM content.blob b
                WHERE b.day = wanted.day AND b.message = wanted.message AND b.part = wanted.part AND b.site = wanted.site
                  AND b.day BETWEEN $5 AND $6
                OFFSET 0
            ) AS b
            """;
    private static final String DELETE = """
            DELETE FROM content.blob b
            USING unnest($1::date[], $2::uuid[]) AS unwanted (day, message)
            WHERE b.day = unwanted.day AND b.message = unwanted.message
              AND b.day BETWEEN $3 AND $4
            """;
    private static final String OLD_DAYS = """
            SELECT day FROM content.partition_days() AS day
            WHERE day < $1
            """;
    private static final String DROP = "SELECT content.drop_partition($1)";
    private static final int DROP_TRIES = 10;
    private static final Duration DROP_PAUSE = Duration.ofMillis(500);
    private static final Duration DROP_LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final long OPENED_ON_THE_EVENT_LOOP = 100 * 1024L;

    private final Database database;
    private final ContentSealer sealer;
    private final Vertx vertx;

    PostgresContentStore(Database database, ContentSealer sealer, Vertx vertx) {
        this.database = database;
        this.sealer = sealer;
        this.vertx = vertx;
    }

    @Override
    public Uni<Void> put(SqlConnection transaction, List<SealedBlob> blobs) {
        if (blobs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<BlobId> ids = blobs.stream().map(SealedBlob::id).toList();
        Buffer[] sealed =
                blobs.stream().map(blob -> Buffer.buffer(blob.sealed())).toArray(Buffer[]::new);
        return transaction
                .preparedQuery(PUT)
                .execute(places(ids).addValue(sealed))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<StoredBlob>> get(Collection<BlobId> ids) {
        return database.onWorker(connection -> read(connection, ids));
    }

    @Override
    public Uni<List<StoredBlob>> get(SqlConnection transaction, Collection<BlobId> ids) {
        return read(transaction, ids);
    }

    @Override
    public Uni<Void> delete(Collection<MessageId> messages) {
        return database.onWorker(connection -> remove(connection, messages));
    }

    @Override
    public Uni<Void> delete(SqlConnection transaction, Collection<MessageId> messages) {
        return remove(transaction, messages);
    }

    @Override
    public Uni<Void> expire(Instant before) {
        LocalDate day = LocalDate.ofInstant(before, ZoneOffset.UTC);
        return database.onWorker(
                        connection -> connection.preparedQuery(OLD_DAYS).execute(Tuple.of(day)))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(row -> drop(row.getLocalDate("day")))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> drop(LocalDate day) {
        return database.onWorker(connection -> connection.preparedQuery(DROP).execute(Tuple.of(day)))
                .onFailure()
                .retry()
                .withBackOff(DROP_PAUSE, DROP_LONGEST_PAUSE)
                .atMost(DROP_TRIES)
                .replaceWithVoid();
    }

    private Uni<List<StoredBlob>> read(SqlClient client, Collection<BlobId> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var days = new TreeSet<>(ids.stream().map(BlobId::day).toList());
        return client.preparedQuery(GET)
                .execute(places(List.copyOf(ids)).addLocalDate(days.first()).addLocalDate(days.last()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PostgresContentStore::blob)
                        .toList())
                .chain(this::open);
    }

    private Uni<List<StoredBlob>> open(List<SealedBlob> blobs) {
        Set<SiteId> sites = blobs.stream().map(blob -> blob.id().site()).collect(Collectors.toSet());
        Map<SiteId, SiteSealer> sealers = new ConcurrentHashMap<>();
        return Multi.createFrom()
                .iterable(sites)
                .onItem()
                .transformToUniAndConcatenate(site ->
                        sealer.existing(site).invoke(found -> found.ifPresent(existing -> sealers.put(site, existing))))
                .onItem()
                .ignoreAsUni()
                .chain(() -> openAll(sealers, blobs));
    }

    private Uni<List<StoredBlob>> openAll(Map<SiteId, SiteSealer> sealers, List<SealedBlob> blobs) {
        long octets = blobs.stream().mapToLong(blob -> blob.sealed().length).sum();
        return octets <= OPENED_ON_THE_EVENT_LOOP
                ? Uni.createFrom().item(() -> openWith(sealers, blobs))
                : vertx.executeBlocking(() -> openWith(sealers, blobs), false);
    }

    private static List<StoredBlob> openWith(Map<SiteId, SiteSealer> sealers, List<SealedBlob> blobs) {
        List<StoredBlob> opened = new ArrayList<>(blobs.size());
        for (SealedBlob blob : blobs) {
            SiteSealer opener = sealers.get(blob.id().site());
            if (opener != null) {
                opened.add(opener.open(blob));
            }
        }
        return Collections.unmodifiableList(opened);
    }

    private static Uni<Void> remove(SqlClient client, Collection<MessageId> messages) {
        if (messages.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<LocalDate> days = messages.stream().map(BlobId::day).toList();
        return client.preparedQuery(DELETE)
                .execute(Tuple.tuple()
                        .addArrayOfLocalDate(days.toArray(LocalDate[]::new))
                        .addArrayOfUUID(messages.stream().map(MessageId::value).toArray(UUID[]::new))
                        .addLocalDate(Collections.min(days))
                        .addLocalDate(Collections.max(days)))
                .replaceWithVoid();
    }

    /** The arrays of day, message, part and site. */
    private static Tuple places(List<BlobId> ids) {
        return Tuple.tuple()
                .addArrayOfLocalDate(ids.stream().map(BlobId::day).toArray(LocalDate[]::new))
                .addArrayOfUUID(ids.stream().map(id -> id.message().value()).toArray(UUID[]::new))
                .addArrayOfString(ids.stream().map(BlobId::part).toArray(String[]::new))
                .addArrayOfString(ids.stream().map(id -> id.site().value()).toArray(String[]::new));
    }

    private static SealedBlob blob(Row row) {
        var id = new BlobId(
                new SiteId(row.getString("site")), new MessageId(row.getUUID("message")), row.getString("part"));
        return new SealedBlob(id, row.getBuffer("sealed").getBytes());
    }
}
