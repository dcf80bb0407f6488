package io.asteris.platform.http;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that ended badly, whoever writes it to the wire: 4xx says what to change, 5xx gives an id to quote.
 *
 * @param headers without the content type, which is {@link Api#PROBLEM_JSON}
 */
public record ProblemAnswer(Problem body, Map<String, String> headers) {
    private static final Logger LOG = Logger.getLogger(ProblemAnswer.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    public ProblemAnswer {
        headers = Map.copyOf(headers);
    }

    /** The answer for a failure; logs what the caller is not to blame for. */
    public static ProblemAnswer of(Throwable failure, String path) {
        if (failure instanceof ProblemException problem) {
            return of(problem, null);
        }
        boolean passes = failure instanceof PgException refused
                ? isAvailabilityTrouble(refused)
                : failure instanceof IOException
                        || failure instanceof TimeoutException
                        || failure instanceof VertxException;
        return passes ? unavailable(failure, path) : fault(failure, path);
    }

    private static ProblemAnswer fault(Throwable fault, String path) {
        String instance = instance();
        LOG.errorf(fault, "Request failed path=%s instance=%s", path, instance);
        return of(new ProblemException(ProblemType.INTERNAL, "Quote the instance when you report this."), instance);
    }

    private static ProblemAnswer unavailable(Throwable cause, String path) {
        String instance = instance();
        LOG.warnf("Request refused for now path=%s instance=%s cause=%s", path, instance, cause);
        return of(
                new ProblemException(
                                ProblemType.UNAVAILABLE, "A part that this needs does not answer. Nothing was changed.")
                        .retryAfter(SOON),
                instance);
    }

    private static String instance() {
        return "urn:uuid:" + UUID.randomUUID();
    }

    /** Classes 08, 53, 57 and 58: connection lost, out of resources, shut down, disk trouble (PostgreSQL, appendix A). */
    private static boolean isAvailabilityTrouble(PgException refused) {
        String state = refused.getSqlState();
        return state != null && List.of("08", "53", "57", "58").contains(state.substring(0, 2));
    }

    private static ProblemAnswer of(ProblemException problem, @Nullable String instance) {
        Map<String, String> headers = new HashMap<>();
        problem.retryAfter()
                .ifPresent(wait -> headers.put("Retry-After", Long.toString(Math.max(1, wait.toSeconds()))));
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            headers.put("WWW-Authenticate", "Bearer realm=\"asteris\"");
        }
        return new ProblemAnswer(Problem.of(problem.type(), problem.getMessage(), instance, problem.errors()), headers);
    }
}
