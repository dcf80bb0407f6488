package io.asteris.dispatcher.delivery;

import io.asteris.contract.Cause;
import io.asteris.dispatcher.attempt.Answer;
import io.asteris.dispatcher.attempt.RecipientAnswer;
import io.asteris.dispatcher.schedule.RetrySchedule;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.dispatcher.state.RecipientState;
import io.asteris.dispatcher.state.Recipients;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an answer makes of the message that was attempted (RELIABILITY 2 and 4): pure rules, no clock and no database.
 *
 * @param schedule for messages that are tried again
 * @param window how long an unknown outcome waits for evidence
 */
public record Settlement(RetrySchedule schedule, Duration window) {
    private static final Dispatch.Attempting ATTEMPTING = new Dispatch.Attempting();

    /** The step that an answer, come at that moment, leads to. */
    public Transition of(Delivery attempted, Answer answer, Instant now) {
        String reason = answer.said().line();
        return switch (answer) {
            case Answer.Taken taken -> afterTaken(attempted, taken, reason, now);
            case Answer.NotTaken notTaken -> afterNotTaken(attempted, notTaken, reason, now);
            case Answer.Refused refused -> afterRefused(attempted, refused, reason, now);
            case Answer.Unknown unknown ->
                Transition.of(attempted, ATTEMPTING.doubt(), reason)
                        .with(refusedAmong(attempted.recipients(), unknown.recipients()))
                        .counted()
                        .due(now.plus(window));
        };
    }

    /** The step of a message whose call was never begun: it waits again as if it had not been claimed. */
    public static Transition handedBack(Delivery claimed, String reason, Instant dueAt) {
        return Transition.of(claimed, ATTEMPTING.retry(), reason)
                .withoutAttempt()
                .due(dueAt);
    }

    /** The step of a message that cannot be sent until somebody helps. */
    public static Transition held(Delivery claimed, Hold hold, String reason) {
        return Transition.of(claimed, ATTEMPTING.hold(), reason).held(hold);
    }

    /** The step of a message whose caller is gone: nobody can tell whether the call was made. */
    public Transition lost(Delivery attempted, String reason, Instant now) {
        return Transition.of(attempted, ATTEMPTING.doubt(), reason).counted().due(now.plus(window));
    }

    private Transition afterTaken(Delivery attempted, Answer.Taken taken, String reason, Instant now) {
        Recipients after = attempted.recipients();
        for (int position : after.owed()) {
            RecipientState state = taken.recipient(position)
                    .map(answer -> answer.isRefused() ? RecipientState.REFUSED : RecipientState.PENDING)
                    .orElse(RecipientState.TAKEN);
            after = after.with(position, state);
        }
        if (!after.isAnyOwed()) {
            return Transition.of(attempted, ATTEMPTING.close(after), reason).with(after);
        }
        List<RecipientAnswer> deferred = deferred(taken.recipients());
        return afterDeferral(attempted, after, words(deferred, reason), throttled(deferred), asked(deferred), now);
    }

    private Transition afterNotTaken(Delivery attempted, Answer.NotTaken notTaken, String reason, Instant now) {
        Recipients after = refusedAmong(attempted.recipients(), notTaken.recipients());
        if (!after.isAnyOwed()) {
            return Transition.of(attempted, ATTEMPTING.close(after), reason).with(after);
        }
        if (notTaken.cause() == Cause.CONFIGURATION) {
            return held(attempted, Hold.CONFIGURATION, reason).with(after);
        }
        Duration asked = notTaken.retryAfter() == null ? asked(notTaken.recipients()) : notTaken.retryAfter();
        return afterDeferral(attempted, after, reason, notTaken.cause() == Cause.THROTTLED, asked, now);
    }

    private Transition afterRefused(Delivery attempted, Answer.Refused refused, String reason, Instant now) {
        boolean recipientsOnly = refused.cause() == Cause.RECIPIENT;
        List<RecipientAnswer> deferred = recipientsOnly ? deferred(refused.recipients()) : List.of();
        Recipients after = attempted.recipients();
        for (int position : after.owed()) {
            if (deferred.stream().noneMatch(answer -> answer.position() == position)) {
                after = after.with(position, RecipientState.REFUSED);
            }
        }
        if (!after.isAnyOwed()) {
            return Transition.of(attempted, ATTEMPTING.close(after), reason).with(after);
        }
        return afterDeferral(attempted, after, words(deferred, reason), throttled(deferred), asked(deferred), now);
    }

    /** Recipients are owed another call, unless the time for it is over. */
    private Transition afterDeferral(
            Delivery attempted,
            Recipients after,
            String reason,
            boolean throttled,
            @Nullable Duration asked,
            Instant now) {
        if (!now.isBefore(attempted.giveUpAt())) {
            Recipients closed = after.withOwed(RecipientState.REFUSED);
            return Transition.of(attempted, ATTEMPTING.close(closed), reason).with(closed);
        }
        var step = Transition.of(attempted, ATTEMPTING.retry(), reason).with(after);
        Duration wait = schedule.after(attempted.tries() + 1, asked);
        return throttled
                ? step.due(now.plus(wait)).extended(wait)
                : step.due(now.plus(wait)).counted();
    }

    private static Recipients refusedAmong(Recipients before, List<RecipientAnswer> answers) {
        Recipients after = before;
        for (RecipientAnswer answer : answers) {
            if (answer.isRefused()) {
                after = after.with(answer.position(), RecipientState.REFUSED);
            }
        }
        return after;
    }

    private static List<RecipientAnswer> deferred(List<RecipientAnswer> answers) {
        return answers.stream().filter(answer -> !answer.isRefused()).toList();
    }

    private static boolean throttled(List<RecipientAnswer> deferred) {
        return !deferred.isEmpty() && deferred.stream().allMatch(answer -> answer.cause() == Cause.THROTTLED);
    }

    private static String words(List<RecipientAnswer> deferred, String otherwise) {
        return deferred.isEmpty() ? otherwise : deferred.getFirst().said().line();
    }

    private static @Nullable Duration asked(List<RecipientAnswer> answers) {
        return deferred(answers).stream()
                .map(RecipientAnswer::retryAfter)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
