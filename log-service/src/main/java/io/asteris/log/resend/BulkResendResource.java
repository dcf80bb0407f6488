package io.asteris.log.resend;

import io.asteris.contract.MessageId;
import io.asteris.log.job.Job;
import io.asteris.log.job.JobId;
import io.asteris.log.job.JobRunner;
import io.asteris.log.job.JobStore;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends many messages again, as a job. */
@Path(Api.BASE + "/logs/bulk-resend")
class BulkResendResource {
    private final CurrentCaller caller;
    private final Database database;
    private final DatabaseClock clock;
    private final Selection selection;
    private final RequestStore requests;
    private final JobStore jobs;
    private final JobRunner runner;

    BulkResendResource(
            CurrentCaller caller,
            Database database,
            DatabaseClock clock,
            Selection selection,
            RequestStore requests,
            JobStore jobs,
            JobRunner runner) {
        this.caller = caller;
        this.database = database;
        this.clock = clock;
        this.selection = selection;
        this.requests = requests;
        this.jobs = jobs;
        this.runner = runner;
    }

    record Counted(int count) {}

    record Started(JobId id, int total) {}

    @POST
    @Requires(Scope.SEND)
    public Uni<Response> resend(@HeaderParam(IdempotencyKey.HEADER) @Nullable String keyHeader, byte[] body) {
        Caller by = caller.get();
        Optional<IdempotencyKey> key = IdempotencyKey.read(keyHeader);
        BulkForm form = BulkForm.read(body);
        return selection
                .of(by.site(), form)
                .chain(messages -> form.isDryRun()
                        ? Uni.createFrom()
                                .item(Response.ok(new Counted(messages.size())).build())
                        : database.inSite(by.site(), connection -> start(connection, by, key, body, messages)))
                .invoke(runner::wake);
    }

    private Uni<Response> start(
            SqlConnection connection, Caller by, Optional<IdempotencyKey> key, byte[] body, List<MessageId> messages) {
        JobId minted = JobId.mint(clock.now());
        return requests.remember(connection, by.site(), key, Fingerprints.of(body), minted.value())
                .call(known -> known.repeated()
                        ? Uni.createFrom().voidItem()
                        : jobs.create(
                                connection, new Job(minted, by.site(), Job.Kind.RESEND, by.keyId(), null), messages))
                .map(known -> answer(new JobId(known.answer()), messages.size(), known.repeated()));
    }

    private static Response answer(JobId id, int total, boolean repeated) {
        var answer = Response.accepted(new Started(id, total)).header(HttpHeaders.LOCATION, Api.BASE + "/jobs/" + id);
        return repeated ? answer.header(IdempotencyKey.REPLAYED, "true").build() : answer.build();
    }
}
