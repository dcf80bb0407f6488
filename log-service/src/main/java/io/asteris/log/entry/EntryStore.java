package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.log.fold.Status;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The entries that one site may see. */
@ApplicationScoped
public class EntryStore {
    /** Beyond it a total is not counted on. */
    public static final int COUNTED = 1_001;

    /** Above every id. */
    private static final UUID NEWEST = new UUID(-1L, -1L);

    private static final String BOUND = "SET LOCAL statement_timeout = '2s'";
    private static final String CLASSES = "SELECT retention FROM holding WHERE site = $1";

    private static final String ONE = """
            SELECT %s
            FROM entry
            WHERE site = $1 AND message = $2 AND recorded AND kind IS NOT NULL
            """.formatted(EntryColumns.READ);

    private final Database database;

    EntryStore(Database database) {
        this.database = database;
    }

    /**
     * What a list asks for.
     *
     * @param statuses empty for all
     * @param before only entries older than this one
     * @param limit most entries of the page
     * @param counted whether to count all that the statuses find, up to {@link #COUNTED}
     */
    public record Query(Set<Status> statuses, @Nullable MessageId before, int limit, boolean counted) {
        public Query {
            statuses = Set.copyOf(statuses);
        }
    }

    /** Up to one entry more than was asked for, newest first: the last tells that there are more. */
    public record Found(List<Entry> entries, Optional<Integer> count) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    /** One entry of the site; empty when there is none that the site may see. */
    public Uni<Optional<Entry>> find(SiteId site, MessageId message) {
        return database.inSite(site, connection -> find(connection, site, message));
    }

    /** One entry of the site, in a transaction of that site. */
    public Uni<Optional<Entry>> find(SqlConnection connection, SiteId site, MessageId message) {
        return connection
                .preparedQuery(ONE)
                .execute(Tuple.of(site.value(), message.value()))
                .map(rows -> {
                    var rest = rows.iterator();
                    return rest.hasNext() ? Optional.of(EntryColumns.read(rest.next())) : Optional.empty();
                });
    }

    /** A page of the site's entries. A statement that takes more than 2 s is given up. */
    public Uni<Found> page(SiteId site, Query query) {
        return database.inSite(site, connection -> connection
                .query(BOUND)
                .execute()
                .chain(() -> connection.preparedQuery(CLASSES).execute(Tuple.of(site.value())))
                .map(rows -> Rows.all(rows, row -> Retention.ofDays(row.getShort("retention"))))
                .chain(classes -> classes.isEmpty()
                        ? Uni.createFrom().item(nothing(query))
                        : page(connection, site, query, classes)));
    }

    private static Found nothing(Query query) {
        return new Found(List.of(), query.counted() ? Optional.of(0) : Optional.empty());
    }

    private static Uni<Found> page(SqlConnection connection, SiteId site, Query query, List<Retention> classes) {
        Uni<List<Entry>> entries = connection
                .preparedQuery(pageSql(query, classes))
                .execute(parameters(site, query)
                        .addUUID(
                                query.before() == null ? NEWEST : query.before().value())
                        .addInteger(query.limit() + 1))
                .map(rows -> Rows.all(rows, EntryColumns::read));
        if (!query.counted()) {
            return entries.map(found -> new Found(found, Optional.empty()));
        }
        return entries.chain(found -> connection
                .preparedQuery(countSql(query, classes))
                .execute(parameters(site, query))
                .map(rows -> new Found(found, Optional.of(rows.iterator().next().getInteger(0)))));
    }

    private static Tuple parameters(SiteId site, Query query) {
        return Tuple.of(
                site.value(), query.statuses().stream().map(Status::word).toArray(String[]::new));
    }

    private static String pageSql(Query query, List<Retention> classes) {
        return """
               SELECT %s
               FROM entry
               WHERE %s AND message < $3
               ORDER BY message DESC
               LIMIT $4
               """.formatted(EntryColumns.READ, matching(query, classes));
    }

    private static String countSql(Query query, List<Retention> classes) {
        return """
               SELECT count(*)::integer
               FROM (SELECT FROM entry WHERE %s LIMIT %d) AS counted
               """.formatted(matching(query, classes), COUNTED);
    }

    /** Classes stand in the text, so that the planner leaves out all other partitions even in a plan that it keeps. */
    private static String matching(Query query, List<Retention> classes) {
        String numbers = classes.stream()
                .map(retention -> Integer.toString(retention.days()))
                .sorted()
                .collect(Collectors.joining(", "));
        boolean rare = !query.statuses().isEmpty() && query.statuses().stream().allMatch(Status::needsAttention);
        return "site = $1 AND retention IN (" + numbers + ") AND recorded AND kind IS NOT NULL"
                + (query.statuses().isEmpty() ? " AND $2::text[] IS NOT NULL" : " AND status = ANY ($2::text[])")
                + (rare ? " AND attention" : "");
    }

    /** Rows as values. */
    private static final class Rows {
        private Rows() {}

        static <T> List<T> all(Iterable<Row> rows, Function<Row, T> value) {
            var values = new ArrayList<T>();
            rows.forEach(row -> values.add(value.apply(row)));
            return values;
        }
    }
}
