package io.asteris.log.export;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The rows of a file, piece by piece as they are asked for. Some pieces are made ahead by as many threads as are free, and with each that
 * is taken another is begun: where they are begun some at once, when all before them are taken, a core has nothing to do behind each.
 * While they are made, the next pages are read, one after the other.
 */
final class Pieces {
    /** Enough for two cores, with some that are made and wait to be sent. */
    private static final int AHEAD = 8;

    /** Threads that make pieces hold up the database on the same cores; then there is another page for them, unless its bodies may be long. */
    private static final int PAGES_AHEAD = 2;

    private static final int PAGES_WITH_BODIES_AHEAD = 1;

    private static final byte[] NOTHING = {};

    private final Order order;
    private final Supplier<Uni<Page>> pages;
    private final Proof proof;
    private final long room;

    /** What was read and is not begun. */
    private final Queue<Part> parts = new ArrayDeque<>();

    private final Queue<Piece> begun = new ArrayDeque<>();
    private final Queue<CompletableFuture<Page>> coming = new ArrayDeque<>();
    private CompletableFuture<Page> lastPage;
    private CompletableFuture<byte[]> last = CompletableFuture.completedFuture(NOTHING);
    private Cancellable reading = () -> {};
    private boolean stopped;
    private boolean ended;

    /** Of bodies, in pieces that are begun, and in the one that was taken last. */
    private long octets;

    private long taken;

    private Pieces(Order order, Supplier<Uni<Page>> pages, Proof proof, long room) {
        this.order = order;
        this.pages = pages;
        this.proof = proof;
        this.room = room;
        this.lastPage = read();
        coming.add(lastPage);
        readAhead();
    }

    /**
     * All of them, none empty.
     *
     * @param pages gives the next page each time, and an empty one behind the last
     * @param proof covers each piece before it is given
     * @param room most octets of bodies in clear, in pieces that are begun and not sent; a longer piece is made alone
     */
    static Multi<byte[]> of(Order order, Supplier<Uni<Page>> pages, Proof proof, long room) {
        return Multi.createFrom().deferred(() -> {
            var pieces = new Pieces(order, pages, proof, room);
            return Multi.createBy()
                    .repeating()
                    .uni(pieces::next)
                    .until(piece -> piece.length == 0)
                    .onTermination()
                    .invoke(pieces::stop);
        });
    }

    /** Who asks for the next has sent the one before. */
    private Uni<byte[]> next() {
        octets -= taken;
        taken = 0;
        return first();
    }

    private Uni<byte[]> first() {
        begin();
        Piece first = begun.poll();
        if (first != null) {
            taken = first.octets();
            return Uni.createFrom().completionStage(first.made());
        }
        return ended
                ? Uni.createFrom().item(NOTHING)
                : Uni.createFrom().completionStage(coming.element()).chain(this::first);
    }

    private void begin() {
        while (begun.size() < AHEAD && hasPart() && fits(parts.element())) {
            begin(parts.remove());
        }
    }

    private boolean hasPart() {
        if (parts.isEmpty() && !ended && coming.element().state() == CompletableFuture.State.SUCCESS) {
            Page page = coming.remove().resultNow();
            ended = page.entries().isEmpty();
            parts.addAll(page.parts(proof.count(page.entries().size()) == 0));
            readAhead();
        }
        return !parts.isEmpty();
    }

    private boolean fits(Part part) {
        return octets == 0 || octets + part.octets() <= room;
    }

    /** The proof covers a piece as soon as those before it are covered, so whoever takes it does not wait for that. */
    private void begin(Part part) {
        last = CompletableFuture.supplyAsync(() -> part.written(order), Infrastructure.getDefaultExecutor())
                .thenCombine(last, (piece, before) -> proof.covering(piece));
        begun.add(new Piece(last, part.octets()));
        octets += part.octets();
    }

    private void readAhead() {
        int ahead = order.withBody() ? PAGES_WITH_BODIES_AHEAD : PAGES_AHEAD;
        while (coming.size() < ahead) {
            CompletableFuture<Page> before = lastPage;
            lastPage = before.thenCompose(page -> page.entries().isEmpty() ? before : read());
            coming.add(lastPage);
        }
    }

    private synchronized CompletableFuture<Page> read() {
        var page = new CompletableFuture<Page>();
        if (!stopped) {
            reading = pages.get().subscribe().with(page::complete, page::completeExceptionally);
        }
        return page;
    }

    /** Nobody wants what is still being read. */
    private synchronized void stop() {
        stopped = true;
        reading.cancel();
    }

    /** One that is being made, whether or not somebody waits for it yet. */
    private record Piece(CompletableFuture<byte[]> made, long octets) {}
}
