package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A site was made, changed or deleted: {@code site.changed.v1}, kept compacted. It carries all of the
 * site's API keys, so that every service authenticates from its own copy.
 *
 * @param timeZone IANA name
 * @param fromDomains verified domains of the site; empty when none is demanded
 * @param adminEmail sealed (JWE); absent when the site has none
 * @param version counts the site's changes, so that an older event that comes late changes nothing; absent in the oldest events
 */
public record SiteChanged(
        SiteId site,
        String name,
        State state,
        String timeZone,
        List<String> fromDomains,
        @Nullable Limits limits,
        boolean sandbox,
        @Nullable String adminEmail,
        List<Key> keys,
        @Nullable Long version)
        implements Event {

    public SiteChanged {
        fromDomains = List.copyOf(fromDomains);
        keys = List.copyOf(keys);
    }

    @Override
    public String key() {
        return site.value();
    }

    /** Whether it tells of an earlier state of the same site than the other. */
    public boolean isOlderThan(SiteChanged other) {
        return counted() < other.counted();
    }

    private long counted() {
        return version == null ? 0 : version;
    }

    /** What may be done for a site. */
    public enum State {
        ACTIVE,
        SUSPENDED,
        DELETED;

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Bounds of a site beyond the house's own; absent means the house's. */
    public record Limits(@Nullable Integer acceptedPerMinute) {}

    /**
     * An API key without its secret.
     *
     * @param id the public prefix
     * @param hash base64url of HMAC-SHA-256 of the whole key under the pepper
     */
    public record Key(
            String id,
            String hash,
            Set<String> scopes,
            @Nullable Instant expiresAt,
            boolean revoked) {
        public Key {
            scopes = Set.copyOf(scopes);
        }
    }
}
