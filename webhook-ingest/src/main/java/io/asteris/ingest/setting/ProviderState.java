package io.asteris.ingest.setting;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a provider on a site.
 *
 * @param silentSince set while the provider says nothing although it should
 * @param topics what is known of subscriptions, by ARN
 */
public record ProviderState(
        @Nullable Instant lastEventAt,
        long signatureFailures,
        @Nullable Instant lastFailureAt,
        @Nullable Instant silentSince,
        Map<String, WebhooksDocument.Topic> topics) {
    /** Nothing was seen. */
    public static final ProviderState NOTHING = new ProviderState(null, 0, null, null, Map.of());

    public ProviderState {
        topics = Map.copyOf(topics);
    }

    /** A topic that never wrote is waited for. */
    WebhooksDocument.Topic topic(String arn) {
        WebhooksDocument.Topic known = topics.get(arn);
        return known == null ? new WebhooksDocument.Topic(arn, "waiting", null) : known;
    }
}
