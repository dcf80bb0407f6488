package io.asteris.deliverability.dmarc;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy that is well formed.
 *
 * @param policy none, quarantine or reject
 * @param subdomains the same for sub-domains; null where they have no policy of their own
 * @param strictDkim whether the signing domain has to be the From domain itself
 * @param strictSpf whether the return path has to be at the From domain itself
 * @param percent how much mail the policy is for
 * @param testing whether receivers are asked not to apply it
 * @param reports the addresses for aggregate reports, as written
 */
record DmarcRecord(
        String policy,
        @Nullable String subdomains,
        boolean strictDkim,
        boolean strictSpf,
        int percent,
        boolean testing,
        List<String> reports) {
    DmarcRecord {
        reports = List.copyOf(reports);
    }

    /** What is asked of receivers for the domain of the record itself, or one below it. */
    String policyFor(boolean below) {
        return below ? Optional.ofNullable(subdomains).orElse(policy) : policy;
    }
}
