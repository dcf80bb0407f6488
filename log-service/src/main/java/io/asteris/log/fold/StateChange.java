package io.asteris.log.fold;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonFormat.Feature;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.asteris.contract.DispatchState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The dispatcher moved the message to another state. The short names keep a stored change near 30 octets.
 *
 * @param version counts the changes of one message: the highest is the present one, whichever came last
 * @param skipped recipients that were left out from here on
 */
public record StateChange(
        @JsonProperty("v") int version,
        @JsonProperty("s") DispatchState state,

        @JsonProperty("at")
        @JsonFormat(
                shape = JsonFormat.Shape.NUMBER_INT,
                without = {Feature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS, Feature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS})
        Instant at,

        @JsonProperty("r") @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        String reason,

        @JsonProperty("u")
        @JsonFormat(
                shape = JsonFormat.Shape.NUMBER_INT,
                without = {Feature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS, Feature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS})
        @Nullable Instant until,

        @JsonProperty("k") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean correction,

        @JsonProperty("x") @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<Skip> skipped)
        implements Fact {

    public StateChange {
        at = Millis.of(at);
        until = until == null ? null : Millis.of(until);
        reason = reason == null ? "" : reason;
        skipped = skipped == null ? List.of() : List.copyOf(skipped);
    }

    /** One recipient that is not sent to. */
    public record Skip(@JsonProperty("p") int position, @JsonProperty("r") String reason) {}
}
