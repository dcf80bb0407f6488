package io.asteris.log.job;

import io.asteris.contract.Json;
import io.asteris.contract.SiteId;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestMulti;

/** How a job stands, as often as one asks or as it goes, and its end before its time. */
@Path(Api.BASE + "/jobs/{id}")
class JobsResource {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Map<String, List<String>> EVENT_STREAM =
            Map.of(HttpHeaders.CONTENT_TYPE, List.of(MediaType.SERVER_SENT_EVENTS));

    private final CurrentCaller caller;
    private final JobStore store;

    JobsResource(CurrentCaller caller, JobStore store) {
        this.caller = caller;
        this.store = store;
    }

    @GET
    @Requires(Scope.LOGS_READ)
    public Uni<Progress> get(@PathParam("id") String text) {
        SiteId site = caller.get().site();
        return present(site, id(text));
    }

    /** One event for each change, the last one when the job is over. */
    @GET
    @Path("events")
    @Requires(Scope.LOGS_READ)
    public RestMulti<Buffer> events(@PathParam("id") String text) {
        SiteId site = caller.get().site();
        JobId id = id(text);
        // The framework's own event streams send their head before the first look, too early to say 404.
        return RestMulti.fromUniResponse(
                present(site, id), found -> changes(site, id).map(JobsResource::event), found -> EVENT_STREAM);
    }

    private Multi<Progress> changes(SiteId site, JobId id) {
        return Multi.createBy()
                .repeating()
                .uni(() -> present(site, id))
                .withDelay(LOOK)
                .whilst(progress -> !progress.isOver())
                .skip()
                .repetitions();
    }

    @DELETE
    @ResponseStatus(204)
    @Requires(Scope.LOGS_WRITE)
    public Uni<Void> cancel(@PathParam("id") String text) {
        SiteId site = caller.get().site();
        JobId id = id(text);
        return store.cancel(site, id)
                .chain(cancelled -> cancelled
                        ? Uni.createFrom().voidItem()
                        : present(site, id).invoke(JobsResource::refuse).replaceWithVoid());
    }

    private Uni<Progress> present(SiteId site, JobId id) {
        return store.find(site, id).map(found -> found.orElseThrow(JobsResource::unknown));
    }

    /** JSON has no line breaks of its own, so one line holds it. */
    private static Buffer event(Progress progress) {
        return Buffer.buffer("data:").appendBytes(Json.write(progress)).appendString("\n\n");
    }

    private static void refuse(Progress progress) {
        throw new ProblemException(ProblemType.CONFLICT, "The job is " + progress.state() + " already.");
    }

    private static JobId id(String text) {
        return JobId.parse(text).orElseThrow(JobsResource::unknown);
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such job.");
    }
}
