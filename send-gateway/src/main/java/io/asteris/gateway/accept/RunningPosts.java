package io.asteris.gateway.accept;

import io.asteris.contract.SiteId;
import io.asteris.platform.http.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The posts with a key that are under way in this process, so that a repeat waits for the first instead of racing it. */
final class RunningPosts {
    private final Map<Place, Running> running = new ConcurrentHashMap<>();

    private record Place(SiteId site, IdempotencyKey key) {}

    private record Running(Submission.Once once, CompletableFuture<Accepted> result) {}

    /** Runs the work, or waits for the same that runs already; a failure of the first is one of all. */
    Uni<Accepted> share(SiteId site, Submission.Once once, Supplier<Uni<Accepted>> work) {
        var place = new Place(site, once.key());
        var mine = new Running(once, new CompletableFuture<>());
        Running first = running.putIfAbsent(place, mine);
        if (first != null) {
            return MessageDigest.isEqual(first.once().fingerprint(), once.fingerprint())
                    ? Uni.createFrom().completionStage(first.result()).map(Accepted::again)
                    : Uni.createFrom().failure(Acceptor.keyReused());
        }
        // The first runs on even when its caller goes away: others may wait for it.
        work.get()
                .onTermination()
                .invoke(() -> running.remove(place, mine))
                .subscribe()
                .with(mine.result()::complete, mine.result()::completeExceptionally);
        return Uni.createFrom().completionStage(mine.result());
    }
}
