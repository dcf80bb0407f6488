package io.asteris.deliverability.channel;

import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One way to people.
 *
 * @param url of a hook; null for e-mail
 * @param format the form in which a hook is told; null for e-mail
 * @param secret signs what a hook is told (Standard Webhooks); null where the form knows no signature
 * @param formerSecret the secret before that one; signs too until {@code formerUntil}
 */
public record Channel(
        Type type,
        @Nullable URI url,
        @Nullable Format format,
        @Nullable String secret,
        @Nullable String formerSecret,
        @Nullable Instant formerUntil) {
    /** Mail to the site's recipient. */
    public static final Channel EMAIL = new Channel(Type.EMAIL, null, null, null, null, null);

    /** What kind of way it is. */
    public enum Type {
        EMAIL,
        WEBHOOK;

        /** The word in JSON. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a hook's owner understands. */
    public enum Format {
        STANDARD,
        SLACK,
        TEAMS,
        DISCORD;

        /** The word in JSON. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it is called in the history: no address, no path. */
    public String label() {
        return format == null || format == Format.STANDARD ? type.word() : format.word();
    }

    /** Shows neither address nor secret. */
    @Override
    public String toString() {
        return label();
    }
}
