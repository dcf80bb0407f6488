package io.asteris.dispatcher.lane;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.AttemptRecorded.RecipientSaid;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.RecipientAnswer;
import io.asteris.dispatcher.delivery.Delivery;
import io.asteris.dispatcher.delivery.Transition;
import io.asteris.dispatcher.state.Dispatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the event of an attempt out of what was asked and what was answered. */
final class AttemptReport {
    /** What the words for all single recipients may take together, so that the record stays below 8 KiB (WIRING). */
    private static final int WORDS_FOR_RECIPIENTS = 2_000;

    private AttemptReport() {}

    /** @param preset of the provider that was asked */
    static AttemptRecorded of(
            Delivery attempted, String preset, Answer answer, Transition step, Instant startedAt, Duration took) {
        return new AttemptRecorded(
                attempted.message(),
                attempted.site(),
                attempted.attempt(),
                attempted.lane().provider(),
                preset,
                attempted.lane().text(),
                answer.kind(),
                cause(answer),
                answer.said().code(),
                answer.said().enhanced(),
                answer.said().text(),
                answer instanceof Answer.Taken taken ? taken.providerMessageId() : null,
                startedAt,
                took.toMillis(),
                step.to() instanceof Dispatch.RetryWait ? step.dueAt() : null,
                attempted.possibleDuplicate(),
                recipients(attempted, answer));
    }

    private static @Nullable Cause cause(Answer answer) {
        return switch (answer) {
            case Answer.Taken taken -> null;
            case Answer.NotTaken notTaken -> notTaken.cause();
            case Answer.Refused refused -> refused.cause();
            case Answer.Unknown unknown -> null;
        };
    }

    /** Each recipient of the call by itself where the answers differ or the call was not for all of them. */
    private static List<RecipientSaid> recipients(Delivery attempted, Answer answer) {
        List<Integer> owed = attempted.recipients().owed();
        if (answer.recipients().isEmpty()
                && owed.size() == attempted.recipients().count()) {
            return List.of();
        }
        int words = WORDS_FOR_RECIPIENTS / owed.size();
        return owed.stream().map(position -> said(position, answer, words)).toList();
    }

    private static RecipientSaid said(int position, Answer answer, int words) {
        Optional<RecipientAnswer> own = answer.recipient(position);
        if (own.isEmpty()) {
            return new RecipientSaid(position, answer.kind(), null, null, null);
        }
        boolean refusedWithMessage = answer instanceof Answer.Refused refused && refused.cause() == Cause.PERMANENT;
        AnswerKind kind = refusedWithMessage ? AnswerKind.REFUSED : own.get().kind();
        String text = own.get().said().text();
        String kept = text.length() <= words ? text : text.substring(0, words);
        return new RecipientSaid(
                position, kind, own.get().said().code(), own.get().said().enhanced(), kept);
    }
}
