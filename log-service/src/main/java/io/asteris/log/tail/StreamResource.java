package io.asteris.log.tail;

import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.log.entry.EntryStore;
import io.asteris.log.entry.LogEntries;
import io.asteris.log.search.Filter;
import io.asteris.log.search.SearchReader;
import io.asteris.log.stream.Places;
import io.asteris.log.stream.ServerEvents;
import io.asteris.log.stream.StreamConfig;
import io.asteris.log.tail.Tail.News;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.Api;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The live tail, as server-sent events: one for each entry that comes or changes, with a sign of life in between. */
@Path(Api.BASE + "/logs/stream")
class StreamResource {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
    private static final int MOST = 200;

    private final CurrentCaller caller;
    private final EntryStore entries;
    private final SearchReader searches;
    private final DatabaseClock clock;
    private final Duration patience;
    private final Places places = new Places(MOST, MOST, "watch the log");

    StreamResource(
            CurrentCaller caller,
            EntryStore entries,
            SearchReader searches,
            DatabaseClock clock,
            StreamConfig streams) {
        this.caller = caller;
        this.entries = entries;
        this.searches = searches;
        this.clock = clock;
        this.patience = streams.patience();
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Requires(Scope.LOGS_READ)
    public Uni<Void> stream(
            @Context UriInfo uri,
            @Context HttpServerResponse response,
            @HeaderParam("Last-Event-ID") @Nullable String last) {
        SiteId site = caller.get().site();
        Filter filter = searches.filter(site, uri.getQueryParameters(), Set.of());
        Tail tail = new Tail(entries, clock, site, filter, last == null ? now() : TailCursor.read(last));
        Multi<byte[]> events = Multi.createBy().merging().streams(news(tail), signsOfLife());
        return places.take(site, () -> ServerEvents.send(response, site, "tail", patience, events));
    }

    private TailCursor now() {
        Instant now = clock.now();
        return new TailCursor(MessageId.mint(now), now);
    }

    private static Multi<byte[]> news(Tail tail) {
        return Multi.createBy()
                .repeating()
                .uni(tail::look)
                .withDelay(LOOK)
                .indefinitely()
                .onItem()
                .<News>disjoint()
                .map(news -> ServerEvents.event(news.cursor().text(), "entry", LogEntries.brief(news.entry())));
    }

    /** The first at once, so that the watcher knows that it is connected. */
    private static Multi<byte[]> signsOfLife() {
        return Multi.createFrom()
                .ticks()
                .every(SIGN_OF_LIFE)
                .onOverflow()
                .drop()
                .map(tick -> ServerEvents.signOfLife());
    }
}
