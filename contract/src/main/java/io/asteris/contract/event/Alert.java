package io.asteris.contract.event;

import com.fasterxml.jackson.annotation.JsonValue;
import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person should know about a site, by its cause; {@link AlertEvent} says whether it began or ended.
 *
 * @param at when it was raised or cleared
 * @param firstAt when the trouble was first seen
 * @param count how many times it was seen
 * @param summary one sentence without an address or a subject
 * @param link a page or path that tells more; absent when there is none
 */
public record Alert(
        SiteId site,
        Cause cause,
        Severity severity,
        Instant at,
        Instant firstAt,
        long count,
        String summary,
        @Nullable String link) {

    /** What an alert is about; a site has at most one open alert of each. */
    public enum Cause {
        FAILED_SENDS,
        BOUNCE_RATE,
        COMPLAINT_RATE,
        DNS_DRIFT,
        AUTHORISE,
        PROVIDER_SILENT,
        QUEUE_AGE,
        QUIET,
        DEAD_LETTERS,
        UNKNOWN_OUTCOME,
        /** A provider's signature that was used before came with another body. */
        FORGED_REPORT;

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How much haste it asks for. */
    public enum Severity {
        /** Mail goes out, but somebody should look. */
        WARNING,
        /** Mail does not go out, or must not. */
        CRITICAL;

        /** The word in JSON, lower-case. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
