package io.asteris.gateway.site;

import io.asteris.contract.event.SiteChanged;
import io.asteris.platform.auth.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is stored.
 *
 * @param id the public part of its text
 * @param hash of the whole text, under the pepper
 */
record KeyRow(
        String id,
        String name,
        String hash,
        List<Scope> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {

    KeyRow {
        scopes = List.copyOf(scopes);
    }

    SiteChanged.Key inEvent() {
        Set<String> words = scopes.stream().map(Scope::word).collect(Collectors.toUnmodifiableSet());
        return new SiteChanged.Key(id, hash, words, expiresAt, revokedAt != null);
    }
}
