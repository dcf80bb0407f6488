package io.asteris.log.resend;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.entry.Patience;
import io.asteris.log.entry.Place;
import io.asteris.log.entry.Projection;
import io.asteris.log.search.Filter;
import io.asteris.log.search.SearchReader;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** Which messages a bulk resend is about. */
@ApplicationScoped
class Selection {
    /** More than these are not one act of a person any more. */
    private static final int MOST = 100_000;

    private static final int AT_ONCE = 2_000;

    private final ResendStore store;
    private final EntryStore entries;
    private final SearchReader searches;

    Selection(ResendStore store, EntryStore entries, SearchReader searches) {
        this.store = store;
        this.entries = entries;
        this.searches = searches;
    }

    /**
     * The messages in the order in which they are sent again: as they are named, or oldest first. Fails with a {@code 404} that
     * points at each id that is not in the site's log, with a {@code 422} for a query that cannot be read or finds too much; then
     * none is sent.
     */
    Uni<List<MessageId>> of(SiteId site, BulkForm form) {
        return form.ids() == null ? found(site, Objects.requireNonNull(form.q())) : named(site, form.ids());
    }

    private Uni<List<MessageId>> found(SiteId site, String q) {
        Filter filter =
                searches.filter(site, SearchReader.parse("/q", q), false).withoutResends();
        var found = new ArrayList<MessageId>();
        return Multi.createBy()
                .repeating()
                .uni(() -> entries.read(site, filter, Projection.ID, place(found), AT_ONCE, Patience.BULK)
                        .invoke(found::addAll)
                        .invoke(() -> refuseTooMany(found.size())))
                .whilst(read -> read.size() == AT_ONCE)
                .collect()
                .last()
                .replaceWith(found);
    }

    private static Place place(List<MessageId> found) {
        return found.isEmpty() ? Place.OLDEST : Place.newerThan(found.getLast());
    }

    private static void refuseTooMany(int found) {
        if (found > MOST) {
            throw ProblemException.invalid(
                    "/q", "this finds more than " + MOST + " entries; narrow it with after: and before:");
        }
    }

    private Uni<List<MessageId>> named(SiteId site, List<MessageId> ids) {
        return store.known(site, ids).invoke(known -> refuseUnknown(ids, known)).replaceWith(ids);
    }

    private static void refuseUnknown(List<MessageId> ids, Set<MessageId> known) {
        List<FieldError> unknown = IntStream.range(0, ids.size())
                .filter(i -> !known.contains(ids.get(i)))
                .mapToObj(i -> new FieldError("/ids/" + i, "the log has no such entry"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ProblemException(
                            ProblemType.NOT_FOUND, "The log lacks some of these entries; none was sent again.")
                    .with(unknown);
        }
    }
}
