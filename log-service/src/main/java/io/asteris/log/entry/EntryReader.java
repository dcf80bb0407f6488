package io.asteris.log.entry;

import io.asteris.log.search.Filter;
import io.asteris.log.search.Filter.Lookup;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the entries that a filter finds, in order, from a place on; one read, within one transaction.
 *
 * <p>Without a text it walks along the site's key. With one it walks through the next few thousand entries, where a common word
 * fills a page, and only when they do not, asks the index, a stretch of time after the other: so neither a common nor a rare word
 * makes it read much.
 */
final class EntryReader<T> {
    private static final Duration SOON = Duration.ofSeconds(5);

    /** So many entries are read in a few milliseconds. */
    private static final int WALKED = 5_000;

    /** Fewer where each costs a look at the words of its body. */
    private static final int WALKED_WITH_WORDS = 300;

    private static final int MORE_WALKS = 4;

    /** As many as are counted: one fewer, and the index would be asked twice for a common word. */
    private static final int CANDIDATES = EntryStore.COUNTED;

    /** The first stretch that the index is asked for is a week, each further one so many times as long. */
    private static final int LONGER = 4;

    private final SqlConnection connection;
    private final Visible visible;
    private final Filter filter;
    private final Projection<T> projection;
    private final int limit;
    private final Patience patience;
    private final List<T> found = new ArrayList<>();
    private final long start = System.nanoTime();

    private EntryReader(
            SqlConnection connection,
            Visible visible,
            Filter filter,
            Projection<T> projection,
            int limit,
            Patience patience) {
        this.patience = patience;
        this.connection = connection;
        this.visible = visible;
        this.filter = filter;
        this.projection = projection;
        this.limit = limit;
    }

    /**
     * Reads up to so many.
     *
     * @param connection in a transaction of the site, after {@link Visibility#of}
     */
    static <T> Uni<List<T>> read(
            SqlConnection connection,
            Visible visible,
            Filter filter,
            Projection<T> projection,
            Place place,
            int limit,
            Patience patience) {
        var stretch = Stretch.of(filter, place);
        if (visible.isNothing() || filter.isEmpty() || stretch.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var reader = new EntryReader<>(connection, visible, filter, projection, limit, patience);
        return filter.lookup()
                .map(lookup -> reader.inTwoSteps(stretch, lookup))
                .orElseGet(() -> reader.walk(stretch))
                .replaceWith(() -> List.copyOf(reader.found));
    }

    private Uni<Void> inTwoSteps(Stretch stretch, Lookup lookup) {
        int before = found.size();
        return edge(stretch)
                .chain(edge -> edge.isEmpty()
                        ? walk(stretch)
                        : walk(stretch.upTo(edge.getFirst()))
                                .chain(() -> goOn(
                                        stretch.behind(edge.getFirst()),
                                        edge.getFirst(),
                                        found.size() - before,
                                        lookup)));
    }

    /** Of what is common the index would gather far more than is wanted; a few walks more give the rest sooner. */
    private Uni<Void> goOn(Stretch rest, UUID start, int hits, Lookup lookup) {
        boolean common = wanted() > 0 && (long) hits * MORE_WALKS >= wanted();
        if (!common) {
            return lookUp(rest, start, 1, lookup);
        }
        requireTime();
        return inTwoSteps(rest, lookup);
    }

    /** The last of the entries that are walked through; empty when all that there are can be. */
    private Uni<List<UUID>> edge(Stretch stretch) {
        String sql = """
                SELECT message
                FROM entry
                WHERE site = $1 AND %s AND message >= $2 AND message < $3%s
                ORDER BY message %s
                OFFSET $4 LIMIT 1
                """.formatted(visible.inClasses(), filter.onlyAttention() ? " AND attention" : "", order(stretch));
        int walked = filter.readsWords() ? WALKED_WITH_WORDS : WALKED;
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(visible.site().value(), stretch.first(), stretch.beyond(), walked - 1))
                .map(rows -> {
                    var edge = new ArrayList<UUID>(1);
                    rows.forEach(row -> edge.add(row.getUUID("message")));
                    return edge;
                });
    }

