package io.asteris.ingest.provider;

import io.asteris.contract.SiteId;

/** Whether a post is from whom it says. */
public sealed interface Verdict {
    /**
     * It is, and belongs to this site.
     *
     * @param nonce what the provider makes each post different by; a repeat bears the same
     * @param singleUse whether the same nonce with another body is a forgery
     */
    record Verified(SiteId site, String nonce, boolean singleUse) implements Verdict {}

    /** It is not, or nobody can say: it is to leave no trace but a count. */
    record Refused(String reason) implements Verdict {}

    /** Our own trouble keeps us from knowing; the provider is to come again. */
    record NotNow(String reason) implements Verdict {}
}
