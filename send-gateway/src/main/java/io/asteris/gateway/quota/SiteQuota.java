package io.asteris.gateway.quota;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.auth.SiteDirectory;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds each site to its {@code accepted_per_minute}. Each instance counts for itself, so that accepting asks nobody else: with
 * several instances a site may send as many times its limit.
 */
@Singleton
public class SiteQuota {
    private static final int WINDOW_SECONDS = 60;
    /** {@code Retry-After} is cut to whole seconds. */
    private static final Duration ROUNDED_UP = Duration.ofMillis(999);

    private final SiteDirectory sites;
    private final Map<SiteId, TokenBucket> buckets = new ConcurrentHashMap<>();

    SiteQuota(SiteDirectory sites) {
        this.sites = sites;
    }

    /**
     * Counts messages that are about to be accepted.
     *
     * @return the {@code 429} with the time after which they may pass, and then none is counted; empty when they may pass now
     */
    public Optional<ProblemException> take(SiteId site, int messages) {
        return bucket(site).flatMap(bucket -> {
            Duration wait = bucket.take(messages, System.nanoTime());
            return wait.isZero() ? Optional.empty() : Optional.of(tooMany(bucket.perMinute(), wait));
        });
    }

    private static ProblemException tooMany(int perMinute, Duration wait) {
        return new ProblemException(ProblemType.TOO_MANY, "The site may send " + perMinute + " messages a minute.")
                .retryAfter(wait.plus(ROUNDED_UP));
    }

    /** Gives back what was counted and not accepted. */
    public void give(SiteId site, int messages) {
        bucket(site).ifPresent(bucket -> bucket.give(messages));
    }

    /** Whether the site has a limit. */
    public boolean limits(SiteId site) {
        return bucket(site).isPresent();
    }

    /** Tells of the site's limit, where it has one (IETF draft-ietf-httpapi-ratelimit-headers). */
    public void tell(SiteId site, HttpServerResponse answer) {
        bucket(site).ifPresent(bucket -> {
            long now = System.nanoTime();
            answer.putHeader("RateLimit-Policy", "\"site\";q=" + bucket.perMinute() + ";w=" + WINDOW_SECONDS);
            answer.putHeader(
                    "RateLimit",
                    "\"site\";r=" + bucket.left(now) + ";t="
                            + bucket.untilFull(now).toSeconds());
        });
    }

    private Optional<TokenBucket> bucket(SiteId site) {
        return sites.site(site)
                .map(SiteChanged::limits)
                .map(SiteChanged.Limits::acceptedPerMinute)
                .map(perMinute -> buckets.compute(site, (id, known) -> fitting(known, perMinute)));
    }

    /** A changed limit begins with a full minute. */
    private static TokenBucket fitting(TokenBucket known, int perMinute) {
        return known != null && known.perMinute() == perMinute ? known : new TokenBucket(perMinute, System.nanoTime());
    }
}
