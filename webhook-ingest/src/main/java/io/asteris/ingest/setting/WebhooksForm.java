package io.asteris.ingest.setting;

import com.fasterxml.jackson.databind.JsonNode;
import io.asteris.contract.SiteId;
import io.asteris.contract.event.SuppressionChanged.Reason;
import io.asteris.ingest.provider.WebhookKeys;
import io.asteris.ingest.provider.WebhookProvider;
import io.asteris.ingest.provider.sendgrid.SendgridKey;
import io.asteris.ingest.provider.ses.TopicArn;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.http.StrictJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an owner puts. A key that is left out or sent back as {@code "set"} stays; an empty list, an empty text or null takes it
 * away. What the answer tells beside the settings may be sent back and is ignored.
 */
final class WebhooksForm {
    private static final int MOST = 16;
    /** Providers choose their keys themselves; what is shorter was not pasted whole. */
    private static final int SHORTEST_SECRET = 8;

    private static final int LONGEST_SECRET = 500;
    private static final int MOST_BOUNCES = 100;

    private final SiteId site;
    private final WebhookSettings before;
    private final List<FieldError> errors = new ArrayList<>();

    private WebhooksForm(SiteId site, WebhookSettings before) {
        this.site = site;
        this.before = before;
    }

    /** The document as it may be sent. */
    record Document(
            @Nullable Section sendgrid,
            @Nullable Section mailgun,
            @Nullable Section ses,
            @Nullable Rule suppress) {}

    /** One provider's part; which fields count depends on the provider. */
    record Section(
            @Nullable JsonNode verificationKeys,
            @Nullable JsonNode hmacSecret,
            @Nullable JsonNode signingKey,
            @Nullable JsonNode topicArns,
            @Nullable JsonNode url,
            @Nullable JsonNode events,
            @Nullable JsonNode keys,
            @Nullable JsonNode lastEventAt,
            @Nullable JsonNode signatureFailures,
            @Nullable JsonNode lastFailureAt,
            @Nullable JsonNode silentSince,
            @Nullable JsonNode subscription,
            @Nullable JsonNode topics) {
        static final Section EMPTY =
                new Section(null, null, null, null, null, null, null, null, null, null, null, null, null);

        @Override
        public String toString() {
            return "keys";
        }
    }

    /** What is to follow from reports. */
    record Rule(
            @Nullable Integer afterHardBounces, @Nullable List<String> reasons) {}

    /**
     * The settings as they are to be.
     *
     * @throws ProblemException {@code 422} naming each part that is wrong
     */
    static WebhookSettings read(byte[] body, SiteId site, WebhookSettings before) {
        return new WebhooksForm(site, before).read(StrictJson.read(body, Document.class));
    }

    private WebhookSettings read(Document document) {
        Map<WebhookProvider, WebhookKeys> keys = new EnumMap<>(WebhookProvider.class);
        keys.put(WebhookProvider.SENDGRID, sendgrid(orEmpty(document.sendgrid())));
        keys.put(WebhookProvider.MAILGUN, mailgun(orEmpty(document.mailgun())));
        keys.put(WebhookProvider.SES, ses(orEmpty(document.ses())));
        SuppressRule rule = rule(document.suppress());
        if (!errors.isEmpty()) {
            throw new ProblemException(
                            ProblemType.INVALID, "The webhooks cannot be set like this; nothing was changed.")
                    .with(errors);
        }
        return new WebhookSettings(keys, rule);
    }

    private static Section orEmpty(@Nullable Section section) {
        return section == null ? Section.EMPTY : section;
    }

    private WebhookKeys sendgrid(Section given) {
        foreign("sendgrid", given.signingKey(), "signing_key", given.topicArns(), "topic_arns");
        WebhookKeys old = before.of(site, WebhookProvider.SENDGRID);
        List<String> keys = isKept(given.verificationKeys())
                ? old.verificationKeys()
                : list("/sendgrid/verification_keys", given.verificationKeys(), SendgridKey::normal);
        Optional<String> secret = secret("/sendgrid/hmac_secret", given.hmacSecret(), old.secret());
        // Whoever verifies an HMAC with a public key believes everybody.
        if (secret.filter(SendgridKey::isPublicKey).isPresent()) {
            wrong(
                    "/sendgrid/hmac_secret",
                    "this is a public key, so it proves nothing; it belongs into verification_keys");
        }
        return keys(WebhookProvider.SENDGRID, keys, secret, List.of());
    }

