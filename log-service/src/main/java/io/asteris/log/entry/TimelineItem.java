package io.asteris.log.entry;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.asteris.contract.AnswerKind;
import io.asteris.log.fold.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a message; only what belongs to its type is there.
 *
 * @param type {@code accepted}, {@code state}, {@code attempt}, {@code skipped}, or what a provider reported: {@code deferred},
 *     {@code delivered}, {@code bounced}, {@code complained}, {@code unsubscribed}, {@code opened}, {@code clicked}
 * @param status of the message, for a state
 * @param until when a waiting state is next looked at
 * @param correction whether a provider's evidence overruled a terminal state
 * @param number of the attempt
 * @param address of the recipient that it is about
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TimelineItem(
        Instant at,
        String type,
        @Nullable Status status,
        @Nullable String reason,
        @Nullable Instant until,
        @Nullable Boolean correction,
        @Nullable Integer number,
        @Nullable String provider,
        @Nullable AnswerKind answer,
        @Nullable String text,
        @Nullable String address) {

    static TimelineItem accepted(Instant at) {
        return new TimelineItem(at, "accepted", null, null, null, null, null, null, null, null, null);
    }

    static TimelineItem state(Instant at, Status status, String reason, @Nullable Instant until, boolean correction) {
        return new TimelineItem(
                at, "state", status, reason, until, correction ? Boolean.TRUE : null, null, null, null, null, null);
    }

    static TimelineItem attempt(Instant at, int number, String provider, AnswerKind answer, String text) {
        return new TimelineItem(at, "attempt", null, null, null, null, number, provider, answer, text, null);
    }

    static TimelineItem recipient(
            Instant at, String type, @Nullable String provider, String reason, @Nullable String address) {
        return new TimelineItem(at, type, null, reason, null, null, null, provider, null, null, address);
    }

    /** Redacted. */
    @Override
    public String toString() {
        return at + " " + type;
    }
}
