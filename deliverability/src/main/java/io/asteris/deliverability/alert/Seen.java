package io.asteris.deliverability.alert;

import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.AttemptRecorded;
import io.asteris.contract.event.AttemptRecorded.RecipientSaid;
import io.asteris.contract.event.MessageStateChanged;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one message as far as alerts go. Two of them merge to the same whatever came first, and a fact that comes twice
 * changes nothing.
 *
 * @param faultAt of the earliest attempt that was not taken for the provider's or the configuration's reason
 * @param refused whether anything but a mailbox that does not exist was refused
 * @param noMailbox whether a mailbox was refused because it does not exist
 * @param version of the state; 0 when none is known
 */
record Seen(
        MessageId message,
        SiteId site,
        Instant firstAt,
        @Nullable Instant dueAt,
        @Nullable String provider,
        @Nullable String preset,
        @Nullable Instant takenAt,
        @Nullable Instant faultAt,
        @Nullable String fault,
        boolean refused,
        boolean noMailbox,
        @Nullable DispatchState state,
        int version,
        @Nullable Instant stateAt,
        @Nullable String stateFault) {
    /** The codes by which a server says that a mailbox does not exist; such a refusal is a bounce. */
    private static final Set<String> NO_MAILBOX = Set.of("5.1.1", "5.1.2", "5.1.6", "5.1.10");

    static Seen of(AttemptRecorded attempt) {
        boolean fault = attempt.answer() == AnswerKind.NOT_TAKEN
                && (attempt.cause() == Cause.TRANSIENT || attempt.cause() == Cause.CONFIGURATION);
        boolean taken = attempt.answer() == AnswerKind.TAKEN;
        return new Seen(
                attempt.message(),
                attempt.site(),
                attempt.startedAt(),
                null,
                attempt.provider(),
                attempt.preset(),
                taken ? attempt.startedAt() : null,
                fault ? attempt.startedAt() : null,
                fault ? ErrorText.of(attempt) : null,
                refusals(attempt).anyMatch(code -> !NO_MAILBOX.contains(code)),
                refusals(attempt).anyMatch(NO_MAILBOX::contains),
                null,
                0,
                null,
                taken ? null : ErrorText.of(attempt));
    }

    static Seen of(MessageStateChanged change) {
        boolean queued = change.state() == DispatchState.QUEUED;
        return standing(
                change.message(),
                change.site(),
                change.state(),
                Math.max(1, change.version()),
                change.at(),
                queued ? Objects.requireNonNullElse(change.until(), change.at()) : null,
                ErrorText.of(change));
    }

    /** A message that was queued, and of which nothing else is known. */
    static Seen queued(MessageId message, SiteId site, int version, Instant at, Instant dueAt) {
        return standing(message, site, DispatchState.QUEUED, version, at, dueAt, null);
    }

    private static Seen standing(
            MessageId message,
            SiteId site,
            DispatchState state,
            int version,
            Instant at,
            @Nullable Instant dueAt,
            @Nullable String fault) {
        return new Seen(
                message, site, at, dueAt, null, null, null, null, null, false, false, state, version, at, fault);
    }

    /** Whether nothing is known but that it was queued. */
    boolean isOnlyQueued() {
        return state == DispatchState.QUEUED && preset == null;
    }

    /** The enhanced codes of all refusals; empty texts where a refusal has none. */
    private static Stream<String> refusals(AttemptRecorded attempt) {
        List<RecipientSaid> said = Objects.requireNonNull(attempt.recipients());
        if (said.isEmpty()) {
            return attempt.answer() == AnswerKind.REFUSED
                    ? Stream.of(Objects.requireNonNullElse(attempt.enhanced(), ""))
                    : Stream.empty();
        }
        return said.stream()
                .filter(one -> one.answer() == AnswerKind.REFUSED)
                .map(one -> Objects.requireNonNullElse(one.enhanced(), ""));
    }

    /** Both together. */
    Seen and(Seen other) {
        boolean thisState = version >= other.version;
        boolean thisFault = !after(faultAt, other.faultAt);
        return new Seen(
                message,
                site,
                earlier(firstAt, other.firstAt),
                pick(dueAt, other.dueAt, (a, b) -> a.isAfter(b) ? a : b),
                provider == null ? other.provider : provider,
                preset == null ? other.preset : preset,
                pick(takenAt, other.takenAt, Seen::earlier),
                pick(faultAt, other.faultAt, Seen::earlier),
                thisFault ? fault : other.fault,
                refused || other.refused,
                noMailbox || other.noMailbox,
                thisState ? state : other.state,
                Math.max(version, other.version),
                thisState ? stateAt : other.stateAt,
                stateFault == null ? other.stateFault : stateFault);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static boolean after(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && one.isAfter(other));
    }

    private static <T> @Nullable T pick(@Nullable T one, @Nullable T other, BinaryOperator<T> both) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return both.apply(one, other);
    }
}
