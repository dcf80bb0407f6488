package io.asteris.ingest.provider;

import io.asteris.contract.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What verifies one provider's posts on one site.
 *
 * @param verificationKeys public keys as Base64 DER (SendGrid)
 * @param secret SendGrid: the shared secret of a relay; Mailgun: the webhook signing key
 * @param topicArns the topics that are listened to (SES)
 * @param configuredAt when the first of them was set, which decides who is asked first
 */
public record WebhookKeys(
        SiteId site,
        WebhookProvider provider,
        List<String> verificationKeys,
        Optional<String> secret,
        List<String> topicArns,
        Instant configuredAt) {

    public WebhookKeys {
        verificationKeys = List.copyOf(verificationKeys);
        topicArns = List.copyOf(topicArns);
    }

    /** Whether there is anything to verify with. */
    public boolean isSet() {
        return !verificationKeys.isEmpty() || secret.isPresent() || !topicArns.isEmpty();
    }

    /** Whether a post that one of them proves may be proved by the other as well. */
    public boolean shares(WebhookKeys other) {
        return verificationKeys.stream().anyMatch(other.verificationKeys::contains)
                || topicArns.stream().anyMatch(other.topicArns::contains)
                || (secret.isPresent() && secret.equals(other.secret));
    }

    @Override
    public String toString() {
        return "keys of " + provider.word() + " on " + site;
    }
}
