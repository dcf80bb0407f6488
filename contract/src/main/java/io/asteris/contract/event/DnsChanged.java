package io.asteris.contract.event;

import io.asteris.contract.SiteId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What DNS says of one of a site's From domains changed: {@code dns.changed.v1}, kept compacted. The records themselves are not told,
 * because a DMARC record holds addresses.
 *
 * @param provider the one that the domain was judged for; absent when the site has none
 * @param spf {@code pass}, {@code warn}, {@code missing} or {@code unknown}; dkim and dmarc alike
 */
public record DnsChanged(
        SiteId site, String domain, @Nullable String provider, String spf, String dkim, String dmarc, Instant at)
        implements Event {

    @Override
    public String key() {
        return site + "/dns/" + domain;
    }
}
