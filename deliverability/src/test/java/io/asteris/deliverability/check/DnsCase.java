package io.asteris.deliverability.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A domain as it might be published, and what the check has to say of it.
 *
 * @param about names the case
 * @param domain the domain to check; the name of the case's zone where it is the same
 * @param preset the provider's
 * @param zone lines of a master file below the case's origin; {@code ${rsa2048}} and the like stand for keys
 * @param spf the verdict expected, or null where the case is not about SPF
 */
record DnsCase(
        String about,
        String origin,
        String domain,
        String preset,
        String zone,
        @Nullable String spf,
        @Nullable String dkim,
        @Nullable String dmarc,
        List<String> words) {
    static DnsCase of(String about, String preset, String origin, String zone) {
        return new DnsCase(about, origin, origin, preset, zone, null, null, null, List.of());
    }

    /** Another domain than the origin is asked about. */
    DnsCase asking(String other) {
        return new DnsCase(about, origin, other, preset, zone, spf, dkim, dmarc, words);
    }

    DnsCase spf(String verdict) {
        return new DnsCase(about, origin, domain, preset, zone, verdict, dkim, dmarc, words);
    }

    DnsCase dkim(String verdict) {
        return new DnsCase(about, origin, domain, preset, zone, spf, verdict, dmarc, words);
    }

    DnsCase dmarc(String verdict) {
        return new DnsCase(about, origin, domain, preset, zone, spf, dkim, verdict, words);
    }

    /** Words that the hints have to contain. */
    DnsCase saying(String... expected) {
        return new DnsCase(about, origin, domain, preset, zone, spf, dkim, dmarc, List.of(expected));
    }

    @Override
    public String toString() {
        return about;
    }
}
