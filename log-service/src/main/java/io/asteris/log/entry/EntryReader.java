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
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries that a filter finds, in order, from a place on; one read, within one transaction.
 *
 * <p>Without a text it walks along the site's key. With one it walks through the next few thousand entries, where a common word
 * fills a page, and only when they do not, asks the index, a stretch of time after the other. The index stops where a stretch has
 * more hits than anybody wants; then the walk goes on first. So neither a common nor a rare word makes it read much, and a word that
 * is common, but not lately, little more.
 */
final class EntryReader<T> {
    private static final Duration SOON = Duration.ofSeconds(5);

    /** So many entries are read in a few milliseconds. */
    private static final int WALKED = 5_000;

    /** Fewer where each costs a look at the words of its body. */
    private static final int WALKED_WITH_WORDS = 300;

    private static final int MORE_WALKS = 4;

    /** So many times as many are walked through next where the index stopped; all hits of a week cost twice that and more. */
    private static final int LONGER_WALK = 8;

    /** A word with more hits in one stretch is common there; as many are gathered in some ten milliseconds. */
    private static final int GATHERED = 4 * EntryStore.COUNTED;

    /** The first stretch that the index is asked for is the rest of a week, each further one so many times as many weeks. */
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
        return edge(stretch, walked())
                .chain(edge -> edge.isEmpty()
                        ? walk(stretch)
                        : walk(stretch.upTo(edge.getFirst()))
                                .chain(() -> goOn(stretch.behind(edge.getFirst()), edge.getFirst(), before, lookup)));
    }

    /** Of what is common the index would gather far more than is wanted; a few walks more give the rest sooner. */
    private Uni<Void> goOn(Stretch rest, UUID start, int before, Lookup lookup) {
        if (!isCommonSince(before)) {
            return lookUp(rest, start, 1, lookup);
        }
        requireTime();
        return inTwoSteps(rest, lookup);
    }

    /** Whether a few walks like the last one give the rest. */
    private boolean isCommonSince(int before) {
        return wanted() > 0 && (long) (found.size() - before) * MORE_WALKS >= wanted();
    }

    private int walked() {
        return filter.readsWords() ? WALKED_WITH_WORDS : WALKED;
    }

    /** The last of so many entries to be walked through; empty when all that there are can be. */
    private Uni<List<UUID>> edge(Stretch stretch, int walked) {
        String sql = """
                SELECT message
                FROM entry
                WHERE site = $1 AND %s AND message >= $2 AND message < $3%s
                ORDER BY message %s
                OFFSET $4 LIMIT 1
                """.formatted(visible.inClasses(), filter.onlyAttention() ? " AND attention" : "", order(stretch));
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
        return candidates(part, lookup, GATHERED).chain(complete -> {
            if (complete) {
                return lookUpBehind(part, stretch, LONGER * weeks, lookup);
            }
            return weeks > 1 ? lookUp(stretch, start, 1, lookup) : walkOn(part, stretch, lookup);
        });
    }

    private Uni<Void> lookUpBehind(Stretch part, Stretch stretch, long weeks, Lookup lookup) {
        return stretch.without(part)
                .map(rest -> lookUp(rest, part.newestFirst() ? part.first() : part.beyond(), weeks, lookup))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** The word is common somewhere in this week: most likely soon. Only where it is not, all of the week's hits are gathered. */
    private Uni<Void> walkOn(Stretch week, Stretch stretch, Lookup lookup) {
        requireTime();
        int before = found.size();
        return edge(week, LONGER_WALK * walked())
                .chain(edge -> edge.isEmpty()
                        ? walk(week).chain(() -> lookUpBehind(week, stretch, 1, lookup))
                        : walk(week.upTo(edge.getFirst()))
                                .chain(() -> isCommonSince(before)
                                        ? walkOn(week.behind(edge.getFirst()), stretch, lookup)
                                        : gather(week.behind(edge.getFirst()), stretch, lookup)));
    }

    private Uni<Void> gather(Stretch rest, Stretch stretch, Lookup lookup) {
        if (wanted() == 0) {
            return Uni.createFrom().voidItem();
        }
        requireTime();
        return candidates(rest, lookup, null).chain(all -> lookUpBehind(rest, stretch, 1, lookup));
    }

    /**
     * Takes over those of the index's candidates that match; none where there are more candidates than that, and then it is false.
     *
     * @param most candidates, all where it is null
     */
    private Uni<Boolean> candidates(Stretch part, Lookup lookup, @Nullable Integer most) {
        String sql = """
                WITH candidate AS MATERIALIZED (
                    SELECT message, retention FROM found($6, $7, $8, $9, $3, $4, $10)
                ), gathered AS (
                    SELECT coalesce(count(*) <= $10, true) AS complete FROM candidate
                ), matching AS (
                    SELECT %s
                    FROM (SELECT message, retention FROM candidate WHERE (SELECT complete FROM gathered)) AS sorted
                    JOIN entry USING (message, retention)
                    WHERE %s%s
                    ORDER BY message %s
                    LIMIT $5
                )
                SELECT matching.*, complete
                FROM gathered LEFT JOIN matching ON true
                ORDER BY message %s
                """.formatted(projection.columns(), visible.sql(), filter.sql(11), order(part), order(part));
        Tuple parameters = Tuple.of(visible.site().value(), visible.horizon(), part.first(), part.beyond(), wanted());
        parameters
                .addArrayOfString(lookup.patterns().toArray(String[]::new))
                .addArrayOfLong(lookup.words().isEmpty() ? null : lookup.words().toArray(Long[]::new))
                .addBoolean(filter.onlyAttention())
                .addArrayOfShort(visible.numbers())
                .addInteger(most);
        return connection.preparedQuery(sql).execute(filter.bind(parameters)).map(this::take);
    }

    private boolean take(Iterable<Row> rows) {
        boolean complete = true;
        for (Row row : rows) {
            complete = row.getBoolean("complete");
            if (row.getUUID("message") != null) {
                found.add(projection.read().apply(row));
            }
        }
        return complete;
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
