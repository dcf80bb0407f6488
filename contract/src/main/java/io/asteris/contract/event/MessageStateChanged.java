package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message changed its dispatch state: {@code mail.message.state.v1}, for every change but into ATTEMPTING.
 *
 * @param version counts the changes of one message, so that a reader in any order knows the last one
 * @param reason in words an owner understands; empty when the state says it all
 * @param until when the state is next looked at, for those that wait
 * @param correction whether a provider's evidence overruled a terminal state
 * @param skipped recipients that are not sent to, with the reason
 */
public record MessageStateChanged(
        MessageId message,
        SiteId site,
        DispatchState state,
        int version,
        Instant at,
        String reason,
        @Nullable Instant until,
        boolean correction,
        @Nullable List<Skipped> skipped)
        implements Event {

    public MessageStateChanged {
        skipped = skipped == null ? List.of() : List.copyOf(skipped);
    }

    @Override
    public String key() {
        return message.text();
    }

    /** A recipient that was left out, by position. */
    public record Skipped(@JsonProperty("p") int position, String reason) {}
}
