package io.asteris.deliverability.check;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code GET /dns-check}.
 *
 * @param provider the name of the provider that routing chooses for the domain; absent when the site has none
 * @param source where the expected values come from
 * @param mx where the domain takes mail
 * @param dnssec {@code validated} when the resolver says that it checked every answer, else {@code not_reported}
 */
public record DnsReport(
        String domain,
        @Nullable String provider,
        @Nullable String preset,
        @Nullable String source,
        RecordReport spf,
        RecordReport dkim,
        RecordReport dmarc,
        RecordReport mx,
        String dnssec,
        Instant checkedAt) {}
