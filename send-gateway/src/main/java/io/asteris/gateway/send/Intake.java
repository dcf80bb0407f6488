package io.asteris.gateway.send;

import io.asteris.contract.MessageKind;
import io.asteris.contract.SiteId;
import io.asteris.gateway.GatewayConfig;
import io.asteris.gateway.accept.Accepted;
import io.asteris.gateway.accept.Acceptor;
import io.asteris.gateway.accept.BodyReader;
import io.asteris.gateway.accept.HeldBody;
import io.asteris.gateway.accept.ReadyMessage;
import io.asteris.gateway.accept.Resolution;
import io.asteris.gateway.accept.Resolved;
import io.asteris.gateway.accept.Submission;
import io.asteris.gateway.idempotency.Fingerprint;
import io.asteris.gateway.quota.SiteQuota;
import io.asteris.gateway.request.ReadingRules;
import io.asteris.gateway.request.SendRequest;
import io.asteris.gateway.verdict.Verdict;
import io.asteris.gateway.verdict.Verdicts;
import io.asteris.gateway.verdict.Watch;
import io.asteris.platform.database.DatabaseClock;
import io.asteris.platform.http.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What all posts that send have in common: body in, message checked, message accepted, perhaps a wait, answer. */
@Singleton
class Intake {
    private final BodyReader bodies;
    private final Resolution resolution;
    private final Acceptor acceptor;
    private final Verdicts verdicts;
    private final SiteQuota quota;
    private final DatabaseClock clock;
    private final long maxMessage;
    private final long largeBody;
    private final Duration contentKeep;

    Intake(
            BodyReader bodies,
            Resolution resolution,
            Acceptor acceptor,
            Verdicts verdicts,
            SiteQuota quota,
            DatabaseClock clock,
            GatewayConfig config,
            @ConfigProperty(name = "asteris.content.keep", defaultValue = "7d") Duration contentKeep) {
        this.bodies = bodies;
        this.resolution = resolution;
        this.acceptor = acceptor;
        this.verdicts = verdicts;
        this.quota = quota;
        this.clock = clock;
        this.maxMessage = config.maxMessage().asLongValue();
        this.largeBody = config.largePart().asLongValue();
        this.contentKeep = contentKeep;
    }

    /** Reads a post's key and body and answers it; a large one leaves the event loop for that. */
    Uni<Answer> post(
            RoutingContext request, SiteId site, BiFunction<byte[], Optional<IdempotencyKey>, Uni<Answer>> answer) {
        if (quota.limits(site)) {
            request.addHeadersEndHandler(answered -> quota.tell(site, request.response()));
        }
        String key = request.request().getHeader(IdempotencyKey.HEADER);
        return bodies.read(request)
                .chain(held -> onLoopUnlessLarge(held, () -> answer.apply(held.octets(), IdempotencyKey.read(key)))
                        .onTermination()
                        .invoke(held::release));
    }

    private Uni<Answer> onLoopUnlessLarge(HeldBody held, Supplier<Uni<? extends Answer>> answer) {
        Uni<Answer> work = Uni.createFrom().deferred(answer);
        return held.octets().length > largeBody ? work.runSubscriptionOn(Infrastructure.getDefaultWorkerPool()) : work;
    }

    /** The rules for reading a request that comes in now. */
    ReadingRules rules() {
        return new ReadingRules(clock.now(), maxMessage, contentKeep);
    }

    /** Accepts one message and answers with its id, or within the wait with its verdict. */
    Uni<Answer> one(
            SiteId site, MessageKind kind, SendRequest request, Optional<IdempotencyKey> key, Optional<Duration> wait) {
        // Here, where a large request is off the event loop.
        var once = key.map(named -> new Submission.Once(named, Fingerprint.of(kind, request)));
        return resolution
                .resolve(site, List.of(request))
                .map(Intake::onlyOne)
                .chain(ready -> accept(site, kind, ready, once, wait));
    }

    private static ReadyMessage onlyOne(List<Resolved> resolved) {
        return switch (resolved.getFirst()) {
            case Resolved.Ready(ReadyMessage message) -> message;
            case Resolved.Refused refused -> throw refused.problem();
        };
    }

    private Uni<Answer> accept(
            SiteId site,
            MessageKind kind,
            ReadyMessage ready,
            Optional<Submission.Once> once,
            Optional<Duration> wait) {
        if (wait.isEmpty()) {
            return acceptor.accept(new Submission(site, kind, List.of(ready), once, id -> {}))
                    .map(Answer::queued);
        }
        Watch watch = verdicts.watch();
        return acceptor.accept(new Submission(site, kind, List.of(ready), once, watch::begin))
                .chain(accepted -> verdict(accepted, watch, wait.get()))
                .onTermination()
                .invoke(watch::close);
    }

    private static Uni<Answer> verdict(Accepted accepted, Watch watch, Duration wait) {
        Function<Verdict, Answer> answered = verdict -> Answer.verdict(verdict, wait);
        return accepted.replayed()
                ? Uni.createFrom().item(Answer.queued(accepted))
                : watch.within(wait).map(verdict -> verdict.map(answered).orElseGet(() -> Answer.queued(accepted)));
    }

    /** What the site's settings make of the requests of a batch. */
    Uni<List<Resolved>> resolve(SiteId site, List<SendRequest> requests) {
        return resolution.resolve(site, requests);
    }

    /** Accepts all messages of a batch. */
    Uni<Accepted> accept(SiteId site, List<ReadyMessage> ready, Optional<Submission.Once> once) {
        return acceptor.accept(new Submission(site, MessageKind.SEND, ready, once, id -> {}));
    }
}
