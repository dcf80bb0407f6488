package io.asteris.deliverability.alert;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.deliverability.channel.Channel;
import io.asteris.deliverability.channel.Couriers;
import io.asteris.deliverability.channel.Delivered;
import io.asteris.deliverability.channel.Message;
import io.asteris.deliverability.channel.Reach;
import io.asteris.deliverability.site.SiteBook;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.egress.OutgoingHttp;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ETags;
import io.asteris.platform.http.Paging;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.http.StrictJson;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The rules by which a site's people are alerted, how they are reached, and what was raised. */
@Path(Api.BASE + "/alerts")
class AlertResource {
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Sites whose channels are being tried at this moment. */
    private static final Set<SiteId> TRYING = ConcurrentHashMap.newKeySet();

    private final CurrentCaller caller;
    private final Database database;
    private final DatabaseClock clock;
    private final AlertSettingsStore store;
    private final Recipients recipients;
    private final History history;
    private final Couriers couriers;
    private final OutgoingHttp http;
    private final SiteBook book;

    AlertResource(
            CurrentCaller caller,
            Database database,
            DatabaseClock clock,
            AlertSettingsStore store,
            Recipients recipients,
            History history,
            Couriers couriers,
            OutgoingHttp http,
            SiteBook book) {
        this.caller = caller;
        this.database = database;
        this.clock = clock;
        this.store = store;
        this.recipients = recipients;
        this.history = history;
        this.couriers = couriers;
        this.http = http;
        this.book = book;
    }

    @GET
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> show() {
        SiteId site = caller.get().site();
        return database.inSite(site, connection -> store.of(connection, site))
                .map(settings -> ETags.answer(AlertDocument.of(settings, recipients.admin(site))));
    }

    @PUT
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> set(byte[] body, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        SiteId site = caller.get().site();
        AlertDocument.Wanted wanted = StrictJson.read(body, AlertDocument.Wanted.class);
        return database.inSite(site, connection -> store.of(connection, site))
                .chain(known -> allowed(wanted.complete(known, recipients.admin(site), clock.now())))
                .chain(() -> database.inSite(site, connection -> store.lock(connection, site)
                        .chain(() -> store.of(connection, site))
                        .chain(before -> {
                            String admin = recipients.admin(site);
                            ETags.check(ifMatch, AlertDocument.of(before, admin));
                            AlertSettings now = wanted.complete(before, admin, clock.now());
                            AlertDocument shown = AlertDocument.of(now, admin);
                            return store.put(connection, site, now)
                                    .replaceWith(() -> Response.fromResponse(ETags.answer(shown))
                                            .entity(shown.showing(now.channels(), before.channels()))
                                            .build());
                        })));
    }

    @GET
    @Path("history")
    @Requires(Scope.SETTINGS_READ)
    public Uni<Response> history(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        SiteId site = caller.get().site();
        int size = Paging.limit(limit);
        return database.inSite(site, connection -> history.page(connection, site, size, cursor))
                .map(page -> Paging.answer(page, uri));
    }

    /** Tries all channels now, so that the owner sees which of them would reach somebody. */
    @POST
    @Path("test")
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Map<String, List<Delivered>>> test() {
        SiteId site = caller.get().site();
        if (!TRYING.add(site)) {
            throw new ProblemException(ProblemType.TOO_MANY, "The channels are being tried at this moment.")
                    .retryAfter(SOON);
        }
        return database.inSite(site, connection -> store.of(connection, site))
                .chain(settings -> tryAll(recipients.reach(site, settings), message(site)))
                .map(delivered -> Map.of("delivered", delivered))
                .onTermination()
                .invoke(() -> TRYING.remove(site));
    }

    private Uni<List<Delivered>> tryAll(Reach reach, Message message) {
        List<Uni<Delivered>> all = new ArrayList<>();
        for (Channel channel : reach.channels()) {
            all.add(couriers.bring(channel, reach, message)
                    .map(problem ->
                            new Delivered(channel.label(), clock.now(), problem.isEmpty(), problem.orElse(null))));
        }
        return Uni.join().all(all).andFailFast();
    }

    /** Says at once when a hook's address is one that we may not call. */
    private Uni<Void> allowed(AlertSettings settings) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (int i = 0; i < settings.channels().size(); i++) {
            Channel channel = settings.channels().get(i);
            String pointer = "/channels/" + i + "/url";
            if (channel.url() != null) {
                done = done.chain(() -> http.objection(Objects.requireNonNull(channel.url())))
                        .invoke(objection -> objection.ifPresent(words -> {
                            throw ProblemException.invalid(pointer, words);
                        }))
                        .replaceWithVoid();
            }
        }
        return done;
    }

    private Message message(SiteId site) {
        Instant now = clock.now();
        String name =
                book.site(site).map(SiteChanged::name).map(ErrorText::masked).orElseGet(site::value);
        return new Message(
                MessageId.mint(now).value(),
                "alert.test",
                site.value(),
                name,
                "test",
                "warning",
                now,
                0,
                "Nothing is wrong: somebody asked for this test",
                null);
    }
}
