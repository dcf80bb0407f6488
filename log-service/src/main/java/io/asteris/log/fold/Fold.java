package io.asteris.log.fold;

import io.asteris.contract.AnswerKind;
import io.asteris.log.fold.Standing.RecipientStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Draws the conclusion from a message's history. It sees a set and no order of arrival, so the same facts give the same
 * standing however they came.
 */
public final class Fold {
    private final History history;
    private final Optional<StateChange> state;
    private final Verdict[] verdicts;
    private final @Nullable Outcome[] outcomes;

    private Fold(History history) {
        int count = history.acceptance().map(Acceptance::recipients).orElse(0);
        this.history = history;
        this.state = history.lastState();
        this.verdicts = Verdict.of(history, count);
        this.outcomes = new Outcome[count];
        for (Outcome outcome : history.outcomes()) {
            if (outcome.kind().isDelivery() && outcome.position() < count) {
                outcomes[outcome.position()] = heavier(outcomes[outcome.position()], outcome);
            }
        }
    }

    /** How the message of that history stands. */
    public static Standing of(History history) {
        return new Fold(history).standing();
    }

    private Standing standing() {
        var recipients = new ArrayList<RecipientStanding>(verdicts.length);
        Status worst = null;
        for (int position = 0; position < verdicts.length; position++) {
            var recipient = recipient(position);
            recipients.add(recipient);
            worst = worse(worst, word(recipient));
        }
        return new Standing(
                worst == null ? stateWord() : worst,
                updatedAt(),
                provider().orElse(null),
                lastAttempt().map(Attempt::line).orElse(null),
                error().orElse(null),
                isPossibleDuplicate(),
                recipients);
    }

    private RecipientStanding recipient(int position) {
        Optional<Outcome> outcome = Optional.ofNullable(outcomes[position]);
        if (outcome.isPresent() && outcome.get().kind() != Outcome.Kind.DEFERRED) {
            return reported(outcome.get());
        }
        return switch (verdicts[position]) {
            case Verdict.Taken ignored ->
                outcome.map(Fold::reported)
                        .orElseGet(() -> new RecipientStanding(position, RecipientStatus.SENT, Optional.empty()));
            case Verdict.Refused refused ->
                new RecipientStanding(
                        position,
                        refused.noSuchMailbox() ? RecipientStatus.BOUNCED : RecipientStatus.FAILED,
                        Optional.of(refused.text()).filter(text -> !text.isEmpty()));
            case Verdict.Skipped skipped ->
                new RecipientStanding(position, RecipientStatus.SKIPPED, Optional.of(skipped.reason()));
            case Verdict.Pending ignored -> waiting(position, outcome);
        };
    }

    private static RecipientStanding reported(Outcome outcome) {
        RecipientStatus status =
                switch (outcome.kind()) {
                    case OPENED, CLICKED, UNSUBSCRIBED -> throw new IllegalStateException("no delivery: " + outcome);
                    case DEFERRED -> RecipientStatus.DEFERRED;
                    case DELIVERED -> RecipientStatus.DELIVERED;
                    case BOUNCED -> RecipientStatus.BOUNCED;
                    case COMPLAINED -> RecipientStatus.COMPLAINED;
                };
        return new RecipientStanding(
                outcome.position(), status, Optional.of(outcome.reason()).filter(text -> !text.isEmpty()));
    }

    /** No provider said anything final of this one: the message's state speaks for it. */
    private RecipientStanding waiting(int position, Optional<Outcome> deferral) {
        RecipientStatus status =
                switch (stateWord()) {
                    case FAILED, EXPIRED, UNKNOWN, BOUNCED, COMPLAINED -> RecipientStatus.FAILED;
                    case SKIPPED -> RecipientStatus.SKIPPED;
                    case CANCELLED -> RecipientStatus.CANCELLED;
                    case SENT, DELIVERED -> deferral.isPresent() ? RecipientStatus.DEFERRED : RecipientStatus.SENT;
                    case UNCERTAIN, HELD, RETRYING, QUEUED -> RecipientStatus.QUEUED;
                };
        return new RecipientStanding(
                position, status, state.map(StateChange::reason).filter(reason -> !reason.isEmpty()));
    }

    private Status word(RecipientStanding recipient) {
        boolean undecided = verdicts[recipient.position()] == Verdict.Pending.INSTANCE;
        boolean waits = recipient.status() == RecipientStatus.QUEUED
                || (undecided && recipient.status() == RecipientStatus.FAILED);
        if (waits) {
            return stateWord();
        }
        return switch (recipient.status()) {
            case COMPLAINED -> Status.COMPLAINED;
            case BOUNCED -> Status.BOUNCED;
            case FAILED -> Status.FAILED;
            case SKIPPED -> Status.SKIPPED;
            case CANCELLED -> Status.CANCELLED;
            case QUEUED -> Status.QUEUED;
            case SENT, DEFERRED -> Status.SENT;
            case DELIVERED -> Status.DELIVERED;
        };
    }

    private Status stateWord() {
        return state.map(change -> Status.of(change.state())).orElse(Status.QUEUED);
    }

    private boolean isPossibleDuplicate() {
        for (Attempt attempt : history.attempts()) {
            if (attempt.possibleDuplicate()) {
                return true;
            }
        }
        return false;
    }

    private Optional<Attempt> lastAttempt() {
        var attempts = history.attempts();
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    private Optional<String> provider() {
        return lastAttempt().map(Attempt::provider).or(() -> history.acceptance()
                .map(Acceptance::provider));
    }

    private Optional<String> error() {
        for (Attempt attempt : history.attempts().reversed()) {
            String said = complaint(attempt);
            if (!said.isEmpty()) {
                return Optional.of(said);
            }
        }
        return state.filter(change -> Status.of(change.state()).needsAttention())
                .map(StateChange::reason)
                .filter(reason -> !reason.isEmpty());
    }

    /** The first that is no yes; empty when there is none, or none with words. */
    private static String complaint(Attempt attempt) {
        if (attempt.answer() != AnswerKind.TAKEN && !attempt.line().isEmpty()) {
            return attempt.line();
        }
        for (Attempt.Said said : attempt.recipients()) {
            if (said.answer() != AnswerKind.TAKEN && !said.line().isEmpty()) {
                return said.line();
            }
        }
        return "";
    }

    private Instant updatedAt() {
        Instant latest = history.acceptance().map(Acceptance::at).orElse(Instant.EPOCH);
        for (Attempt attempt : history.attempts()) {
            latest = later(latest, attempt.endedAt());
        }
        for (StateChange change : history.states()) {
            latest = later(latest, change.at());
        }
        for (Outcome outcome : history.outcomes()) {
            latest = later(latest, outcome.at());
        }
        return latest;
    }

    private static Instant later(Instant one, Instant other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Status worse(@Nullable Status one, Status other) {
        return one == null || other.compareTo(one) < 0 ? other : one;
    }

    private static Outcome heavier(@Nullable Outcome one, Outcome other) {
        if (one == null) {
            return other;
        }
        int byKind = one.kind().compareTo(other.kind());
        if (byKind != 0) {
            return byKind > 0 ? one : other;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
