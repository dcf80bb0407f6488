package io.asteris.platform.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives the REST layer the house's one problem body for whatever ends a request badly. */
public class ProblemMappers {
    private final CurrentVertxRequest request;

    @Inject
    ProblemMappers(CurrentVertxRequest request) {
        this.request = request;
    }

    @ServerExceptionMapper
    public Response failed(Throwable failure) {
        return response(failure).build();
    }

    /** What the framework refuses: no such path, wrong method, wrong media type, a body it could not take. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException refused) {
        Response original = refused.getResponse();
        if (original.getStatus() < 400) {
            return original;
        }
        ProblemType type = ProblemType.ofStatus(original.getStatus());
        Response.ResponseBuilder answer = response(new ProblemException(type, type.title() + "."));
        Object allow = original.getHeaderString(HttpHeaders.ALLOW);
        return allow == null
                ? answer.build()
                : answer.header(HttpHeaders.ALLOW, allow).build();
    }

    private Response.ResponseBuilder response(Throwable failure) {
        ProblemAnswer answer = ProblemAnswer.of(failure, path());
        var response =
                Response.status(answer.body().status()).type(Api.PROBLEM_JSON).entity(answer.body());
        answer.headers().forEach(response::header);
        return response;
    }

    private String path() {
        var current = request.getCurrent();
        return current == null ? "" : current.request().path();
    }
}
