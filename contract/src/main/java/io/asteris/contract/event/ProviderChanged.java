package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.SiteId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A provider of a site was set, changed or removed: {@code provider.changed.v1}, without any credential.
 *
 * @param dkim what the provider signs with, where it is known
 * @param isDefault whether routing sends here by default
 * @param relay the relay's host, where the preset is a relay that the owner names
 */
public record ProviderChanged(
        SiteId site,
        String name,
        String preset,
        @Nullable String region,
        @Nullable String sendingDomain,
        List<String> fromDomains,
        @Nullable List<Dkim> dkim,
        State state,
        @JsonProperty("default") boolean isDefault,
        @Nullable String relay)
        implements Event {

    public ProviderChanged {
        fromDomains = List.copyOf(fromDomains);
        dkim = dkim == null ? List.of() : List.copyOf(dkim);
    }

    @Override
    public String key() {
        return site + "/provider/" + name;
    }

    /** Whether mail can go out here. */
    public enum State {
        OK,
        HELD,
        AUTHORISE,
        REMOVED;

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A DKIM selector, or the token that stands for it at the provider.
     *
     * @param domain the domain that its key belongs to; absent where nobody told
     * @param type of the record to enter, TXT or CNAME; absent where the preset's is meant
     * @param value of that record, to the letter; absent where the preset's is meant
     */
    public record Dkim(
            @Nullable String selector,
            @Nullable String token,
            @Nullable String domain,
            @Nullable String type,
            @Nullable String value) {}
}
