package io.asteris.gateway.request;

import io.asteris.contract.OnUnknown;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how a message is to be treated: when, by whom, until when, and what to do in doubt. */
final class OptionFields {
    private static final int MAX_URL_OCTETS = 900;

    /** Letters, digits, dots, hyphens and underscores: what can name a provider in a path. */
    private static final Pattern PROVIDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final JsonValues values;
    private final Findings findings;
    private final ReadingRules rules;
    private final String base;

    private @Nullable Instant scheduledAt;
    private @Nullable Instant expiresAt;
    private @Nullable URI unsubscribeUrl;
    private @Nullable OnUnknown onUnknown;
    private @Nullable String provider;
    private boolean sensitive;

    OptionFields(JsonValues values, Findings findings, ReadingRules rules, String base) {
        this.values = values;
        this.findings = findings;
        this.rules = rules;
        this.base = base;
    }

    void readScheduledAt(String pointer) throws IOException {
        scheduledAt = time(pointer);
        if (scheduledAt != null && scheduledAt.isAfter(rules.now().plus(rules.maxScheduleAhead()))) {
            findings.add(
                    pointer,
                    "a message can be scheduled at most "
                            + rules.maxScheduleAhead().toDays() + " days ahead");
        }
    }

    void readExpiresAt(String pointer) throws IOException {
        expiresAt = time(pointer);
        if (expiresAt != null && !expiresAt.isAfter(rules.now())) {
            findings.add(pointer, "this time has passed already");
        }
    }

    /** Checks what two fields say together. */
    void finish() {
        if (scheduledAt != null && expiresAt != null && !expiresAt.isAfter(scheduledAt)) {
            findings.add(base + "/expires_at", "the message would expire before the time it is scheduled at");
        }
    }

    private @Nullable Instant time(String pointer) throws IOException {
        String text = values.text(pointer);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException notATime) {
            findings.add(pointer, "a time of RFC 3339 is expected here, such as 2026-03-01T10:15:30Z");
            return null;
        }
    }

    void readUnsubscribeUrl(String pointer) throws IOException {
        String text = values.text(pointer);
        if (text == null || text.isEmpty() || !Texts.header(findings, pointer, text, MAX_URL_OCTETS)) {
            return;
        }
        try {
            var url = new URI(text);
            if (!"https".equalsIgnoreCase(url.getScheme())
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || !text.equals(url.toASCIIString())) {
                findings.add(pointer, "an absolute https URL in ASCII, without user information, is expected here");
            }
            unsubscribeUrl = url;
        } catch (URISyntaxException notAUrl) {
            findings.add(pointer, "this is not a URL");
        }
    }

    void readOnUnknown(String pointer) throws IOException {
        String text = values.text(pointer);
        if (text == null) {
            return;
        }
        for (OnUnknown policy : OnUnknown.values()) {
            if (policy.word().equals(text)) {
                onUnknown = policy;
                return;
            }
        }
        findings.add(pointer, "resend or hold is expected here");
    }

    void readProvider(String pointer) throws IOException {
        String text = values.text(pointer);
        if (text == null || text.isEmpty()) {
            return;
        }
        if (PROVIDER.matcher(text).matches()) {
            provider = text;
        } else {
            findings.add(pointer, "a provider's name has 1 to 64 letters, digits, dots, hyphens and underscores");
        }
    }

    void readSensitive(String pointer) throws IOException {
        sensitive = values.flag(pointer);
    }

    @Nullable
    Instant scheduledAt() {
        return scheduledAt;
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    @Nullable
    URI unsubscribeUrl() {
        return unsubscribeUrl;
    }

    @Nullable
    OnUnknown onUnknown() {
        return onUnknown;
    }

    @Nullable
    String provider() {
        return provider;
    }

    boolean sensitive() {
        return sensitive;
    }
}
