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
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a filter finds, oldest first, some thousand entries at a time, and gives it piece by piece as fast as it is taken: while
 * pieces are sent, the next are made, some at once, and the page behind them is read, and no more than that is in memory. New
 * entries have higher ids than those read, so writes meanwhile neither repeat nor hide any.
 */
@ApplicationScoped
class Exporter {
    /** Fewer ask the database more often; more are more memory, and with 4,000 a quarter of the service's time went into collections. */
    private static final int AT_ONCE = 2_000;

    /** Each with its body, which may be a thousand times the usual. */
    private static final int BODIES_AT_ONCE = 50;

    /** Pages that are read before they are needed. */
    private static final int PAGES_AHEAD = 1;

    /** Entries that are unfolded and written together; fewer where they have more than so many characters of bodies. */
    private static final int TOGETHER = 200;

    private static final int CHARACTERS = 128 * 1024;

    /**
     * Pieces that are made before they are needed, and those that are made and not sent: enough for two cores, and without a bound some
     * hundred would wait in memory for somebody who reads slowly.
     */
    private static final int PIECES_AHEAD = 4;

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
            SiteId site, Filter filter, Form form, UnaryOperator<Entry> redaction, boolean withBody, String reader) {
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
                .emitOn(Infrastructure.getDefaultWorkerPool(), PAGES_AHEAD)
                .onItem()
                .transformToUniAndConcatenate(stored ->
                        bodies(order, stored).map(bodies -> parts(stored, bodies, proof.count(stored.size()) == 0)))
                .onItem()
                .transformToIterable(parts -> parts)
                .map(part -> begun(order, part))
                .emitOn(Infrastructure.getDefaultWorkerPool(), PIECES_AHEAD)
                .onItem()
                .transformToUniAndConcatenate(piece -> Uni.createFrom().completionStage(piece))
                .map(proof::covering)
                .emitOn(Infrastructure.getDefaultWorkerPool(), PIECES_AHEAD);
    }

    private Uni<Map<MessageId, Kept>> bodies(Order order, List<StoredEntry> stored) {
        return order.withBody()
                ? bodies.readAll(
                        order.site(), stored.stream().map(StoredEntry::message).toList(), order.reader())
                : Uni.createFrom().item(Map.of());
    }

    private static List<Part> parts(List<StoredEntry> stored, Map<MessageId, Kept> bodies, boolean first) {
        var parts = new ArrayList<Part>(Math.ceilDiv(stored.size(), TOGETHER));
        int from = 0;
        long characters = 0;
        for (int i = 0; i < stored.size(); i++) {
            characters +=
                    bodies.isEmpty() ? 0 : characters(bodies.get(stored.get(i).message()));
            int beyond = i + 1;
            if (beyond - from == TOGETHER || characters > CHARACTERS || beyond == stored.size()) {
                parts.add(new Part(stored.subList(from, beyond), bodies, first && from == 0));
                from = beyond;
                characters = 0;
            }
        }
        return parts;
    }

    private static long characters(@Nullable Kept kept) {
        if (kept == null) {
            return 0;
        }
        var body = kept.body();
        return length(body.html()) + length(body.text());
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** A piece that is being made, whether or not somebody waits for it yet. */
    private static CompletableFuture<byte[]> begun(Order order, Part part) {
        return CompletableFuture.supplyAsync(() -> part.written(order), Infrastructure.getDefaultExecutor());
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

    /** Some rows that are written together. */
    private record Part(List<StoredEntry> stored, Map<MessageId, Kept> bodies, boolean first) {
        byte[] written(Order order) {
            Utf8 out = Utf8.ofThread();
            boolean first = this.first;
            for (StoredEntry one : stored) {
                Entry entry = one.read();
                order.form().write(row(order, entry, bodies.get(entry.message())), first, out);
                first = false;
            }
            return out.toArray();
        }

        private static Row row(Order order, Entry entry, @Nullable Kept kept) {
            return new Row(LogEntries.brief(order.redaction().apply(entry)), kept == null ? null : kept.body());
        }
    }
}
