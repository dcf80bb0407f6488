package io.asteris.dispatcher.oauth;

import io.asteris.dispatcher.delivery.LaneKey;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a site's owner granted for one provider, as the table holds it.
 *
 * @param isAuthorised whether the consent is there as far as we know
 * @param generation counts the tokens
 * @param expiresAt when the access token ends; null when there is none
 * @param renewIn until the keeper's next turn; negative when it is over
 * @param failures renewals that failed since the last that worked
 * @param trouble why the last one failed; null when it worked
 * @param misconfigured whether that was the settings' fault
 * @param lease under which this reader renews it; null when it only looks
 */
public record Grant(
        LaneKey lane,
        String binding,
        Tokens tokens,
        boolean isAuthorised,
        long generation,
        @Nullable Instant expiresAt,
        Duration renewIn,
        @Nullable Instant renewedAt,
        int failures,
        @Nullable String trouble,
        boolean misconfigured,
        @Nullable UUID lease) {}
