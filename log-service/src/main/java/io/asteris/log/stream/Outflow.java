package io.asteris.log.stream;

import io.asteris.contract.SiteId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends an answer to a client, each piece when the one before it has gone out. A client that takes nothing for too long is let go, so that
 * it holds neither its place nor what was read for it. It writes to the connection by itself, because the REST
 * layer logs a client that leaves in the middle as an error, with a stack trace (quarkusio/quarkus#45249).
 */
public final class Outflow {
    private static final Logger LOG = Logger.getLogger(Outflow.class);

    /** Most octets of which a client has to take some in time; few enough for the slowest line. */
    private static final int AT_ONCE = 128 * 1024;

    /** A cancelled wait leaves at once: there is one for each piece, and the usual timers would keep what is left of it for the whole patience. */
    static final ScheduledThreadPoolExecutor WAITS = waits();

    private final HttpServerResponse response;
    private final SiteId site;
    private final String what;
    private final Map<String, String> head;
    private final Duration patience;

    /**
     * Nothing is sent yet.
     *
     * @param what it is that is sent, for the log
     * @param head its headers
     * @param patience how long the client may take nothing
     */
    public Outflow(HttpServerResponse response, SiteId site, String what, Map<String, String> head, Duration patience) {
        this.response = response;
        this.site = site;
        this.what = what;
        this.head = Map.copyOf(head);
        this.patience = patience;
    }

    /** Sends the pieces and nothing behind them, see {@link #send(Multi, Supplier)}. */
    public Uni<Void> send(Multi<byte[]> pieces) {
        return send(pieces, Map::of);
    }

    /**
     * Sends the pieces. What fails before anything was sent is passed on, to be answered as usual; later the connection is cut, so that
     * the client sees that there should be more.
     *
     * @param trailers asked for when all pieces have gone out
     */
    public Uni<Void> send(Multi<byte[]> pieces, Supplier<Map<String, String>> trailers) {
        return pieces.onItem()
                .transformToUniAndConcatenate(this::written)
                .onItem()
                .ignoreAsUni()
                .chain(() -> written(() -> trailed(trailers.get()).end()))
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
        LOG.debugf("A client left, or took nothing more, before the end of its answer answer=%s site=%s", what, site);
        response.reset();
    }

    private void cut(Throwable failure) {
        LOG.errorf(failure, "An answer could not be sent to its end answer=%s site=%s", what, site);
        response.reset();
    }

    private HttpServerResponse headed() {
        if (!response.headWritten()) {
            response.setChunked(true);
            head.forEach(response::putHeader);
        }
        return response;
    }

    private HttpServerResponse trailed(Map<String, String> trailers) {
        HttpServerResponse headed = headed();
        trailers.forEach(headed::putTrailer);
        return headed;
    }

    private Uni<Void> written(byte[] piece) {
        Buffer whole = Buffer.buffer(piece);
        if (piece.length <= AT_ONCE) {
            return written(() -> headed().write(whole));
        }
        return Multi.createFrom()
                .range(0, Math.ceilDiv(piece.length, AT_ONCE))
                .map(part -> whole.slice(part * AT_ONCE, Math.min((part + 1) * AT_ONCE, piece.length)))
                .onItem()
                .transformToUniAndConcatenate(part -> written(() -> headed().write(part)))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> written(Supplier<Future<Void>> write) {
        return Uni.createFrom()
                .completionStage(() -> write.get().toCompletionStage())
                .ifNoItem()
                .after(patience)
                .on(WAITS)
                .failWith(() -> new ClientLeft(null))
                .onFailure(Outflow::isEndOfConnection)
                .transform(ClientLeft::new);
    }

    private static ScheduledThreadPoolExecutor waits() {
        var waits = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("outflow-waits").factory());
        waits.setRemoveOnCancelPolicy(true);
        return waits;
    }

    private static boolean isEndOfConnection(Throwable failure) {
        return failure instanceof IOException || failure instanceof VertxException;
    }

    /** Nobody wants the rest. */
    private static final class ClientLeft extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClientLeft(@Nullable Throwable cause) {
            super(cause);
        }
    }
}
