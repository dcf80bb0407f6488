package io.asteris.deliverability.preset;

import io.asteris.deliverability.dkim.DkimPlan;
import io.asteris.deliverability.spf.SpfNeed;
import io.asteris.deliverability.verdict.DnsEntry;
import java.util.List;

/**
 * What one provider needs of one domain.
 *
 * @param spf whom the SPF record has to allow
 * @param dkim where the keys have to stand
 * @param spfEntries what the owner is to enter for SPF
 * @param dkimEntries what the owner is to enter for DKIM
 * @param spfHint what to know where the SPF record does not allow the provider; empty when there is nothing
 * @param source where the values come from
 */
public record Expectation(
        SpfNeed spf,
        DkimPlan dkim,
        List<DnsEntry> spfEntries,
        List<DnsEntry> dkimEntries,
        String spfHint,
        String source) {
    public Expectation {
        spfEntries = List.copyOf(spfEntries);
        dkimEntries = List.copyOf(dkimEntries);
    }
}
