package io.asteris.log.export;

import io.asteris.log.stream.Outflow;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Sends a file to a client, with its proof in the trailers. */
final class Download {
    private static final String ROWS = "Asteris-Rows";
    private static final String FILTER = "Asteris-Filter";
    private static final String DIGEST = "Asteris-Sha256";

    private final Outflow outflow;

    /**
     * Nothing is sent yet.
     *
     * @param name of the file, without its ending
     * @param patience how long the client may take nothing
     */
    Download(HttpServerResponse response, Order order, String name, Duration patience) {
        this.outflow = new Outflow(
                response,
                order.site(),
                "export",
                Map.of(
                        "Content-Type",
                        order.form().type(),
                        "Content-Disposition",
                        "attachment; filename=\"" + name + "." + order.form().ending() + "\"",
                        "X-Content-Type-Options",
                        "nosniff",
                        "Cache-Control",
                        "no-store",
                        "Trailer",
                        String.join(", ", ROWS, FILTER, DIGEST)),
                patience);
    }

    /** Sends it, see {@link Outflow#send(Multi)}; the proof knows all of it when the last piece is sent. */
    Uni<Void> send(Multi<byte[]> file, Proof proof) {
        return outflow.send(file, () -> trailers(proof.summary()));
    }

    private static Map<String, String> trailers(Summary summary) {
        return Map.of(
                ROWS,
                Long.toString(summary.rows()),
                FILTER,
                URLEncoder.encode(summary.filter(), StandardCharsets.UTF_8),
                DIGEST,
                summary.sha256());
    }
}
