package io.asteris.testing;

import io.asteris.contract.SiteId;

/**
 * A site that {@link TestSites} made.
 *
 * @param key the whole text of its API key, as it stands after {@code Authorization: Bearer}
 */
public record TestSite(SiteId site, String key) {
    /** The value of the {@code Authorization} header. */
    public String authorization() {
        return "Bearer " + key;
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "TestSite[" + site + "]";
    }
}
