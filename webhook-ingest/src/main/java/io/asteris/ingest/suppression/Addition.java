package io.asteris.ingest.suppression;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SuppressionChanged.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address that is to join the list.
 *
 * @param scope a site, or {@link SiteId#ALL}
 * @param expiresAt null for as long as nobody removes it
 * @param source the event that asks for it; empty when a person does
 */
public record Addition(
        SiteId scope,
        ListedAddress address,
        Reason reason,
        @Nullable Instant expiresAt,
        Optional<Source> source) {

    /** Weakest first: of two reasons the one that says more about the person stays. {@code reason_rank} in SQL says the same. */
    private static final List<Reason> RANKS =
            List.of(Reason.MANUAL, Reason.INVALID, Reason.BOUNCE, Reason.UNSUBSCRIBE, Reason.COMPLAINT);

    /** The order in which additions of one address win: the stronger reason, then the earlier event. */
    static final Comparator<Addition> WEAKEST_FIRST = Comparator.<Addition>comparingInt(
                    one -> RANKS.indexOf(one.reason()))
            .thenComparing(one -> one.source().map(Source::at).orElse(Instant.MAX), Comparator.<Instant>reverseOrder())
            .thenComparing(one -> one.source().map(Source::text).orElse(""), Comparator.<String>reverseOrder());

    /** The same about another address. */
    Addition of(ListedAddress other) {
        return new Addition(scope, other, reason, expiresAt, source);
    }

    /**
     * An event that put an address on the list.
     *
     * @param provider the preset
     * @param event the provider's word
     * @param at by the provider's clock
     * @param text the provider's words, masked
     * @param post where it came from; null for a refusal in the call itself
     */
    public record Source(
            String provider,
            String event,
            Instant at,
            @Nullable UUID message,
            @Nullable String code,
            String text,
            @Nullable UUID post) {}
}
