package io.asteris.ingest.setting;

import io.asteris.contract.SiteId;
import io.asteris.contract.event.SuppressionChanged.Reason;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The document as it is shown: what is set, what to copy to the provider, and whether anything arrives. */
record WebhooksDocument(Section sendgrid, Section mailgun, Section ses, Rule suppress) {
    /** Stands for a key that is there. */
    static final String SET = "set";

    private static final String NONE = "none";

    /**
     * One provider's part.
     *
     * @param url to copy to the provider
     * @param events to tick there
     * @param keys whether anything can be verified
     * @param subscription of SES alone: the state of the topic that is furthest behind
     * @param topics of SES alone: each topic's state
     */
    record Section(
            String url,
            List<String> events,
            String keys,
            @Nullable String verificationKeys,
            @Nullable String hmacSecret,
            @Nullable String signingKey,
            @Nullable List<String> topicArns,
            @Nullable Instant lastEventAt,
            long signatureFailures,
            @Nullable Instant lastFailureAt,
            @Nullable Instant silentSince,
            @Nullable String subscription,
            @Nullable List<Topic> topics) {}

    /** A topic and where its subscription stands. */
    record Topic(String arn, String subscription, @Nullable String error) {}

    /** What follows from reports. */
    record Rule(int afterHardBounces, Set<Reason> reasons) {}

    /**
     * The document.
     *
     * @param url of a provider
     * @param seen what was seen of a provider
     */
    static WebhooksDocument of(
            SiteId site,
            WebhookSettings settings,
            Function<WebhookProvider, String> url,
            Function<WebhookProvider, ProviderState> seen) {
        return new WebhooksDocument(
                section(settings.of(site, WebhookProvider.SENDGRID), url, seen),
                section(settings.of(site, WebhookProvider.MAILGUN), url, seen),
                section(settings.of(site, WebhookProvider.SES), url, seen),
                new Rule(
                        settings.rule().afterHardBounces(),
                        new TreeSet<>(settings.rule().reasons())));
    }

    private static Section section(
            WebhookKeys keys, Function<WebhookProvider, String> url, Function<WebhookProvider, ProviderState> seen) {
        WebhookProvider provider = keys.provider();
        ProviderState state = seen.apply(provider);
        String secret = keys.secret().isPresent() ? SET : null;
        boolean ses = provider == WebhookProvider.SES;
        List<Topic> topics = keys.topicArns().stream().map(state::topic).toList();
        return new Section(
                url.apply(provider),
                provider.events(),
                keys.isSet() ? SET : NONE,
                keys.verificationKeys().isEmpty() ? null : SET,
                provider == WebhookProvider.SENDGRID ? secret : null,
                provider == WebhookProvider.MAILGUN ? secret : null,
                ses ? keys.topicArns() : null,
                state.lastEventAt(),
                state.signatureFailures(),
                state.lastFailureAt(),
                state.silentSince(),
                ses ? furthestBehind(topics) : null,
                ses ? topics : null);
    }

    private static String furthestBehind(List<Topic> topics) {
        return List.of("failed", "unsubscribed", "waiting", "pending", "confirmed").stream()
                .filter(state ->
                        topics.stream().anyMatch(topic -> topic.subscription().equals(state)))
                .findFirst()
                .orElse(NONE);
    }

    /** What a change is compared by: the settings alone, not what was seen meanwhile. */
    record Tag(List<String> sendgrid, boolean hmac, boolean mailgun, List<String> ses, Rule suppress) {
        static Tag of(SiteId site, WebhookSettings settings) {
            return new Tag(
                    settings.of(site, WebhookProvider.SENDGRID).verificationKeys(),
                    settings.of(site, WebhookProvider.SENDGRID).secret().isPresent(),
                    settings.of(site, WebhookProvider.MAILGUN).secret().isPresent(),
                    settings.of(site, WebhookProvider.SES).topicArns(),
                    new Rule(
                            settings.rule().afterHardBounces(),
                            new TreeSet<>(settings.rule().reasons())));
        }
    }
}
