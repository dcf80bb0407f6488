package io.asteris.log.fold;

import io.asteris.contract.DispatchState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dispatcher moved the message to another state.
 *
 * @param version counts the changes of one message: the highest is the present one, whichever came last
 * @param reason empty when the state says it all
 * @param skipped recipients that were left out from here on
 */
public record StateChange(
        int version,
        DispatchState state,
        Instant at,
        @Nullable String reason,
        @Nullable Instant until,
        boolean correction,
        @Nullable List<Skip> skipped)
        implements Fact {

    public StateChange {
        at = Millis.of(at);
        until = until == null ? null : Millis.of(until);
        reason = reason == null ? "" : reason;
        skipped = skipped == null ? List.of() : List.copyOf(skipped);
    }

    /** One recipient that is not sent to. */
    public record Skip(int position, String reason) {}
}
