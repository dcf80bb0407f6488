package io.asteris.deliverability.alert;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that breaks a rule.
 *
 * @param subject what it is about beside its cause, such as a domain; empty where it is the site as a whole
 * @param lastAt what came later is new trouble once this is over
 * @param summary one sentence without an address
 * @param link the page that tells more, below the console's address; null when there is none
 */
public record Trouble(
        SiteId site,
        Alert.Cause cause,
        String subject,
        Alert.Severity severity,
        Instant firstAt,
        Instant lastAt,
        long count,
        String summary,
        @Nullable String link) {}
