package io.asteris.log.entry;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.Page;
import io.asteris.platform.http.Paging;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/** The log's list and one entry of it. */
@Path(Api.BASE + "/logs")
class LogsResource {
    private final CurrentCaller caller;
    private final ListQuery queries;
    private final EntryStore store;
    private final Absence absence;

    LogsResource(CurrentCaller caller, ListQuery queries, EntryStore store, Absence absence) {
        this.caller = caller;
        this.queries = queries;
        this.store = store;
        this.absence = absence;
    }

    @GET
    @Requires(Scope.LOGS_READ)
    public Uni<Response> list(@Context UriInfo uri) {
        SiteId site = caller.get().site();
        EntryStore.Query query = queries.read(site, uri.getQueryParameters());
        return store.page(site, query).map(found -> Paging.answer(page(found), uri));
    }

    @GET
    @Path("{id}")
    @Requires(Scope.LOGS_READ)
    public Uni<LogEntry> get(@PathParam("id") String id, @Context UriInfo uri) {
        SiteId site = caller.get().site();
        MessageId message = MessageId.parse(id).orElseThrow(absence::forGood);
        return store.detail(site, queries.filter(site, uri.getQueryParameters()), message)
                .map(found -> found.map(LogEntries::whole).orElseThrow(() -> absence.of(message)));
    }

    private static Page<LogEntry> page(EntryStore.Found found) {
        Optional<Integer> count = found.count();
        return new Page<>(
                found.entries().stream().map(LogEntries::brief).toList(),
                found.goesOnBehind().map(ListQuery::cursor).orElse(null),
                count.map(Integer::longValue).orElse(null),
                count.map(total -> total < EntryStore.COUNTED).orElse(null));
    }
}
