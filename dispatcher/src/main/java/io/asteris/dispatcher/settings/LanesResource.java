package io.asteris.dispatcher.settings;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.delivery.LaneKey;
import io.asteris.dispatcher.lane.LaneHolds;
import io.asteris.dispatcher.lane.LaneStore;
import io.asteris.dispatcher.lane.Lanes;
import io.asteris.dispatcher.lane.Releases;
import io.asteris.dispatcher.provider.ProviderStore;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.database.Database;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.Page;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits in the site's lanes and why, and the hand on them. */
@Path(Api.BASE + "/lanes")
@Produces(MediaType.APPLICATION_JSON)
public class LanesResource {
    private final CurrentCaller caller;
    private final Database database;
    private final LaneStore store;
    private final ProviderStore providers;
    private final LaneHolds holds;
    private final Lanes lanes;
    private final Releases releases;

    LanesResource(
            CurrentCaller caller,
            Database database,
            LaneStore store,
            ProviderStore providers,
            LaneHolds holds,
            Lanes lanes,
            Releases releases) {
        this.caller = caller;
        this.database = database;
        this.store = store;
        this.providers = providers;
        this.holds = holds;
        this.lanes = lanes;
        this.releases = releases;
    }

    /** One lane for each provider of the site. */
    @GET
    @Requires(Scope.SETTINGS_READ)
    public Uni<Page<Document>> list() {
        SiteId site = caller.get().site();
        return database.inSite(site, connection -> store.standings(connection, site))
                .map(standings -> Page.of(documents(site, standings), null));
    }

    /** Nothing is claimed until it is resumed. */
    @POST
    @Path("/{site}/{provider}/pause")
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> pause(@PathParam("site") String site, @PathParam("provider") String provider) {
        return lane(site, provider).chain(lane -> setPaused(lane, true)).replaceWith(LanesResource::done);
    }

    /** Ends a pause. */
    @POST
    @Path("/{site}/{provider}/resume")
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> resume(@PathParam("site") String site, @PathParam("provider") String provider) {
        return lane(site, provider)
                .call(lane -> setPaused(lane, false))
                .invoke(lanes::wake)
                .replaceWith(LanesResource::done);
    }

    /** Opens a held lane and lets all of its held mail go, poison too. */
    @POST
    @Path("/{site}/{provider}/release")
    @Requires(Scope.SETTINGS_WRITE)
    public Uni<Response> release(@PathParam("site") String site, @PathParam("provider") String provider) {
        return lane(site, provider)
                .call(holds::reopen)
                .call(releases::of)
                .invoke(lanes::wake)
                .replaceWith(LanesResource::done);
    }

    private Uni<Void> setPaused(LaneKey lane, boolean paused) {
        return database.inSite(lane.site(), connection -> store.pause(connection, lane, paused));
    }

    private Uni<LaneKey> lane(String site, String provider) {
        SiteId own = caller.get().site();
        if (!own.value().equals(site)) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such lane.");
        }
        return database.inSite(own, connection -> providers.named(connection, own, provider))
                .map(found -> found.map(stored -> new LaneKey(own, stored.name()))
                        .orElseThrow(() -> ProviderSettings.missing(provider)));
    }

    private static Response done() {
        return Response.noContent().build();
    }

    private List<Document> documents(SiteId site, List<LaneStore.Standing> standings) {
        return standings.stream()
                .map(standing -> new Document(
                        site.value(),
                        standing.provider(),
                        standing.waiting(),
                        standing.oldestSeconds(),
                        standing.inFlight(),
                        standing.state(),
                        standing.reason(),
                        standing.until(),
                        standing.lastError(),
                        lanes.lastMinute(new LaneKey(site, standing.provider()))))
                .toList();
    }

    /**
     * A lane as the API gives it.
     *
     * @param waiting counted up to 1,001
     * @param perMinute calls that ended in the last minute, on the answering instance
     */
    record Document(
            String site,
            String provider,
            long waiting,
            long oldestSeconds,
            long inFlight,
            String state,
            @Nullable String reason,
            @Nullable Instant until,
            @Nullable String lastError,
            long perMinute) {}
}
