package io.asteris.log.stream;

import io.asteris.contract.SiteId;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Room for so many answers at once on this instance, and for so many of one site, so that no site takes all of it. */
public final class Places {
    private static final Duration LATER = Duration.ofSeconds(30);

    private final int all;
    private final int ofASite;
    private final String doing;
    private final Map<SiteId, Integer> taken = new HashMap<>();
    private int takenInAll;

    /** @param doing what those do who have a place, for whoever finds none */
    public Places(int all, int ofASite, String doing) {
        this.all = all;
        this.ofASite = ofASite;
        this.doing = doing;
    }

    /** Does the work in a place, which is given back however it ends; without a place it fails, and nothing is done. */
    public <T> Uni<T> take(SiteId site, Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            enter(site);
            var left = new AtomicBoolean();
            return Uni.createFrom().deferred(work::get).onTermination().invoke(() -> {
                // A client may leave at the moment in which its answer ends.
                if (left.compareAndSet(false, true)) {
                    leave(site);
                }
            });
        });
    }

    private synchronized void enter(SiteId site) {
        if (takenInAll >= all) {
            throw problem(ProblemType.UNAVAILABLE, "Too many " + doing + " at the moment.");
        }
        int ofThis = taken.getOrDefault(site, 0);
        if (ofThis >= ofASite) {
            throw problem(ProblemType.TOO_MANY, "Too many of this site " + doing + " at the moment.");
        }
        taken.put(site, ofThis + 1);
        takenInAll++;
    }

    private synchronized void leave(SiteId site) {
        taken.computeIfPresent(site, (known, count) -> count == 1 ? null : count - 1);
        takenInAll--;
    }

    private static ProblemException problem(ProblemType type, String detail) {
        return new ProblemException(type, detail).retryAfter(LATER);
    }
}
