package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.search.Filter;
import io.asteris.log.search.SearchReader;
import io.asteris.platform.http.Cursor;
import io.asteris.platform.http.Paging;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a list is asked for from the parameters of its URI, strictly: none is ignored. */
@ApplicationScoped
class ListQuery {
    private static final Set<String> PAGING = Set.of("limit", "cursor", "count");

    private final SearchReader searches;

    ListQuery(SearchReader searches) {
        this.searches = searches;
    }

    /** The query; fails with {@code 422} for an unknown parameter or a bad value. */
    EntryStore.Query read(SiteId site, MultivaluedMap<String, String> parameters) {
        return new EntryStore.Query(
                searches.filter(site, parameters, PAGING),
                place(SearchReader.only(parameters, "cursor")),
                Paging.limit(SearchReader.only(parameters, "limit")),
                SearchReader.flag(parameters, "count"));
    }

    /** The filter of the list in which one entry is looked at. */
    Filter filter(SiteId site, MultivaluedMap<String, String> parameters) {
        return searches.filter(site, parameters, Set.of());
    }

    /** The cursor that {@link #read} takes for the page after this entry. */
    static String cursor(MessageId last) {
        return Cursor.of(last.text());
    }

    private static Place place(@Nullable String cursor) {
        return cursor == null
                ? Place.NEWEST
                : Place.olderThan(
                        MessageId.parse(Cursor.read(cursor, 1).getFirst()).orElseThrow(Cursor::foreign));
    }
}
