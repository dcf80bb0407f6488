package io.asteris.log.export;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends a file to a client, each piece when the one before it has gone out, and its proof in the trailers. It writes to the connection
 * by itself, because the REST layer logs a client that leaves in the middle as an error, with a stack trace (quarkusio/quarkus#45249).
 */
final class Download {
    private static final Logger LOG = Logger.getLogger(Download.class);
    private static final String ROWS = "Asteris-Rows";
    private static final String FILTER = "Asteris-Filter";
    private static final String DIGEST = "Asteris-Sha256";

    private final HttpServerResponse response;
    private final Order order;
    private final String name;

    /** @param name of the file, without its ending */
    Download(HttpServerResponse response, Order order, String name) {
        this.response = response;
        this.order = order;
        this.name = name;
    }

    /**
     * Sends it. What fails before anything was sent is passed on, to be answered as usual; later the connection is cut, so that the
     * client sees that the file is not whole.
     */
    Uni<Void> send(Multi<byte[]> file, Proof proof) {
        return file.onItem()
                .transformToUniAndConcatenate(piece -> written(() -> headed().write(Buffer.buffer(piece))))
                .onItem()
                .ignoreAsUni()
                .chain(() -> written(() -> proven(proof.summary()).end()))
                .onCancellation()
                .invoke(this::left)
                .onFailure(ClientLeft.class)
                .invoke(this::left)
                .onFailure(ClientLeft.class)
                .recoverWithNull()
                .onFailure(failure -> response.headWritten())
                .invoke(this::cut)
                .onFailure(failure -> response.headWritten())
                .recoverWithNull();
    }

    private void left() {
        LOG.debugf("A client left before its file was whole site=%s", order.site());
    }

    private void cut(Throwable failure) {
        LOG.errorf(failure, "A file could not be made whole site=%s", order.site());
        response.reset();
    }

    private HttpServerResponse headed() {
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader("Content-Type", order.form().type())
                    .putHeader(
                            "Content-Disposition",
                            "attachment; filename=\"" + name + "."
                                    + order.form().ending() + "\"")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("Trailer", ROWS + ", " + FILTER + ", " + DIGEST);
        }
        return response;
    }

    private HttpServerResponse proven(Summary summary) {
        return headed().putTrailer(ROWS, Long.toString(summary.rows()))
                .putTrailer(FILTER, URLEncoder.encode(summary.filter(), StandardCharsets.UTF_8))
                .putTrailer(DIGEST, summary.sha256());
    }

    private static Uni<Void> written(Supplier<Future<Void>> write) {
        return Uni.createFrom()
                .completionStage(() -> write.get().toCompletionStage())
                .onFailure(Download::isEndOfConnection)
                .transform(ClientLeft::new);
    }

    private static boolean isEndOfConnection(Throwable failure) {
        return failure instanceof IOException || failure instanceof VertxException;
    }

    /** Nobody wants the rest of the file. */
    private static final class ClientLeft extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClientLeft(Throwable cause) {
            super(cause);
        }
    }
}
