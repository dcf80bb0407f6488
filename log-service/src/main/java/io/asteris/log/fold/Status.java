package io.asteris.log.fold;

import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.DispatchState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The one word that people see for a message, worst first: a message with mixed recipients bears the worst of them. */
public enum Status {
    COMPLAINED,
    BOUNCED,
    FAILED,
    EXPIRED,
    UNKNOWN,
    UNCERTAIN,
    HELD,
    RETRYING,
    QUEUED,
    SKIPPED,
    CANCELLED,
    SENT,
    DELIVERED;

    private static final Set<Status> ORDINARY = EnumSet.of(QUEUED, SENT, DELIVERED);
    private static final Set<Status> FAILURES = EnumSet.of(COMPLAINED, BOUNCED, FAILED, EXPIRED, UNKNOWN);

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in JSON and SQL, lower-case. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The status of that word; empty when there is none. */
    public static Optional<Status> named(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word().equals(word))
                .findFirst();
    }

    /** The word for a dispatch state. */
    public static Status of(DispatchState state) {
        return switch (state) {
            case QUEUED, ATTEMPTING -> QUEUED;
            case RETRY_WAIT -> RETRYING;
            case UNCERTAIN -> UNCERTAIN;
            case HELD -> HELD;
            case SENT -> SENT;
            case FAILED -> FAILED;
            case SUPPRESSED -> SKIPPED;
            case EXPIRED -> EXPIRED;
            case CANCELLED -> CANCELLED;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** Whether somebody may want to look at it; the ordinary way from queued to delivered never passes such a status. */
    public boolean needsAttention() {
        return !ORDINARY.contains(this);
    }

    /** Whether it is logged even where the site logs nothing. */
    public boolean isFailure() {
        return FAILURES.contains(this);
    }

    /** The statuses that a search for this word finds: {@code failed} also means expired and unknown. */
    public Set<Status> found() {
        return this == FAILED ? EnumSet.of(FAILED, EXPIRED, UNKNOWN) : EnumSet.of(this);
    }
}
