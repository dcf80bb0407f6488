package io.asteris.ingest.post;

import io.asteris.contract.SiteId;
import io.asteris.ingest.event.Processor;
import io.asteris.ingest.provider.Post;
import io.asteris.ingest.provider.Verdict;
import io.asteris.ingest.provider.Verifier;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.ingest.setting.KeyRing;
import io.asteris.platform.content.DataKeyDestroyedException;
import io.asteris.platform.failpoint.Failpoint;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The order of things for every post: verified over the raw octets, then stored, then answered. A refused one leaves a count; one that
 * we cannot judge or keep is asked to come again.
 */
@ApplicationScoped
class Reception {
    private static final Logger LOG = Logger.getLogger(Reception.class);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Map<WebhookProvider, Verifier> verifiers = new EnumMap<>(WebhookProvider.class);
    private final KeyRing ring;
    private final PostStore store;
    private final Failures failures;
    private final Forgeries forgeries;
    private final Processor processor;
    private final MeterRegistry metrics;

    Reception(
            @All List<Verifier> verifiers,
            KeyRing ring,
            PostStore store,
            Failures failures,
            Forgeries forgeries,
            Processor processor,
            MeterRegistry metrics) {
        verifiers.forEach(verifier -> this.verifiers.put(verifier.provider(), verifier));
        this.ring = ring;
        this.store = store;
        this.failures = failures;
        this.forgeries = forgeries;
        this.processor = processor;
        this.metrics = metrics;
    }

    /** Completes when the post is kept; fails with the problem that the provider is to be answered. */
    Uni<Void> take(Post post) {
        if (!ring.isComplete()) {
            return Uni.createFrom().failure(notNow("The keys are still being learned."));
        }
        List<WebhookKeys> candidates = ring.candidates(post.provider(), post.site());
        return Uni.createFrom()
                .deferred(() -> verifiers.get(post.provider()).verify(post, candidates))
                // A signature costs up to a millisecond for each key, which no event loop should be held for.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(verdict -> follow(post, verdict, candidates));
    }

    private Uni<Void> follow(Post post, Verdict verdict, List<WebhookKeys> candidates) {
        return switch (verdict) {
            case Verdict.Verified verified -> keep(post, verified);
            case Verdict.Refused(String reason) -> Uni.createFrom().failure(refuse(post, reason, candidates));
            case Verdict.NotNow(String reason) -> {
                count(post, "not_now");
                yield Uni.createFrom().failure(notNow(reason));
            }
        };
    }

    private Uni<Void> keep(Post post, Verdict.Verified verified) {
        Failpoint.reach("post.verified");
        return store.keep(post, verified)
                .onFailure(DataKeyDestroyedException.class)
                .transform(gone -> refuse(post, "The site was deleted.", List.of()))
                .chain(kept -> switch (kept) {
                    case NEW -> {
                        Failpoint.reach("post.stored");
                        count(post, "stored");
                        processor.wake();
                        yield Uni.createFrom().voidItem();
                    }
                    case REPEAT -> {
                        count(post, "repeated");
                        yield Uni.createFrom().voidItem();
                    }
                    case OTHER_BODY -> otherBody(post, verified);
                });
    }

    private Uni<Void> otherBody(Post post, Verdict.Verified verified) {
        if (!verified.singleUse()) {
            // The signature covers what counts; the rest of the envelope may differ between two tries.
            count(post, "repeated");
            return Uni.createFrom().voidItem();
        }
        count(post, "forged");
        failures.count(verified.site(), post.provider());
        return forgeries.raise(verified.site(), post.provider()).chain(() -> Uni.createFrom()
                .failure(problem(post.provider(), "The token was used for another event; it counts once.")));
    }

    private ProblemException refuse(Post post, String reason, List<WebhookKeys> candidates) {
        count(post, "refused");
        SiteId site = candidates.size() == 1 ? candidates.getFirst().site() : null;
        if (site != null) {
            failures.count(site, post.provider());
        }
        // Anybody can cause this line, so it is not written in ordinary times; the count is.
        LOG.debugf(
                "Post is refused provider=%s site=%s reason=%s", post.provider().word(), site, reason);
        return problem(post.provider(), reason);
    }

    private static ProblemException problem(WebhookProvider provider, String reason) {
        return new ProblemException(
                switch (provider) {
                    case SENDGRID -> ProblemType.UNAUTHENTICATED;
                    case MAILGUN -> ProblemType.NOT_ACCEPTABLE;
                    case SES -> ProblemType.FORBIDDEN;
                },
                reason);
    }

    private static ProblemException notNow(String reason) {
        return new ProblemException(ProblemType.UNAVAILABLE, reason + " Try again.").retryAfter(SOON);
    }

    private void count(Post post, String result) {
        metrics.counter("asteris.webhook.posts", "provider", post.provider().word(), "result", result)
                .increment();
    }
}
