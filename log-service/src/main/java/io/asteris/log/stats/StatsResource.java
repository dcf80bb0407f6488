package io.asteris.log.stats;

import io.asteris.contract.SiteId;
import io.asteris.log.search.Period;
import io.asteris.log.settings.SiteZones;
import io.asteris.log.stats.StatsStore.Count;
import io.asteris.log.stats.StatsStore.Question;
import io.asteris.platform.auth.CurrentCaller;
import io.asteris.platform.auth.Requires;
import io.asteris.platform.auth.Scope;
import io.asteris.platform.http.Api;
import io.asteris.platform.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How much mail there was, by the hour or the day of its acceptance. */
@Path(Api.BASE + "/stats")
class StatsResource {
    private final CurrentCaller caller;
    private final StatsStore store;
    private final SiteZones zones;

    StatsResource(CurrentCaller caller, StatsStore store, SiteZones zones) {
        this.caller = caller;
        this.store = store;
        this.zones = zones;
    }

    record Counts(List<Count> data) {}

    @GET
    @Requires(Scope.LOGS_READ)
    public Uni<Counts> get(
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("bucket") @DefaultValue("day") String bucket,
            @QueryParam("by") @DefaultValue("status") String by) {
        SiteId site = caller.get().site();
        return store.counts(site, question(from, to, bucket, by, zones.of(site)))
                .invoke(StatsResource::refuseTooMany)
                .map(Counts::new);
    }

    private static Question question(
            @Nullable String from, @Nullable String to, String bucket, String by, ZoneId zone) {
        Period period = Period.read(from, to, zone);
        Bucket wanted =
                Bucket.named(bucket).orElseThrow(() -> ProblemException.invalid("?bucket", "bucket is hour or day"));
        Dimension dimension = Dimension.named(by)
                .orElseThrow(() -> ProblemException.invalid("?by", "by is status, provider, source or domain"));
        if (Duration.between(period.from(), period.to()).compareTo(wanted.longest()) > 0) {
            throw ProblemException.invalid(
                    "?to",
                    "with bucket=" + bucket + " one may ask for "
                            + wanted.longest().toDays() + " days at most");
        }
        return new Question(dimension, period.from(), period.to(), wanted, zone);
    }

    private static void refuseTooMany(List<Count> counts) {
        if (counts.size() > StatsStore.MOST) {
            throw ProblemException.invalid(
                    "?to", "these are more than " + StatsStore.MOST + " counts; ask for a shorter time");
        }
    }
}
