package io.asteris.gateway.accept;

import io.asteris.gateway.GatewayConfig;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Brings in the body of a post within the bounds of one request and of all together. It reads from the connection itself, because
 * there the octets are refused before they are held, and held once instead of three times.
 */
@Singleton
public class BodyReader {
    private final InFlightBudget budget;
    private final int max;

    BodyReader(InFlightBudget budget, GatewayConfig config) {
        this.budget = budget;
        this.max = Math.toIntExact(config.maxRequest().asLongValue());
    }

    /**
     * The body, to be released by the caller. Must be called on the request's event loop, before anything waits.
     *
     * @return fails with a problem: {@code 413}, {@code 415}, or {@code 503} when too much is held already
     */
    public Uni<HeldBody> read(RoutingContext context) {
        HttpServerRequest request = context.request();
        var incoming = new IncomingBody(request, budget, max);
        // The request's own exception handler is not told of every connection that ends in the middle of a body.
        context.addEndHandler(ended -> incoming.broken(new IOException("the connection ended before the body did")));
        ProblemException refusal = refusal(request);
        if (refusal != null) {
            incoming.discard();
            return Uni.createFrom().failure(refusal);
        }
        return Uni.createFrom().completionStage(incoming.start());
    }

    private @Nullable ProblemException refusal(HttpServerRequest request) {
        if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            return new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json in UTF-8.");
        }
        return IncomingBody.declaredLength(request) > max ? tooLarge(max) : null;
    }

    static ProblemException tooLarge(int max) {
        return new ProblemException(ProblemType.TOO_LARGE, "A request has at most " + max + " octets.");
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].strip().equals("application/json")) {
            return false;
        }
        for (String parameter : parts) {
            String charset = parameter.strip();
            if (charset.startsWith("charset=") && !charset.replace("\"", "").equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }
}
