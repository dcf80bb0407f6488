package io.asteris.contract.event;

import io.asteris.contract.Retention;
import io.asteris.contract.SiteId;

/**
 * A site changed what its log keeps: {@code log-settings.changed.v1}, kept compacted.
 *
 * @param enabled whether messages are logged; failures are, in any case
 * @param body whether bodies are kept
 * @param attachments whether names and sizes of attachments are kept
 * @param searchBody whether the words of bodies can be searched
 */
public record LogSettingsChanged(
        SiteId site, boolean enabled, boolean body, boolean attachments, boolean searchBody, Retention retention)
        implements Event {

    @Override
    public String key() {
        return site + "/log-settings/log-settings";
    }
}
