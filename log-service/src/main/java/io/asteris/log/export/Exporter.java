package io.asteris.log.export;

import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes a file of what a filter finds and gives it piece by piece as fast as it is taken. */
@ApplicationScoped
class Exporter {
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
                        Pieces.of(order, pages.of(order), proof, octets),
                        Multi.createFrom()
                                .item(() -> proof.covering(order.form().end(proof.summary()))))
                .select()
                .where(piece -> piece.length > 0);
    }
}
