package io.asteris.gateway.site;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SiteChanged;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site as it is stored.
 *
 * @param adminEmail sealed
 * @param version counts the changes of the site and its keys; 0 before it is stored
 */
record SiteRow(
        SiteId site,
        String name,
        SiteChanged.State state,
        String timeZone,
        List<String> fromDomains,
        @Nullable Integer acceptedPerMinute,
        boolean sandbox,
        @Nullable String adminEmail,
        Instant createdAt,
        long version) {

    SiteRow {
        fromDomains = List.copyOf(fromDomains);
    }

    /** The event that tells every service how the site and its keys are now. */
    SiteChanged event(List<KeyRow> keys) {
        return new SiteChanged(
                site,
                name,
                state,
                timeZone,
                fromDomains,
                acceptedPerMinute == null ? null : new SiteChanged.Limits(acceptedPerMinute),
                sandbox,
                adminEmail,
                keys.stream().map(KeyRow::inEvent).toList(),
                version);
    }
}
