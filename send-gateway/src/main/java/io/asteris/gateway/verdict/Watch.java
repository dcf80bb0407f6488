package io.asteris.gateway.verdict;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.Event;
import io.asteris.contract.event.MessageStateChanged;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One caller's wait for one message. The attempt says what the provider answered, the change of state after it what that means; the
 * state decides, and the attempt alone does so only where it leaves no doubt or where time is up.
 */
public final class Watch implements AutoCloseable {
    private final Verdicts verdicts;
    private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    private volatile @Nullable MessageId id;
    private volatile @Nullable AttemptRecorded attempt;

    Watch(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    /** Begins to watch that message; to be called before it is stored. */
    public void begin(MessageId message) {
        id = message;
        verdicts.add(message, this);
    }

    /** The verdict, or empty when none came in that time or nothing is watched. */
    public Uni<Optional<Verdict>> within(Duration wait) {
        if (id == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return Uni.createFrom()
                .completionStage(verdict)
                .map(Optional::of)
                .ifNoItem()
                .after(wait)
                .recoverWithItem(this::fromAttempt);
    }

    void take(Event event) {
        switch (event) {
            case AttemptRecorded recorded -> take(recorded);
            case MessageStateChanged changed -> take(changed);
            default -> {
                // Nothing else travels on the topic; a newer type is not a verdict.
            }
        }
    }

    private void take(AttemptRecorded recorded) {
        attempt = recorded;
        if (recorded.answer() == AnswerKind.TAKEN && recorded.recipients().isEmpty()) {
            complete(DispatchState.SENT, recorded, null);
        }
    }

    private void take(MessageStateChanged changed) {
        if (changed.state() != DispatchState.QUEUED && changed.state() != DispatchState.ATTEMPTING) {
            complete(changed.state(), attempt, changed.reason());
        }
    }

    private void complete(DispatchState state, @Nullable AttemptRecorded recorded, @Nullable String reason) {
        verdict.complete(verdict(state, recorded, reason));
    }

    private Verdict verdict(DispatchState state, @Nullable AttemptRecorded recorded, @Nullable String reason) {
        MessageId watched = id;
        if (watched == null) {
            throw new IllegalStateException("nothing is watched");
        }
        if (recorded == null) {
            return new Verdict(watched, state.status(), null, reason == null || reason.isBlank() ? null : reason);
        }
        return new Verdict(watched, state.status(), recorded.provider(), answer(recorded));
    }

    private Optional<Verdict> fromAttempt() {
        AttemptRecorded recorded = attempt;
        return recorded == null ? Optional.empty() : Optional.of(verdict(state(recorded), recorded, null));
    }

    private static DispatchState state(AttemptRecorded recorded) {
        return switch (recorded.answer()) {
            case TAKEN -> DispatchState.SENT;
            case REFUSED -> DispatchState.FAILED;
            case UNKNOWN -> DispatchState.UNCERTAIN;
            case NOT_TAKEN -> recorded.cause() == Cause.CONFIGURATION ? DispatchState.HELD : DispatchState.RETRY_WAIT;
        };
    }

    private static String answer(AttemptRecorded recorded) {
        String code = recorded.code() == null ? "" : recorded.code().toString();
        return recorded.text().startsWith(code) ? recorded.text() : code + ' ' + recorded.text();
    }

    /** Ends the wait, whether or not a verdict came. */
    @Override
    public void close() {
        MessageId watched = id;
        if (watched != null) {
            verdicts.remove(watched);
        }
    }
}
