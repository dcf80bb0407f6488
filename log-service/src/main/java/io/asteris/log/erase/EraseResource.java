package io.asteris.log.erase;

import io.asteris.contract.AddressKey;
import io.asteris.contract.EmailAddress;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.EraseOrdered;
import io.asteris.log.entry.Absence;
import io.asteris.log.entry.Entry;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.job.Job;
import io.asteris.log.job.JobId;
import io.asteris.log.job.JobRunner;
import io.asteris.log.job.JobStore;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.content.ContentStore;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.http.StrictJson;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Deletes one entry, or erases an address from all. */
@Path(Api.BASE + "/logs")
class EraseResource {
    private final CurrentCaller caller;
    private final EntryStore entries;
    private final Absence absence;
    private final EraseStore store;
    private final ContentStore content;
    private final JobStore jobs;
    private final JobRunner runner;
    private final Database database;
    private final Outbox outbox;
    private final DatabaseClock clock;
    private final AddressKey addressKey;

    EraseResource(
            CurrentCaller caller,
            EntryStore entries,
            Absence absence,
            EraseStore store,
            ContentStore content,
            JobStore jobs,
            JobRunner runner,
            Database database,
            Outbox outbox,
            DatabaseClock clock,
            AddressKey addressKey) {
        this.caller = caller;
        this.entries = entries;
        this.absence = absence;
        this.store = store;
        this.content = content;
        this.jobs = jobs;
        this.runner = runner;
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
        this.addressKey = addressKey;
    }

    /** What a caller names. */
    record Form(@Nullable String address) {
        EmailAddress parsed() {
            if (address == null) {
                throw ProblemException.invalid("/address", "an address is needed");
            }
            try {
                return EmailAddress.of(address);
            } catch (IllegalArgumentException noAddress) {
                throw ProblemException.invalid("/address", String.valueOf(noAddress.getMessage()));
            }
        }

        /** Redacted. */
        @Override
        public String toString() {
            return "erase";
        }
    }

    record Started(JobId id, int total) {}

    @DELETE
    @Path("{id}")
    @ResponseStatus(204)
    @Requires(Scope.LOGS_WRITE)
    public Uni<Void> delete(@PathParam("id") String id) {
        Caller by = caller.get();
        MessageId message = MessageId.parse(id).orElseThrow(absence::forGood);
        return outbox.inSite(by.site(), open -> entries.find(open.connection(), by.site(), message)
                .map(found -> found.orElseThrow(() -> absence.of(message)))
                .invoke(EraseResource::requireClosed)
                .chain(() -> delete(open, by, message)));
    }

    private Uni<Void> delete(OutboxTransaction open, Caller by, MessageId message) {
        return store.delete(open.connection(), by.site(), message)
                .chain(() -> content.delete(open.connection(), List.of(message)))
                .invoke(() -> open.tell(new EraseOrdered(message, by.site(), null, by.keyId(), clock.now())));
    }

    @POST
    @Path("erase")
    @Requires(Scope.LOGS_WRITE)
    public Uni<Response> erase(byte[] body) {
        Caller by = caller.get();
        SiteId site = by.site();
        EmailAddress address = StrictJson.read(body, Form.class).parsed();
        var job = new Job(JobId.mint(clock.now()), site, Job.Kind.ERASE, by.keyId(), addressKey.hash(site, address));
        return database.asWorker(connection -> store.forget(connection, site, address)
                        .call(messages -> jobs.create(connection, job, messages)))
                .invoke(runner::wake)
                .map(messages -> Response.accepted(new Started(job.id(), messages.size()))
                        .header(HttpHeaders.LOCATION, Api.BASE + "/jobs/" + job.id())
                        .build());
    }

    private static void requireClosed(Entry entry) {
        if (!entry.isClosed()) {
            throw new ProblemException(
                    ProblemType.CONFLICT,
                    "The message is still " + entry.standing().status().word()
                            + "; cancel it, or wait until it is closed, before its entry is deleted.");
        }
    }
}
