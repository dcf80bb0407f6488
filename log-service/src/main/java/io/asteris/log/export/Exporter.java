package io.asteris.log.export;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.body.BodyStore;
import io.asteris.log.body.BodyStore.Kept;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.entry.LogEntries;
import io.asteris.log.entry.Patience;
import io.asteris.log.entry.Place;
import io.asteris.log.entry.Projection;
import io.asteris.log.entry.StoredEntry;
import io.asteris.log.search.Filter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a filter finds, oldest first, some thousand entries at a time, and gives it piece by piece as fast as it is taken: while
 * one piece is sent, the next is made and the one after it read, and no more than that is in memory. New entries have higher ids than
 * those read, so writes meanwhile neither repeat nor hide any.
 */
@ApplicationScoped
class Exporter {
    /** With 4,000, a quarter of the service's time went into collections; fewer ask the database more often. */
    private static final int AT_ONCE = 2_000;

    /** Each with its body, which may be a thousand times the usual. */
    private static final int BODIES_AT_ONCE = 100;

    /** Entries that were read together are unfolded and written by so many at once: that costs more than to read and to send them. */
    private static final int HANDS = 2;

    /** Without a bound, some hundred pieces would wait in memory for somebody who reads slowly. */
    private static final int AHEAD = 1;

    private final EntryStore entries;
    private final BodyStore bodies;

    Exporter(EntryStore entries, BodyStore bodies) {
        this.entries = entries;
        this.bodies = bodies;
    }

    /**
     * What is exported.
     *
     * @param reader id of the API key, which is remembered with each body
     */
    record Order(
            SiteId site, Filter filter, Form form, UnaryOperator<String> redaction, boolean withBody, String reader) {
        /** Redacted. */
        @Override
        public String toString() {
            return "export of " + site;
        }
    }

    /** The file's pieces; the proof knows all of them when the last has been given. */
    Multi<byte[]> file(Order order, Proof proof) {
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom()
                                .item(() -> proof.covering(order.form().beginning())),
                        rows(order, proof),
                        Multi.createFrom()
                                .item(() -> proof.covering(order.form().end(proof.summary()))))
                .select()
                .where(piece -> piece.length > 0);
    }

    private Multi<byte[]> rows(Order order, Proof proof) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Cursor(Place.OLDEST), cursor -> next(order, cursor))
                .until(List::isEmpty)
                .emitOn(Infrastructure.getDefaultWorkerPool(), AHEAD)
                .onItem()
                .transformToUniAndConcatenate(stored -> bodies(order, stored)
                        .chain(bodies -> written(order, stored, bodies, proof.count(stored.size()))))
                .onItem()
                .transformToIterable(pieces -> pieces)
                .map(proof::covering)
                .emitOn(Infrastructure.getDefaultWorkerPool(), AHEAD);
    }

    private Uni<Map<MessageId, Kept>> bodies(Order order, List<StoredEntry> stored) {
        return order.withBody()
                ? bodies.readAll(
                        order.site(), stored.stream().map(StoredEntry::message).toList(), order.reader())
                : Uni.createFrom().item(Map.of());
    }

    /** In as many pieces as there are hands. */
    private static Uni<List<byte[]>> written(
            Order order, List<StoredEntry> stored, Map<MessageId, Kept> bodies, long first) {
        int each = Math.ceilDiv(stored.size(), HANDS);
        List<Uni<byte[]>> pieces = new ArrayList<>(HANDS);
        for (int from = 0; from < stored.size(); from += each) {
            List<StoredEntry> part = stored.subList(from, Math.min(stored.size(), from + each));
            long number = first + from;
            pieces.add(Uni.createFrom()
                    .item(() -> order.form().rows(rows(order, part, bodies), number))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
        }
        return Uni.join().all(pieces).andFailFast();
    }

    private static List<Row> rows(Order order, List<StoredEntry> stored, Map<MessageId, Kept> bodies) {
        var rows = new ArrayList<Row>(stored.size());
        for (StoredEntry one : stored) {
            Entry entry = one.read();
            rows.add(row(order, entry, bodies.get(entry.message())));
        }
        return rows;
    }

    private static Row row(Order order, Entry entry, @Nullable Kept kept) {
        return new Row(LogEntries.brief(entry.addressed(order.redaction())), kept == null ? null : kept.body());
    }

    private Uni<List<StoredEntry>> next(Order order, Cursor cursor) {
        int most = order.withBody() ? BODIES_AT_ONCE : AT_ONCE;
        return entries.read(order.site(), order.filter(), Projection.STORED, cursor.place, most, Patience.BULK)
                .invoke(cursor::passed);
    }

    /** How far the file is. */
    private static final class Cursor {
        private Place place;

        private Cursor(Place place) {
            this.place = place;
        }

        private void passed(List<StoredEntry> read) {
            if (!read.isEmpty()) {
                place = Place.newerThan(read.getLast().message());
            }
        }
    }
}