    private WebhookKeys mailgun(Section given) {
        foreign("mailgun", given.verificationKeys(), "verification_keys", given.topicArns(), "topic_arns");
        Optional<String> old = before.of(site, WebhookProvider.MAILGUN).secret();
        return keys(
                WebhookProvider.MAILGUN, List.of(), secret("/mailgun/signing_key", given.signingKey(), old), List.of());
    }

    private WebhookKeys ses(Section given) {
        foreign("ses", given.verificationKeys(), "verification_keys", given.signingKey(), "signing_key");
        List<String> topics =
                given.topicArns() == null ? List.of() : list("/ses/topic_arns", given.topicArns(), TopicArn::normal);
        return keys(WebhookProvider.SES, List.of(), Optional.empty(), topics);
    }

    private WebhookKeys keys(
            WebhookProvider provider, List<String> verificationKeys, Optional<String> secret, List<String> topics) {
        Instant since = before.of(site, provider).configuredAt();
        return new WebhookKeys(site, provider, verificationKeys, secret, topics, since);
    }

    private SuppressRule rule(@Nullable Rule given) {
        if (given == null) {
            return SuppressRule.DEFAULTS;
        }
        int after = given.afterHardBounces() == null ? 1 : given.afterHardBounces();
        if (after < 1 || after > MOST_BOUNCES) {
            wrong("/suppress/after_hard_bounces", "a number from 1 to " + MOST_BOUNCES + " is expected");
        }
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        List<String> words = given.reasons();
        for (int i = 0; words != null && i < words.size(); i++) {
            String word = words.get(i);
            Optional<Reason> known = SuppressRule.DEFAULTS.reasons().stream()
                    .filter(reason -> reason.word().equals(word))
                    .findFirst();
            known.ifPresent(reasons::add);
            if (known.isEmpty()) {
                wrong("/suppress/reasons/" + i, "one of bounce, complaint, unsubscribe, invalid is expected");
            }
        }
        return new SuppressRule(Math.max(1, after), words == null ? SuppressRule.DEFAULTS.reasons() : reasons);
    }

    private Optional<String> secret(String pointer, @Nullable JsonNode given, Optional<String> old) {
        if (isKept(given)) {
            return old;
        }
        if (given == null
                || given.isNull()
                || (given.isTextual() && given.textValue().isBlank())) {
            return Optional.empty();
        }
        String text = given.isTextual() ? given.textValue().strip() : "";
        if (text.length() < SHORTEST_SECRET
                || text.length() > LONGEST_SECRET
                || !text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            wrong(
                    pointer,
                    "a key of " + SHORTEST_SECRET + " to " + LONGEST_SECRET
                            + " printable characters is expected, as the provider shows it");
        }
        return Optional.of(text);
    }

    private List<String> list(String pointer, @Nullable JsonNode given, UnaryOperator<String> normal) {
        Set<String> values = new LinkedHashSet<>();
        if (given == null || given.isNull()) {
            return List.of();
        }
        if (!given.isArray() || given.size() > MOST) {
            wrong(pointer, "a list of at most " + MOST + " is expected");
            return List.of();
        }
        for (int i = 0; i < given.size(); i++) {
            JsonNode value = given.get(i);
            try {
                if (!value.isTextual()) {
                    throw new IllegalArgumentException("a text is expected");
                }
                values.add(normal.apply(value.textValue()));
            } catch (IllegalArgumentException broken) {
                wrong(pointer + "/" + i, String.valueOf(broken.getMessage()));
            }
        }
        return List.copyOf(values);
    }

    private static boolean isKept(@Nullable JsonNode given) {
        return given == null || (given.isTextual() && given.textValue().equals(WebhooksDocument.SET));
    }

    private void foreign(
            String section, @Nullable JsonNode first, String firstName, @Nullable JsonNode second, String secondName) {
        if (first != null) {
            wrong("/" + section + "/" + firstName, "this field is not known here");
        }
        if (second != null) {
            wrong("/" + section + "/" + secondName, "this field is not known here");
        }
    }

    private void wrong(String pointer, String detail) {
        errors.add(new FieldError(pointer, detail));
    }
}
