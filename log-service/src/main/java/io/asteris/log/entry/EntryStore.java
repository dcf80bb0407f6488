package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.search.Filter;
import io.asteris.platform.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** The entries that one site may see. A read that takes too long ({@link Patience}) is given up with a {@code 503} that says so. */
@ApplicationScoped
public class EntryStore {
    /** Beyond it a total is not counted on. */
    public static final int COUNTED = 1_001;

    /** Most resends that are shown with an entry. */
    private static final int RESENDS = 50;

    private static final String QUERY_CANCELED = "57014";

    private final Database database;
    private final Visibility visibility;

    EntryStore(Database database, Visibility visibility) {
        this.database = database;
        this.visibility = visibility;
    }

    /**
     * What a list asks for.
     *
     * @param limit most entries of the page
     * @param counted whether to count all that the filter finds, up to {@link #COUNTED}
     */
    public record Query(Filter filter, Place place, int limit, boolean counted) {}

    /**
     * A page.
     *
     * @param goesOnBehind its last entry, where more follow
     * @param count of all that the filter finds, up to {@link #COUNTED}, where it was asked for
     */
    public record Found(List<Entry> entries, Optional<MessageId> goesOnBehind, Optional<Integer> count) {
        public Found {
            entries = List.copyOf(entries);
        }

        private static Found of(List<Entry> oneMore, int limit) {
            List<Entry> entries = oneMore.subList(0, Math.min(limit, oneMore.size()));
            return new Found(
                    entries,
                    oneMore.size() > limit ? Optional.of(entries.getLast().message()) : Optional.empty(),
                    Optional.empty());
        }

        private Found counted(int total) {
            return new Found(entries, goesOnBehind, Optional.of(total));
        }
    }

    /**
     * One entry with what stands around it.
     *
     * @param previous the newer one beside it in the list of a filter; absent where it is the first
     * @param next the older one
     * @param resends entries that sent its message again, oldest first
     */
    public record Detail(Entry entry, Optional<MessageId> previous, Optional<MessageId> next, List<MessageId> resends) {
        public Detail {
            resends = List.copyOf(resends);
        }
    }

    /** One entry of the site; empty when there is none that the site may see. */
    public Uni<Optional<Entry>> find(SiteId site, MessageId message) {
        return reading(site, Patience.SEARCH, (connection, visible) -> find(connection, visible, message));
    }

    /** One entry of the site, in a transaction of that site. */
    public Uni<Optional<Entry>> find(SqlConnection connection, SiteId site, MessageId message) {
        return visibility.of(connection, site, Patience.SEARCH).chain(visible -> find(connection, visible, message));
    }

    /** A page of the entries that a filter finds. What is counted is looked for once: the page comes out of it. */
    public Uni<Found> page(SiteId site, Query query) {
        return reading(
                site,
                Patience.SEARCH,
                (connection, visible) -> query.counted()
                        ? EntryReader.read(
                                        connection,
                                        visible,
                                        query.filter(),
                                        Projection.ID,
                                        Place.NEWEST,
                                        COUNTED,
                                        Patience.SEARCH)
                                .chain(counted -> page(connection, visible, query, counted)
                                        .map(page -> page.counted(counted.size())))
                        : page(connection, visible, query));
    }

    private static Uni<Found> page(SqlConnection connection, Visible visible, Query query) {
        return EntryReader.read(
                        connection,
                        visible,
                        query.filter(),
                        Projection.ENTRY,
                        query.place(),
                        query.limit() + 1,
                        Patience.SEARCH)
                .map(entries -> Found.of(entries, query.limit()));
    }

    /** The page out of those that were counted, unless it lies behind them. */
    private static Uni<Found> page(SqlConnection connection, Visible visible, Query query, List<MessageId> counted) {
        List<MessageId> rest = query.place().rest(counted);
        boolean more = rest.size() > query.limit();
        if (!more && counted.size() == COUNTED) {
            return page(connection, visible, query);
        }
        List<MessageId> messages = rest.subList(0, Math.min(query.limit(), rest.size()));
        return EntryReader.read(
                        connection,
                        visible,
                        Filter.these(messages),
                        Projection.ENTRY,
                        Place.NEWEST,
                        query.limit(),
                        Patience.SEARCH)
                // Also where the last one was deleted meanwhile.
                .map(entries -> new Found(
                        entries, more ? Optional.of(messages.getLast()) : Optional.empty(), Optional.empty()));
    }

    /**
     * Up to so many of the entries that a filter finds, from a place on, in a transaction of their own: whoever reads them all
     * goes on behind the last.
     */
    public <T> Uni<List<T>> read(
            SiteId site, Filter filter, Projection<T> projection, Place place, int limit, Patience patience) {
        return reading(
                site,
                patience,
                (connection, visible) ->
                        EntryReader.read(connection, visible, filter, projection, place, limit, patience));
    }

    /** One entry, and its neighbours in the list of a filter. */
    public Uni<Optional<Detail>> detail(SiteId site, Filter filter, MessageId message) {
        return reading(site, Patience.SEARCH, (connection, visible) -> find(connection, visible, message)
                .chain(found -> found.map(entry ->
                                detail(connection, visible, filter, entry).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
    }

    private static Uni<Detail> detail(SqlConnection connection, Visible visible, Filter filter, Entry entry) {
        return beside(connection, visible, filter, Place.newerThan(entry.message()))
                .chain(previous -> beside(connection, visible, filter, Place.olderThan(entry.message()))
                        .chain(next -> EntryReader.read(
                                        connection,
                                        visible,
                                        Filter.resendsOf(entry.message()),
                                        Projection.ID,
                                        Place.OLDEST,
                                        RESENDS,
                                        Patience.SEARCH)
                                .map(resends -> new Detail(entry, previous, next, resends))));
    }

    private static Uni<Optional<MessageId>> beside(
            SqlConnection connection, Visible visible, Filter filter, Place place) {
        return EntryReader.read(connection, visible, filter, Projection.ID, place, 1, Patience.SEARCH)
                .map(found -> found.stream().findFirst());
    }

    private static Uni<Optional<Entry>> find(SqlConnection connection, Visible visible, MessageId message) {
        return EntryReader.read(
                        connection, visible, Filter.only(message), Projection.ENTRY, Place.NEWEST, 1, Patience.SEARCH)
                .map(found -> found.stream().findFirst());
    }

    private <T> Uni<T> reading(SiteId site, Patience patience, BiFunction<SqlConnection, Visible, Uni<T>> read) {
        return database.inSite(site, connection -> visibility
                        .of(connection, site, patience)
                        .chain(visible -> read.apply(connection, visible)))
                .onFailure(EntryStore::tookTooLong)
                .transform(canceled -> EntryReader.tookTooLong(patience));
    }

    private static boolean tookTooLong(Throwable failure) {
        return failure instanceof PgException refused && QUERY_CANCELED.equals(refused.getSqlState());
    }
}
