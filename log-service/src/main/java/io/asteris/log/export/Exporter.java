package io.asteris.log.export;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;

/**
 * Makes a file of what a filter finds and gives it piece by piece as fast as it is taken: while pieces are sent, the next are made,
 * some at once, and the page behind them is read, and no more than that is in memory.
 */
@ApplicationScoped
class Exporter {
    /** Pages that are read before they are needed. */
    private static final int PAGES_AHEAD = 1;

    /**
     * Pieces that are made before they are needed, and those that are made and not sent: enough for two cores, and without a bound some
     * hundred would wait in memory for somebody who reads slowly.
     */
    private static final int PIECES_AHEAD = 4;

    private final Pages pages;
    private final long octets;

    Exporter(Pages pages, ExportConfig config) {
        this.pages = pages;
        this.octets = config.content().asLongValue();
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
        Multi<Part> parts = pages.of(order)
                .emitOn(Infrastructure.getDefaultWorkerPool(), PAGES_AHEAD)
                .onItem()
                .transformToIterable(
                        page -> page.parts(proof.count(page.entries().size()) == 0));
        return order.withBody() ? pieces(order, parts, new Room(octets), proof) : pieces(order, parts, proof);
    }

    /** Bodies may be so long that some pieces are all that there is room for. */
    private static Multi<byte[]> pieces(Order order, Multi<Part> parts, Room room, Proof proof) {
        return pieces(order, parts.onItem().call(part -> room.enter(part.octets())), proof)
                .invoke(piece -> room.leave());
    }

    private static Multi<byte[]> pieces(Order order, Multi<Part> parts, Proof proof) {
        return parts.map(part -> begun(order, part))
                .emitOn(Infrastructure.getDefaultWorkerPool(), PIECES_AHEAD)
                .onItem()
                .transformToUniAndConcatenate(piece -> Uni.createFrom().completionStage(piece))
                .map(proof::covering)
                .emitOn(Infrastructure.getDefaultWorkerPool(), PIECES_AHEAD);
    }

    /** A piece that is being made, whether or not somebody waits for it yet. */
    private static CompletableFuture<byte[]> begun(Order order, Part part) {
        return CompletableFuture.supplyAsync(() -> part.written(order), Infrastructure.getDefaultExecutor());
    }
}
