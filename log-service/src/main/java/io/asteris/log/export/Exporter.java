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
import io.asteris.log.search.Filter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a filter finds, oldest first, a thousand entries at a time, and gives it piece by piece as fast as it is taken: no
 * more than two pieces are in memory. New entries have higher ids than those read, so writes meanwhile neither repeat nor hide any.
 */
@ApplicationScoped
class Exporter {
    private static final int AT_ONCE = 1_000;

    /** Without a bound, some hundred pieces would wait in memory for somebody who reads slowly. */
    private static final int READ_AHEAD = 1;

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
                .emitOn(Infrastructure.getDefaultWorkerPool(), READ_AHEAD)
                .onItem()
                .transformToUniAndConcatenate(read -> withBodies(order, read))
                .map(rows -> proof.covering(order.form().rows(rows, proof.count(rows.size()))));
    }

    private Uni<List<Row>> withBodies(Order order, List<Entry> read) {
        return order.withBody()
                ? bodies.readAll(order.site(), read.stream().map(Entry::message).toList(), order.reader())
                        .map(found -> rows(order, read, found))
                : Uni.createFrom().item(() -> rows(order, read, Map.of()));
    }

    private static List<Row> rows(Order order, List<Entry> read, Map<MessageId, Kept> bodies) {
        return read.stream()
                .map(entry -> row(order, entry, bodies.get(entry.message())))
                .toList();
    }

    private static Row row(Order order, Entry entry, @Nullable Kept kept) {
        return new Row(LogEntries.brief(entry.addressed(order.redaction())), kept == null ? null : kept.body());
    }

    private Uni<List<Entry>> next(Order order, Cursor cursor) {
        return entries.read(order.site(), order.filter(), Projection.ENTRY, cursor.place, AT_ONCE, Patience.BULK)
                .invoke(cursor::passed);
    }

    /** How far the file is. */
    private static final class Cursor {
        private Place place;

        private Cursor(Place place) {
            this.place = place;
        }

        private void passed(List<Entry> read) {
            if (!read.isEmpty()) {
                place = Place.newerThan(read.getLast().message());
            }
        }
    }
}
