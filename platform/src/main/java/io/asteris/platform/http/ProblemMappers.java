package io.asteris.platform.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request badly into one problem body. 4xx says what to change, 5xx gives an id to quote. */
public class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final CurrentVertxRequest request;

    @Inject
    ProblemMappers(CurrentVertxRequest request) {
        this.request = request;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException problem) {
        return answer(problem, null);
    }

    /** What the framework refuses: no such path, wrong method, wrong media type, a body it could not take. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException refused) {
        Response original = refused.getResponse();
        if (original.getStatus() < 400) {
            return original;
        }
        ProblemType type = ProblemType.ofStatus(original.getStatus());
        var answer = Response.fromResponse(answer(new ProblemException(type, type.title() + "."), null));
        Object allow = original.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allow).build();
    }

    @ServerExceptionMapper({IOException.class, TimeoutException.class, VertxException.class})
    public Response lost(Exception lost) {
        return unavailable(lost);
    }

    @ServerExceptionMapper
    public Response database(PgException refused) {
        return isAvailabilityTrouble(refused) ? unavailable(refused) : fault(refused);
    }

    @ServerExceptionMapper
    public Response fault(Throwable fault) {
        String instance = "urn:uuid:" + UUID.randomUUID();
        LOG.errorf(fault, "Request failed path=%s instance=%s", path(), instance);
        return answer(new ProblemException(ProblemType.INTERNAL, "Quote the instance when you report this."), instance);
    }

    private Response unavailable(Exception cause) {
        String instance = "urn:uuid:" + UUID.randomUUID();
        LOG.warnf("Request refused for now path=%s instance=%s cause=%s", path(), instance, cause);
        return answer(
                new ProblemException(
                                ProblemType.UNAVAILABLE, "A part that this needs does not answer. Nothing was changed.")
                        .retryAfter(SOON),
                instance);
    }

    private String path() {
        var current = request.getCurrent();
        return current == null ? "" : current.request().path();
    }

    /** Classes 08, 53, 57 and 58: connection lost, out of resources, shut down, disk trouble (PostgreSQL, appendix A). */
    private static boolean isAvailabilityTrouble(PgException refused) {
        String state = refused.getSqlState();
        return state != null && List.of("08", "53", "57", "58").contains(state.substring(0, 2));
    }

    static Response answer(ProblemException problem, @org.jspecify.annotations.Nullable String instance) {
        var body = Problem.of(problem.type(), problem.getMessage(), instance, problem.errors());
        var answer =
                Response.status(problem.type().status()).type(Api.PROBLEM_JSON).entity(body);
        problem.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds())));
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"asteris\"");
        }
        return answer.build();
    }
}
