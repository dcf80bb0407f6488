package io.asteris.ingest;

import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads bodies from the connection itself, so that nobody can fill the memory: each has its bound, and so have all that are held at a
 * moment. What goes beyond is not kept.
 */
@ApplicationScoped
public class Bodies {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final long mostHeld;
    private final AtomicLong held = new AtomicLong();

    Bodies(WebhooksConfig config) {
        this.mostHeld = config.heldPosts().asLongValue();
    }

    /**
     * The body; its octets count as held until the request is answered. Must be called on the request's event loop.
     *
     * @param max most octets
     * @return fails with a problem: {@code 413}, or {@code 503} when too much is held already
     */
    public Uni<byte[]> read(RoutingContext context, int max) {
        var body = new Body(context.request(), max);
        context.addEndHandler(ended -> body.end());
        return Uni.createFrom().completionStage(body.start());
    }

    /** One body while it arrives. */
    private final class Body {
        private final HttpServerRequest request;
        private final int max;
        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final Buffer octets = Buffer.buffer();
        private long counted;

        Body(HttpServerRequest request, int max) {
            this.request = request;
            this.max = max;
        }

        CompletableFuture<byte[]> start() {
            if (request.isEnded()) {
                whole.complete(new byte[0]);
                return whole;
            }
            request.handler(this::take);
            request.endHandler(end -> whole.complete(octets.getBytes()));
            request.exceptionHandler(whole::completeExceptionally);
            if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
                request.response().writeContinue();
            }
            request.resume();
            return whole;
        }

        private void take(Buffer chunk) {
            if (whole.isDone()) {
                return;
            }
            if (octets.length() + chunk.length() > max) {
                whole.completeExceptionally(
                        new ProblemException(ProblemType.TOO_LARGE, "A request here has at most " + max + " octets."));
                return;
            }
            counted += chunk.length();
            if (held.addAndGet(chunk.length()) > mostHeld) {
                whole.completeExceptionally(
                        new ProblemException(ProblemType.UNAVAILABLE, "Too much is being received at the moment.")
                                .retryAfter(SOON));
                return;
            }
            octets.appendBuffer(chunk);
        }

        private void end() {
            held.addAndGet(-counted);
            counted = 0;
            whole.completeExceptionally(new IOException("the connection ended before the body did"));
        }
    }
}
