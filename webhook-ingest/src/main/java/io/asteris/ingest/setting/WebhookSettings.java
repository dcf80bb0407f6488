package io.asteris.ingest.setting;

import io.asteris.contract.SiteId;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** All that a site has set. */
record WebhookSettings(Map<WebhookProvider, WebhookKeys> keys, SuppressRule rule) {
    WebhookSettings {
        keys = Map.copyOf(keys);
    }

    /** The keys of a provider; none set where the site never set any. */
    WebhookKeys of(SiteId site, WebhookProvider provider) {
        return keys.getOrDefault(
                provider,
                new WebhookKeys(
                        site, provider, java.util.List.of(), Optional.empty(), java.util.List.of(), Instant.EPOCH));
    }
}
