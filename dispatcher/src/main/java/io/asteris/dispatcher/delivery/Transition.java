package io.asteris.dispatcher.delivery;

import io.asteris.contract.DispatchState;
import io.asteris.contract.event.MessageStateChanged;
import io.asteris.dispatcher.state.Dispatch;
import io.asteris.dispatcher.state.Recipients;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step of one message, ready to be written: from the row as it was read to what it becomes. The database refuses it when the
 * row has moved on.
 *
 * @param dueAt when a waiting message is looked at again
 * @param hold why, when it becomes held
 * @param reason in words an owner understands; empty when the state says it all
 * @param resend whether this uses up the one resend after an unknown outcome
 */
public record Transition(
        Delivery from,
        Dispatch to,
        @Nullable String provider,
        Recipients recipients,
        int attempt,
        int tries,
        Instant dueAt,
        Instant giveUpAt,
        @Nullable Hold hold,
        String reason,
        boolean resend) {

    /** The step that changes nothing but the state. */
    public static Transition of(Delivery from, Dispatch to, String reason) {
        return new Transition(
                from,
                to,
                from.provider(),
                from.recipients(),
                from.attempt(),
                from.tries(),
                from.dueAt(),
                from.giveUpAt(),
                null,
                reason,
                false);
    }

    /** The same with other recipients. */
    public Transition with(Recipients changed) {
        return new Transition(from, to, provider, changed, attempt, tries, dueAt, giveUpAt, hold, reason, resend);
    }

    /** The same, looked at again at that moment. */
    public Transition due(Instant at) {
        return new Transition(from, to, provider, recipients, attempt, tries, at, giveUpAt, hold, reason, resend);
    }

    /** The same with one more attempt that counts. */
    public Transition counted() {
        return new Transition(
                from, to, provider, recipients, attempt, tries + 1, dueAt, giveUpAt, hold, reason, resend);
    }

    /** The same without the attempt, because its call was never begun. */
    public Transition withoutAttempt() {
        return new Transition(
                from, to, provider, recipients, attempt - 1, tries, dueAt, giveUpAt, hold, reason, resend);
    }

    /** The same with that much more time before it is given up. */
    public Transition extended(Duration by) {
        return new Transition(
                from, to, provider, recipients, attempt, tries, dueAt, giveUpAt.plus(by), hold, reason, resend);
    }

    /** The same for another reason. */
    public Transition saying(String other) {
        return new Transition(from, to, provider, recipients, attempt, tries, dueAt, giveUpAt, hold, other, resend);
    }

    /** Whether the provider wanted the message later, which uses no attempt up. */
    public boolean isThrottled() {
        return to.state() == DispatchState.RETRY_WAIT && tries == from.tries() && attempt == from.attempt();
    }

    /** The same on another lane. */
    public Transition over(String changed) {
        return new Transition(from, to, changed, recipients, attempt, tries, dueAt, giveUpAt, hold, reason, resend);
    }

    /** The same, held for that reason. */
    public Transition held(Hold why) {
        return new Transition(from, to, provider, recipients, attempt, tries, dueAt, giveUpAt, why, reason, resend);
    }

    /** The same as the one resend after an unknown outcome, flagged. */
    public Transition resent() {
        return new Transition(from, to, provider, recipients, attempt, tries, dueAt, giveUpAt, hold, reason, true);
    }

    /** The same from where the message stands by now. */
    public Transition startingAt(Delivery present, Dispatch changed) {
        return new Transition(
                present, changed, provider, recipients, attempt, tries, dueAt, giveUpAt, hold, reason, resend);
    }

    /** The lane in which the message goes on; empty when it has none. */
    public Optional<LaneKey> lane() {
        return Optional.ofNullable(provider).map(name -> new LaneKey(from.site(), name));
    }

    /** Whether the message is a possible duplicate from now on. */
    public boolean possibleDuplicate() {
        return from.possibleDuplicate() || resend;
    }

    /** The event that tells of it, at that moment. */
    public MessageStateChanged event(Instant at) {
        DispatchState state = to.state();
        boolean waits = state == DispatchState.RETRY_WAIT || state == DispatchState.UNCERTAIN;
        return new MessageStateChanged(
                from.message(),
                from.site(),
                state,
                from.version() + 1,
                at,
                reason,
                waits ? dueAt : null,
                from.state().terminal(),
                recipients.skips().entrySet().stream()
                        .map(skip -> new MessageStateChanged.Skipped(
                                skip.getKey(), skip.getValue().word()))
                        .toList());
    }
}
