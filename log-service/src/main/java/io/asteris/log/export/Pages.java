package io.asteris.log.export;

import io.asteris.contract.MessageId;
import io.asteris.log.body.BodyStore;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.entry.Patience;
import io.asteris.log.entry.Place;
import io.asteris.log.entry.Projection;
import io.asteris.log.entry.StoredEntry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads what a filter finds, oldest first, in pages, each behind the last entry of the one before. New entries have higher ids than
 * those read, so writes meanwhile neither repeat nor hide any.
 */
@ApplicationScoped
class Pages {
    /** Fewer ask the database more often; more are more memory, and with 4,000 a quarter of the service's time went into collections. */
    private static final int AT_ONCE = 2_000;

    /** Each with its body; fewer where they are long. */
    private static final int BODIES_AT_ONCE = 50;

    private final EntryStore entries;
    private final BodyStore bodies;
    private final long octets;

    Pages(EntryStore entries, BodyStore bodies, ExportConfig config) {
        this.entries = entries;
        this.bodies = bodies;
        this.octets = config.content().asLongValue();
    }

    /** Reads the next page each time it is asked; behind the last they are empty. */
    Supplier<Uni<Page>> of(Order order) {
        var cursor = new Cursor();
        return () -> next(order, cursor);
    }

    private Uni<Page> next(Order order, Cursor cursor) {
        if (!order.withBody()) {
            return entries(order, AT_ONCE, cursor).map(found -> new Page(found, Map.of()));
        }
        Uni<List<StoredEntry>> found = cursor.rest.isEmpty()
                ? entries(order, BODIES_AT_ONCE, cursor)
                : Uni.createFrom().item(cursor.rest);
        return found.chain(some -> withBodies(order, some, cursor));
    }

    private Uni<List<StoredEntry>> entries(Order order, int most, Cursor cursor) {
        return entries.read(order.site(), order.filter(), Projection.STORED, cursor.place, most, Patience.PAGES)
                .invoke(cursor::passed);
    }

    /** As many of these entries as have bodies that are not too much at once. */
    private Uni<Page> withBodies(Order order, List<StoredEntry> found, Cursor cursor) {
        List<MessageId> messages = found.stream().map(StoredEntry::message).toList();
        return bodies.readFirst(order.site(), messages, octets, order.reader()).map(first -> {
            int beyond =
                    first.goesOnBehind().map(last -> messages.indexOf(last) + 1).orElse(found.size());
            cursor.rest = found.subList(beyond, found.size());
            return new Page(found.subList(0, beyond), first.bodies());
        });
    }

    /** How far the file is. */
    private static final class Cursor {
        private Place place = Place.OLDEST;

        /** Entries that were found and wait for their bodies. */
        private List<StoredEntry> rest = List.of();

        private void passed(List<StoredEntry> found) {
            if (!found.isEmpty()) {
                place = Place.newerThan(found.getLast().message());
            }
        }
    }
}
