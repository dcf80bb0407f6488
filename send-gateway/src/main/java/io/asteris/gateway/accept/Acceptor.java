package io.asteris.gateway.accept;

import io.asteris.contract.MessageId;
import io.asteris.contract.MessageKind;
import io.asteris.contract.event.MessageAccepted;
import io.asteris.gateway.GatewayConfig;
import io.asteris.gateway.idempotency.IdempotencyStore;
import io.asteris.gateway.idempotency.Remembered;
import io.asteris.gateway.quota.SiteQuota;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.IdempotencyKey;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.outbox.Outbox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Accepts messages: seals and stores them, and says so once they are on the disk. What goes wrong before
 * that is a {@code 503} and leaves nothing behind that anybody would act on.
 */
@Singleton
public class Acceptor {
    private static final Logger LOG = Logger.getLogger(Acceptor.class);
    private static final byte[] NO_FINGERPRINT = {};

    /** Not ASCII, so that no caller's key is one of ours. */
    private static final String OURS = "\u2192";

    private final IdempotencyStore keys;
    private final RunningPosts running = new RunningPosts();
    private final Sealing sealing;
    private final GroupCommit commit;
    private final Outbox outbox;
    private final SiteQuota quota;
    private final Map<MessageKind, Counter> counters = new EnumMap<>(MessageKind.class);
    private final Timer latency;
    private final long maxBacklog;
    private final long largePart;

    Acceptor(
            IdempotencyStore keys,
            Sealing sealing,
            GroupCommit commit,
            Outbox outbox,
            SiteQuota quota,
            MeterRegistry metrics,
            GatewayConfig config) {
        this.keys = keys;
        this.sealing = sealing;
        this.commit = commit;
        this.outbox = outbox;
        this.quota = quota;
        for (MessageKind kind : MessageKind.values()) {
            counters.put(kind, metrics.counter("asteris.accepted", "kind", kind.word()));
        }
        this.latency =
                Timer.builder("asteris.accept").publishPercentileHistogram().register(metrics);
        this.maxBacklog = config.backlog();
        this.largePart = config.largePart().asLongValue();
    }

    /**
     * Accepts all messages of a submission, or none. With a key, a repeat is answered what the first was, also while that is still
     * running.
     *
     * @return fails with a problem: {@code 422} for a key that belongs to another request, {@code 429} when the site has sent its
     *     share, {@code 503} when nothing can be accepted now
     */
    public Uni<Accepted> accept(Submission submission) {
        long start = System.nanoTime();
        Uni<Accepted> accepted = submission
                .once()
                .map(once -> running.share(submission.site(), once, () -> acceptOnce(submission, once)))
                .orElseGet(() -> acceptNew(submission));
        return accepted.invoke(done -> count(submission, done, start))
                .onFailure()
                .transform(Acceptor::problem);
    }

    /** A large submission looks its key up first, so that a repeat does not store megabytes only to take them back. */
    private Uni<Accepted> acceptOnce(Submission submission, Submission.Once once) {
        if (!submission.isLarge(largePart)) {
            return acceptNew(submission);
        }
        return keys.find(submission.site(), once.key()).chain(found -> found.map(remembered -> replay(remembered, once))
                .orElseGet(() -> acceptNew(submission)));
    }

    private Uni<Accepted> acceptNew(Submission submission) {
        if (outbox.unpublished() >= maxBacklog) {
            return Uni.createFrom().failure(Unavailable.backlog());
        }
        int messages = submission.ready().size();
        Optional<ProblemException> overQuota = quota.take(submission.site(), messages);
        if (overQuota.isPresent()) {
            return Uni.createFrom().failure(overQuota.get());
        }
        return sealing.seal(submission)
                .chain(unit -> commit.commit(unit)
                        .onFailure(Acceptor::surelyNotStored)
                        .invoke(() -> sealing.forget(unit))
                        .chain(stored -> stored ? accepted(unit) : taken(submission, unit)))
                .onItemOrFailure()
                .invoke((accepted, failure) -> {
                    if (failure != null || accepted.replayed()) {
                        quota.give(submission.site(), messages);
                    }
                });
    }

    /**
     * Announces a message whose content somebody else has stored under its id already. The same message again announces nothing.
     *
     * @return fails when it could not be stored; then it may be tried again
     */
    public Uni<Void> announce(MessageAccepted message) {
        if (outbox.unpublished() >= maxBacklog) {
            return Uni.createFrom().failure(Unavailable.backlog());
        }
        var ids = List.of(message.message());
        var once = new Unit.Claim(ours(message.message()), new Remembered(NO_FINGERPRINT, ids));
        var unit = new Unit(message.site(), ids, List.of(), outbox.rows(List.of(message)), Optional.of(once), false);
        return commit.commit(unit)
                .invoke(isNew -> countNew(message.kind(), isNew ? 1 : 0))
                .replaceWithVoid();
    }

    private static IdempotencyKey ours(MessageId message) {
        return new IdempotencyKey(OURS + message.text());
    }

    private static Uni<Accepted> accepted(Unit unit) {
        return Uni.createFrom().item(new Accepted(unit.messages(), false));
    }

    private Uni<Accepted> taken(Submission submission, Unit unit) {
        sealing.forget(unit);
        Submission.Once once = submission.once().orElseThrow();
        return keys.find(submission.site(), once.key()).chain(found -> found.map(remembered -> replay(remembered, once))
                // It was pruned between the two statements: the caller's next try is a new message.
                .orElseGet(() -> Uni.createFrom().failure(Unavailable.store())));
    }

    private static Uni<Accepted> replay(Remembered remembered, Submission.Once once) {
        return remembered.isOf(once.fingerprint())
                ? Uni.createFrom().item(new Accepted(remembered.messages(), true))
                : Uni.createFrom().failure(keyReused());
    }

    static ProblemException keyReused() {
        String detail = "the key was used with another request; use a new key for a new request";
        return new ProblemException(ProblemType.KEY_REUSED, "The Idempotency-Key belongs to another request.")
                .with(List.of(new FieldError(IdempotencyKey.HEADER, detail)));
    }

    private void count(Submission submission, Accepted accepted, long start) {
        latency.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        if (!accepted.replayed()) {
            countNew(submission.kind(), accepted.messages().size());
        }
    }

    private void countNew(MessageKind kind, int messages) {
        counters.get(kind).increment(messages);
    }

    /** Only the database's own refusal says so; a lost connection may have carried the commit. */
    private static boolean surelyNotStored(Throwable failure) {
        return failure instanceof PgException refused
                && !"08".equals(sqlClass(refused))
                && !"57".equals(sqlClass(refused));
    }

    private static String sqlClass(PgException refused) {
        String state = refused.getSqlState();
        return state == null ? "" : state.substring(0, 2);
    }

    private static Throwable problem(Throwable failure) {
        if (failure instanceof ProblemException) {
            return failure;
        }
        LOG.warnf("A message was not accepted cause=%s", failure);
        LOG.debugf(failure, "Where it failed");
        return Unavailable.store();
    }
}
