package io.asteris.platform.auth;

import io.asteris.contract.SiteId;
import java.util.Set;

/**
 * Who asks.
 *
 * @param site the site that the request is about; the operator's own where the method concerns none
 * @param keyId public prefix of the API key
 */
public record Caller(SiteId site, String keyId, Set<Scope> scopes) {
    /** The reserved site to which the operator's keys belong; it sends no mail and stands in no list. */
    public static final SiteId OPERATOR = new SiteId("operator");

    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Whether the key has that scope, or is the operator's. */
    public boolean may(Scope scope) {
        return scopes.contains(scope) || scopes.contains(Scope.ADMIN);
    }
}
