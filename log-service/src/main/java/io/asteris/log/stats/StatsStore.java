package io.asteris.log.stats;

import io.asteris.contract.SiteId;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;

/** The counts of each quarter of an hour. */
@ApplicationScoped
public class StatsStore {
    /** More than anybody can look at; whoever wants them asks for a shorter time. */
    static final int MOST = 10_000;

    private static final String ADD = """
            INSERT INTO stat (site, dimension, quarter, key, count)
            SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::integer[])
            ON CONFLICT (site, dimension, quarter, key) DO UPDATE SET count = stat.count + excluded.count
            """;
    private static final String BY_BUCKET = """
            SELECT date_trunc($5, quarter, $6) AS at, key, sum(count)::bigint AS count
            FROM stat
            WHERE site = $1 AND dimension = $2 AND quarter >= $3 AND quarter < $4
            GROUP BY 1, 2
            HAVING sum(count) > 0
            ORDER BY 1, 2
            LIMIT $7
            """;

    private final Database database;

    StatsStore(Database database) {
        this.database = database;
    }

    /** What is asked for; hours and days are those of the zone. */
    record Question(Dimension by, Instant from, Instant to, Bucket bucket, ZoneId zone) {}

    /** How many messages of one kind were accepted in one hour or day. */
    record Count(Instant at, String key, long count) {}

    /** Changes the counts in the transaction that changes the entries. */
    public Uni<Void> add(SqlConnection transaction, Tally tally) {
        var changes = tally.changes();
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tally.Place> places = List.copyOf(changes.keySet());
        return transaction
                .preparedQuery(ADD)
                .execute(Tuple.tuple()
                        .addArrayOfString(places.stream()
                                .map(place -> place.site().value())
                                .toArray(String[]::new))
                        .addArrayOfString(places.stream()
                                .map(place -> place.dimension().word())
                                .toArray(String[]::new))
                        .addArrayOfOffsetDateTime(places.stream()
                                .map(place -> place.quarter().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new))
                        .addArrayOfString(places.stream().map(Tally.Place::key).toArray(String[]::new))
                        .addArrayOfInteger(changes.values().toArray(Integer[]::new)))
                .replaceWithVoid();
    }

    /** The counts, at most {@link #MOST} and one. */
    Uni<List<Count>> counts(SiteId site, Question asked) {
        return database.inSite(site, connection -> connection
                .preparedQuery(BY_BUCKET)
                .execute(Tuple.tuple()
                        .addString(site.value())
                        .addString(asked.by().word())
                        .addOffsetDateTime(asked.from().atOffset(ZoneOffset.UTC))
                        .addOffsetDateTime(asked.to().atOffset(ZoneOffset.UTC))
                        .addString(asked.bucket().word())
                        .addString(asked.zone().getId())
                        .addInteger(MOST + 1))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Count(
                                row.getOffsetDateTime("at").toInstant(), row.getString("key"), row.getLong("count")))
                        .toList()));
    }
}
