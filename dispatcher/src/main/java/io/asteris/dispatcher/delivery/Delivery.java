package io.asteris.dispatcher.delivery;

import io.asteris.contract.DispatchState;
import io.asteris.contract.MessageId;
import io.asteris.contract.OnUnknown;
import io.asteris.contract.SiteId;
import io.asteris.dispatcher.state.Recipients;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message's row, as it was read.
 *
 * @param provider the lane's; null as long as the site has none
 * @param version counts the transitions
 * @param fence new with each claim; only who holds the present one may record what came of it
 * @param attempt number of the last claim's call, from 1
 * @param tries attempts that count towards the back-off
 * @param giveUpAt when the max age ends
 * @param changedAt when the state was entered
 * @param size octets of content, decoded
 * @param wanted the provider that the caller insists on
 * @param possibleDuplicate whether an earlier call may have been taken
 * @param resendUsed whether the one resend after an unknown outcome was used
 * @param chosen the provider that routing named; null when it named none
 */
public record Delivery(
        MessageId message,
        SiteId site,
        @Nullable String provider,
        DispatchState state,
        int version,
        int fence,
        int attempt,
        int tries,
        Instant dueAt,
        Instant giveUpAt,
        Instant changedAt,
        Recipients recipients,
        long size,
        int attachments,
        String source,
        String fromDomain,
        @Nullable String wanted,
        OnUnknown onUnknown,
        boolean possibleDuplicate,
        boolean resendUsed,
        @Nullable String chosen) {

    /** Whether another provider than the one that routing named is asked for it. */
    public boolean isStandIn() {
        return chosen != null && !chosen.equals(provider);
    }

    /**
     * The lane of a message that has one.
     *
     * @throws IllegalStateException when no provider was found for it yet
     */
    public LaneKey lane() {
        if (provider == null) {
            throw new IllegalStateException("message " + message + " has no provider yet");
        }
        return new LaneKey(site, provider);
    }
}
