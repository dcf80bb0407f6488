package io.asteris.log.fold;

import io.asteris.contract.AnswerKind;
import io.asteris.log.fold.Standing.RecipientStanding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws the conclusion from a message's history. It sees a set and no order of arrival, so the same facts give the same
 * standing however they came.
 */
public final class Fold {
    private final History history;
    private final Optional<StateChange> state;
    private final Map<Integer, Verdict> verdicts;
    private final Map<Integer, Outcome> outcomes;

    private Fold(History history) {
        this.history = history;
        this.state = history.lastState();
        this.verdicts = Verdict.of(history);
        this.outcomes = new HashMap<>();
        history.outcomes().stream()
                .filter(outcome -> outcome.kind().isDelivery())
                .forEach(outcome -> outcomes.merge(outcome.position(), outcome, Fold::heavier));
    }

    /** How the message of that history stands. */
    public static Standing of(History history) {
        return new Fold(history).standing();
    }

    private Standing standing() {
        int count = history.acceptance().map(Acceptance::recipients).orElse(0);
        var recipients = new ArrayList<RecipientStanding>(count);
        Status worst = null;
        for (int position = 0; position < count; position++) {
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
                history.attempts().values().stream().anyMatch(Attempt::possibleDuplicate),
                recipients);
    }

    private RecipientStanding recipient(int position) {
        Optional<Outcome> outcome = Optional.ofNullable(outcomes.get(position));
        if (outcome.isPresent() && outcome.get().kind() != Outcome.Kind.DEFERRED) {
            return reported(outcome.get());
        }
        return switch (verdicts.getOrDefault(position, Verdict.Pending.INSTANCE)) {
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
        boolean undecided = !verdicts.containsKey(recipient.position());
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

    private Optional<Attempt> lastAttempt() {
        var attempts = history.attempts();
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.lastKey()));
    }

    private Optional<String> provider() {
        return lastAttempt().map(Attempt::provider).or(() -> history.acceptance()
                .map(Acceptance::provider));
    }

    private Optional<String> error() {
        List<Attempt> newestFirst = history.attempts().values().stream()
                .sorted(Comparator.comparing(Attempt::number).reversed())
                .toList();
        Optional<String> said = newestFirst.stream().flatMap(Fold::complaint).findFirst();
        return said.or(() -> state.filter(change -> Status.of(change.state()).needsAttention())
                .map(StateChange::reason)
                .filter(reason -> !reason.isEmpty()));
    }

    private static Stream<String> complaint(Attempt attempt) {
        Stream<String> all = attempt.answer() == AnswerKind.TAKEN ? Stream.empty() : Stream.of(attempt.line());
        Stream<String> single = attempt.recipients().stream()
                .filter(said -> said.answer() != AnswerKind.TAKEN)
                .map(Attempt.Said::line);
        return Stream.concat(all, single).filter(line -> !line.isEmpty());
    }

    private Instant updatedAt() {
        return Stream.of(
                        history.acceptance().stream().map(Acceptance::at),
                        history.attempts().values().stream().map(Attempt::endedAt),
                        history.states().values().stream().map(StateChange::at),
                        history.outcomes().stream().map(Outcome::at))
                .flatMap(times -> times)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static Status worse(@Nullable Status one, Status other) {
        return one == null || other.compareTo(one) < 0 ? other : one;
    }

    private static Outcome heavier(Outcome one, Outcome other) {
        int byKind = one.kind().compareTo(other.kind());
        if (byKind != 0) {
            return byKind > 0 ? one : other;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }
}
