package io.asteris.ingest.suppression;

import io.asteris.contract.AddressHash;
import io.asteris.contract.AddressKey;
import io.asteris.contract.SiteId;
import io.asteris.ingest.Audit;
import io.asteris.ingest.Bodies;
import io.asteris.platform.auth.Caller;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.Page;
import io.asteris.platform.http.Paging;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.outbox.Outbox;
import io.asteris.platform.outbox.OutboxTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The list as people see and change it. */
@Path(Api.BASE + "/suppressions")
class SuppressionsResource {
    private static final int MOST_OCTETS = 16 * 1024;

    private final CurrentCaller caller;
    private final Bodies bodies;
    private final Database database;
    private final Outbox outbox;
    private final DatabaseClock clock;
    private final AddressKey key;
    private final SuppressionList list;
    private final SuppressionStore store;
    private final SkippedOrders orders;
    private final Audit audit;

    SuppressionsResource(
            CurrentCaller caller,
            Bodies bodies,
            Database database,
            Outbox outbox,
            DatabaseClock clock,
            AddressKey key,
            SuppressionList list,
            SuppressionStore store,
            SkippedOrders orders,
            Audit audit) {
        this.caller = caller;
        this.bodies = bodies;
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
        this.key = key;
        this.list = list;
        this.store = store;
        this.orders = orders;
        this.audit = audit;
    }

    /**
     * One address in full.
     *
     * @param skipped how many messages were not sent to it, which its removal can send after all
     */
    record Detail(List<Suppression> data, int skipped) {}

    /** What a removal set going. */
    record Resending(int resending) {}

    @GET
    @Requires(Scope.SUPPRESSIONS_READ)
    public Uni<Response> page(@Context UriInfo uri) {
        SuppressionQuery query = SuppressionQuery.read(uri.getQueryParameters());
        return list.page(caller.get().site(), query).map(found -> Paging.answer(page(query, found), uri));
    }

    @POST
    @Requires(Scope.SUPPRESSIONS_WRITE)
    public Uni<Response> add(@Context RoutingContext request) {
        Caller by = caller.get();
        return bodies.read(request, MOST_OCTETS).chain(body -> {
            Addition addition = SuppressionForm.read(body, by, clock.now());
            return change(addition.scope(), open -> audit.lock(open.connection(), addition.scope())
                    .chain(() -> store.find(open.connection(), addition.scope(), addition.address()))
                    .chain(present -> present.isPresent()
                            ? Uni.createFrom().item(Response.ok(present.get()).build())
                            : add(open, addition, by)));
        });
    }

    @GET
    @Path("{address}")
    @Requires(Scope.SUPPRESSIONS_READ)
    public Uni<Detail> get(@PathParam("address") String text) {
        SiteId site = caller.get().site();
        ListedAddress address = address(text);
        return database.inSite(site, connection -> store.find(connection, site, address)
                .chain(own -> store.find(connection, SiteId.ALL, address).chain(all -> {
                    List<Suppression> rows = java.util.stream.Stream.concat(own.stream(), all.stream())
                            .toList();
                    if (rows.isEmpty()) {
                        throw absent();
                    }
                    Optional<AddressHash> hash = address.hash(key, site);
                    return hash.isEmpty()
                            ? Uni.createFrom().item(new Detail(rows, 0))
                            : list.skipped(connection, site, hash.get().value())
                                    .map(skipped -> new Detail(rows, skipped));
                })));
    }

    @DELETE
    @Path("{address}")
    @Requires(Scope.SUPPRESSIONS_WRITE)
    public Uni<Response> remove(
            @PathParam("address") String text,
            @QueryParam("scope") @Nullable String scopeWord,
            @QueryParam("resend") @Nullable String resendWord) {
        Caller by = caller.get();
        SiteId scope = SuppressionForm.scope(scopeWord, by, "?scope");
        ListedAddress address = address(text);
        boolean resend = isResend(resendWord, by);
        return change(scope, open -> audit.lock(open.connection(), scope)
                .chain(() -> store.remove(open.connection(), scope, address))
                .chain(removed -> {
                    SuppressionStore.Changed changed = removed.orElseThrow(SuppressionsResource::absent);
                    changed.event().ifPresent(open::tell);
                    var line = new Audit.Line(scope, by.keyId(), "removed", changed.canonical(), null);
                    return audit.write(open.connection(), List.of(line));
                })
                .chain(() ->
                        resend ? order(open, by, address) : Uni.createFrom().item(gone())));
    }

    private Uni<Response> order(OutboxTransaction open, Caller by, ListedAddress address) {
        return address.hash(key, by.site())
                .map(hash -> orders.order(open.connection(), by.site(), hash, by.keyId()))
                .orElseGet(() -> Uni.createFrom().item(0))
                .map(count -> Response.accepted(new Resending(count)).build());
    }

    private Uni<Response> add(OutboxTransaction open, Addition addition, Caller by) {
        return store.add(open.connection(), List.of(addition))
                .invoke(changed -> changed.forEach(one -> one.event().ifPresent(open::tell)))
                .chain(() -> audit.write(
                        open.connection(),
                        List.of(new Audit.Line(
                                addition.scope(),
                                by.keyId(),
                                "added",
                                addition.address().canonical(),
                                addition.reason().word()))))
                .chain(() -> store.find(open.connection(), addition.scope(), addition.address()))
                .map(row -> Response.status(Response.Status.CREATED)
                        .entity(row.orElseThrow())
                        .build());
    }

    /** The list of all sites is no site's, so it is changed under the workers' role, by the operator alone. */
    private <T> Uni<T> change(SiteId scope, Function<OutboxTransaction, Uni<T>> work) {
        return scope.equals(SiteId.ALL) ? outbox.asWorker(work) : outbox.inSite(scope, work);
    }

    private static boolean isResend(@Nullable String word, Caller by) {
        return switch (word) {
            case null -> false;
            case "false" -> false;
            case "true" -> {
                if (!by.may(Scope.SEND)) {
                    throw new ProblemException(ProblemType.FORBIDDEN, "Sending again needs the scope send as well.");
                }
                yield true;
            }
            default -> throw ProblemException.invalid("?resend", "resend is true or false");
        };
    }

    private static Page<Suppression> page(SuppressionQuery query, SuppressionList.Found found) {
        boolean more = found.rows().size() > query.limit();
        List<Suppression> rows = more ? found.rows().subList(0, query.limit()) : found.rows();
        return new Page<>(
                rows,
                more ? SuppressionQuery.Place.of(rows.getLast()).cursor() : null,
                found.count().map(Integer::longValue).orElse(null),
                found.count().map(total -> total < SuppressionList.COUNTED).orElse(null));
    }

    private static ListedAddress address(String text) {
        return ListedAddress.of(text).orElseThrow(SuppressionsResource::absent);
    }

    private static Response gone() {
        return Response.noContent().build();
    }

    private static ProblemException absent() {
        return new ProblemException(ProblemType.NOT_FOUND, "That address is not on the list.");
    }
}
