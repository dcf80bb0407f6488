package io.asteris.log.settings;

import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.LogSettingsChanged;
import org.jspecify.annotations.Nullable;

/**
 * The settings document of a site's log.
 *
 * @param enabled whether messages are logged; failures are, in any case, without their body
 * @param body whether bodies are kept
 * @param attachments whether names and sizes of attachments are kept
 * @param searchBody whether the words of bodies can be searched
 */
public record LogSettings(boolean enabled, boolean body, boolean attachments, boolean searchBody, Retention retention) {
    /** What holds for a site that set nothing. */
    public static final LogSettings DEFAULTS = new LogSettings(true, true, true, false, Retention.DAYS_30);

    /** The fact that others are told. */
    LogSettingsChanged changed(SiteId site) {
        return new LogSettingsChanged(site, enabled, body, attachments, searchBody, retention);
    }

    /** What a caller puts: what is absent takes its default. */
    record Wanted(
            @Nullable Boolean enabled,
            @Nullable Boolean body,
            @Nullable Boolean attachments,
            @Nullable Boolean searchBody,
            @Nullable Retention retention) {

        LogSettings complete() {
            return new LogSettings(
                    enabled == null ? DEFAULTS.enabled() : enabled,
                    body == null ? DEFAULTS.body() : body,
                    attachments == null ? DEFAULTS.attachments() : attachments,
                    searchBody == null ? DEFAULTS.searchBody() : searchBody,
                    retention == null ? DEFAULTS.retention() : retention);
        }
    }
}
