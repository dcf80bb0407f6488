package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.AddressHash;
import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address joined or left the suppression list: {@code suppression.changed.v1}, kept compacted.
 *
 * @param site whose list; {@link SiteId#ALL} when no site may write to it
 * @param hash of the address, keyed with the same scope
 * @param expiresAt from then on the address may be written to again; absent when it stays
 */
public record SuppressionChanged(
        SiteId site,
        @JsonProperty("h") AddressHash hash,
        State state,
        Reason reason,
        Instant at,
        @Nullable Instant expiresAt)
        implements Event {

    @Override
    public String key() {
        return site + "/" + hash;
    }

    /** Whether the address is on the list. */
    public enum State {
        ADDED,
        REMOVED;

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why an address is on the list. */
    public enum Reason {
        BOUNCE,
        COMPLAINT,
        UNSUBSCRIBE,
        INVALID,
        MANUAL;

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