    private Uni<Void> walk(Stretch stretch) {
        String sql = """
                SELECT %s
                FROM entry
                WHERE %s AND message >= $3 AND message < $4%s
                ORDER BY message %s
                LIMIT $5
                """.formatted(projection.columns(), visible.sql(), filter.sql(6), order(stretch));
        return connection
                .preparedQuery(sql)
                .execute(filter.bind(Tuple.of(
                        visible.site().value(), visible.horizon(), stretch.first(), stretch.beyond(), wanted())))
                .invoke(rows -> rows.forEach(row -> found.add(projection.read().apply(row))))
                .replaceWithVoid();
    }

    private Uni<Void> lookUp(Stretch stretch, UUID start, long weeks, Lookup lookup) {
        if (wanted() == 0 || stretch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        requireTime();
        Stretch part = stretch.weeks(weeks, start);
        return candidates(part, lookup)
                .chain(last -> last.isEmpty()
                        ? stretch.without(part)
                                .map(rest -> lookUp(
                                        rest,
                                        part.newestFirst() ? part.first() : part.beyond(),
                                        LONGER * weeks,
                                        lookup))
                                .orElseGet(() -> Uni.createFrom().voidItem())
                        : lookUp(stretch.behind(last.getFirst()), last.getFirst(), weeks, lookup));
    }

    /** Takes over those of the index's candidates that match; gives the last candidate when there may be more behind it. */
    private Uni<List<UUID>> candidates(Stretch part, Lookup lookup) {
        String sql = """
                WITH candidate AS MATERIALIZED (
                    SELECT message, retention FROM found($6, $7, $8, $3, $4, $9, $10)
                ), matching AS (
                    SELECT %s
                    FROM candidate JOIN entry USING (message, retention)
                    WHERE %s%s
                    ORDER BY message %s
                    LIMIT $5
                )
                SELECT matching.*,
                       (SELECT message FROM candidate ORDER BY message %s OFFSET $10 - 1 LIMIT 1) AS last_candidate
                FROM (SELECT) AS one LEFT JOIN matching ON true
                ORDER BY message %s
                """.formatted(
                        projection.columns(), visible.sql(), filter.sql(11), order(part), order(part), order(part));
        Tuple parameters = Tuple.of(visible.site().value(), visible.horizon(), part.first(), part.beyond(), wanted());
        parameters
                .addArrayOfString(lookup.patterns().toArray(String[]::new))
                .addArrayOfLong(lookup.words().isEmpty() ? null : lookup.words().toArray(Long[]::new))
                .addBoolean(filter.onlyAttention())
                .addBoolean(part.newestFirst())
                .addInteger(CANDIDATES);
        return connection.preparedQuery(sql).execute(filter.bind(parameters)).map(this::take);
    }

    private List<UUID> take(Iterable<Row> rows) {
        var last = new ArrayList<UUID>(1);
        for (Row row : rows) {
            if (row.getUUID("message") != null) {
                found.add(projection.read().apply(row));
            }
            UUID candidate = row.getUUID("last_candidate");
            if (candidate != null && last.isEmpty()) {
                last.add(candidate);
            }
        }
        return last;
    }

    private int wanted() {
        return limit - found.size();
    }

    private static String order(Stretch stretch) {
        return stretch.newestFirst() ? "DESC" : "ASC";
    }

    private void requireTime() {
        if (System.nanoTime() - start > patience.longest().toNanos()) {
            throw tookTooLong(patience);
        }
    }

    /** The {@code 503} of a search that was given up. */
    static ProblemException tookTooLong(Patience patience) {
        return new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "The search took longer than " + patience.longest().toSeconds()
                                + " seconds and was given up. Narrow it with after: and before:, with to:, or with a longer"
                                + " word.")
                .retryAfter(SOON);
    }
}
