package io.asteris.log.job;

import io.asteris.contract.SiteId;
import io.asteris.log.stream.ServerEvents;
import io.asteris.log.stream.StreamConfig;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.time.Duration;
import org.jboss.resteasy.reactive.ResponseStatus;

/** How a job stands, as often as one asks or as it goes, and its end before its time. */
@Path(Api.BASE + "/jobs/{id}")
class JobsResource {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final CurrentCaller caller;
    private final JobStore store;
    private final Duration patience;

    JobsResource(CurrentCaller caller, JobStore store, StreamConfig streams) {
        this.caller = caller;
        this.store = store;
        this.patience = streams.patience();
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
    public Uni<Void> events(@PathParam("id") String text, @Context HttpServerResponse response) {
        SiteId site = caller.get().site();
        return ServerEvents.send(
                response, site, "job", patience, changes(site, id(text)).map(ServerEvents::event));
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
