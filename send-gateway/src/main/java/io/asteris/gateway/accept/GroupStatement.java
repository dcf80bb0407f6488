package io.asteris.gateway.accept;

import static io.asteris.platform.database.Columns.column;

import io.asteris.platform.content.SealedBlob;
import io.asteris.platform.database.Database;
import io.asteris.platform.kafka.OutgoingEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Stores many units in one statement, which is one commit, one flush of the disk and one round trip. A unit whose key is taken
 * stores nothing; the others do not notice.
 *
 * <p>It writes the content store's table itself: the verb {@code put} would be a second statement, and could not leave out the
 * content of a unit whose key turns out to be taken.
 */
@Singleton
class GroupStatement {
    /** Keys are claimed in one order by every instance, so that two of them never wait for each other in a circle. */
    private static final String STORE = """
            WITH asked AS (
                SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::bytea[], $5::bytea[])
                    AS a(unit, site, key, fingerprint, messages)
            ), claimed AS (
                INSERT INTO idempotency_key (site, key, fingerprint, messages)
                SELECT site, key, fingerprint, messages FROM asked ORDER BY site, key
                ON CONFLICT DO NOTHING
                RETURNING site, key
            ), taken AS (
                SELECT unit FROM asked WHERE (site, key) NOT IN (SELECT site, key FROM claimed)
            ), content_stored AS (
                INSERT INTO content.blob (day, message, part, site, sealed)
                SELECT day, message, part, site, sealed
                FROM unnest($6::int[], $7::date[], $8::uuid[], $9::text[], $10::text[], $11::bytea[])
                    AS b(unit, day, message, part, site, sealed)
                WHERE unit NOT IN (SELECT unit FROM taken)
            ), announced AS (
                INSERT INTO outbox (id, topic, key, type, site, body, trace)
                SELECT id, topic, key, type, site, body, trace
                FROM unnest($12::int[], $13::uuid[], $14::text[], $15::text[], $16::text[], $17::text[], $18::bytea[], $19::text[])
                    AS o(unit, id, topic, key, type, site, body, trace)
                WHERE unit NOT IN (SELECT unit FROM taken)
            )
            SELECT unit FROM taken
            """;

    /** The same where no unit has a key: most of the planning and starting of the long one is about keys. */
    private static final String STORE_WITHOUT_KEYS = """
            WITH content_stored AS (
                INSERT INTO content.blob (day, message, part, site, sealed)
                SELECT * FROM unnest($1::date[], $2::uuid[], $3::text[], $4::text[], $5::bytea[])
            )
            INSERT INTO outbox (id, topic, key, type, site, body, trace)
            SELECT * FROM unnest($6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::bytea[], $12::text[])
            """;

    private final Database database;

    GroupStatement(Database database) {
        this.database = database;
    }

    /** Stores the units and gives the places in the list of those that stored nothing, because their key is taken. */
    Uni<Set<Integer>> store(List<Unit> units) {
        boolean keyed = units.stream().anyMatch(unit -> unit.claim().isPresent());
        var values = new ArrayList<Object>(19);
        if (keyed) {
            addClaims(placed(units, unit -> unit.claim().stream().toList()), values);
        }
        addBlobs(placed(units, Unit::blobs), keyed, values);
        addAnnouncements(placed(units, Unit::announcements), keyed, values);
        return database.workers()
                .preparedQuery(keyed ? STORE : STORE_WITHOUT_KEYS)
                .execute(Tuple.from(values))
                .map(GroupStatement::taken);
    }

    private static Set<Integer> taken(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Set.of();
        }
        var taken = new HashSet<Integer>();
        rows.forEach(row -> taken.add(row.getInteger("unit")));
        return taken;
    }

    private static void addClaims(List<Placed<Unit.Claim>> claims, List<Object> values) {
        values.add(places(claims));
        values.add(column(claims, String[]::new, claim -> claim.unit().site().value()));
        values.add(column(claims, String[]::new, claim -> claim.value().key().value()));
        values.add(column(
                claims,
                Buffer[]::new,
                claim -> Buffer.buffer(claim.value().remembered().fingerprint())));
        values.add(column(
                claims,
                Buffer[]::new,
                claim -> Buffer.buffer(claim.value().remembered().storedMessages())));
    }

    private static void addBlobs(List<Placed<SealedBlob>> blobs, boolean keyed, List<Object> values) {
        if (keyed) {
            values.add(places(blobs));
        }
        values.add(column(
                blobs,
                LocalDate[]::new,
                blob -> LocalDate.ofInstant(blob.value().id().message().instant(), ZoneOffset.UTC)));
        values.add(
                column(blobs, UUID[]::new, blob -> blob.value().id().message().value()));
        values.add(column(blobs, String[]::new, blob -> blob.value().id().part()));
        values.add(column(blobs, String[]::new, blob -> blob.value().id().site().value()));
        values.add(
                column(blobs, Buffer[]::new, blob -> Buffer.buffer(blob.value().sealed())));
    }

    private static void addAnnouncements(List<Placed<OutgoingEvent>> rows, boolean keyed, List<Object> values) {
        if (keyed) {
            values.add(places(rows));
        }
        values.add(column(rows, UUID[]::new, row -> row.value().id()));
        values.add(column(rows, String[]::new, row -> row.value().topic()));
        values.add(column(rows, String[]::new, row -> row.value().key()));
        values.add(column(rows, String[]::new, row -> row.value().type()));
        values.add(column(rows, String[]::new, row -> row.value().site()));
        values.add(column(rows, Buffer[]::new, row -> Buffer.buffer(row.value().body())));
        values.add(column(rows, String[]::new, row -> row.value().trace()));
    }

    /** A value with its unit and the unit's place in the group. */
    private record Placed<T>(Unit unit, int place, T value) {}

    private static <T> List<Placed<T>> placed(List<Unit> units, Function<Unit, List<T>> values) {
        var placed = new ArrayList<Placed<T>>();
        for (int place = 0; place < units.size(); place++) {
            Unit unit = units.get(place);
            for (T value : values.apply(unit)) {
                placed.add(new Placed<>(unit, place, value));
            }
        }
        return placed;
    }

    private static <T> Integer[] places(List<Placed<T>> placed) {
        return column(placed, Integer[]::new, Placed::place);
    }
}
