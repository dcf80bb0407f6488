package io.asteris.gateway.sender;

import io.asteris.contract.EmailAddress;
import io.asteris.contract.HeaderText;
import io.asteris.contract.Mailbox;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A site's sender as its owner sets it, which is also how it is stored.
 *
 * @param fromEmail default address; with the force switch it replaces what a message brings
 * @param fromName default name; likewise
 * @param replyTo default Reply-To
 * @param overrides other defaults for mail of one source
 */
public record SenderSettings(
        @Nullable EmailAddress fromEmail,
        @Nullable String fromName,
        @Nullable Mailbox replyTo,
        @Nullable Boolean forceFromEmail,
        @Nullable Boolean forceFromName,
        @Nullable List<SourceOverride> overrides) {
    /** What a site has that never set anything. */
    public static final SenderSettings NONE = new SenderSettings(null, null, null, false, false, List.of());

    private static final int MAX_OVERRIDES = 100;
    private static final int MAX_NAME_OCTETS = 320;
    private static final int MAX_SOURCE_OCTETS = 100;

    /** @throws IllegalArgumentException saying which rule a value breaks */
    public SenderSettings {
        fromName = name(fromName);
        forceFromEmail = Boolean.TRUE.equals(forceFromEmail);
        forceFromName = Boolean.TRUE.equals(forceFromName);
        overrides = overrides == null ? List.of() : List.copyOf(overrides);
        if (overrides.size() > MAX_OVERRIDES) {
            throw new IllegalArgumentException("at most " + MAX_OVERRIDES + " overrides are allowed");
        }
        var sources = new HashSet<String>();
        for (SourceOverride override : overrides) {
            if (!sources.add(override.source())) {
                throw new IllegalArgumentException("two overrides are for the same source");
            }
        }
        if (forceFromEmail && fromEmail == null) {
            throw new IllegalArgumentException("force_from_email needs a from_email");
        }
        if (forceFromName && fromName == null) {
            throw new IllegalArgumentException("force_from_name needs a from_name");
        }
    }

    /** The settings for mail of that source: the override's values where it has some, the site's elsewhere. */
    SenderSettings forSource(String source) {
        for (SourceOverride override : overrides()) {
            if (override.source().equals(source)) {
                return new SenderSettings(
                        override.fromEmail() == null ? fromEmail : override.fromEmail(),
                        override.fromName() == null ? fromName : override.fromName(),
                        override.replyTo() == null ? replyTo : override.replyTo(),
                        forceFromEmail,
                        forceFromName,
                        List.of());
            }
        }
        return this;
    }

    @Override
    public List<SourceOverride> overrides() {
        return overrides == null ? List.of() : overrides;
    }

    private static @Nullable String name(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        HeaderText.check(text, MAX_NAME_OCTETS);
        return text;
    }

    @Override
    public String toString() {
        return "sender settings with " + overrides().size() + " overrides";
    }

    /** Other defaults for mail of one source, such as a plugin. */
    public record SourceOverride(
            String source,
            @Nullable EmailAddress fromEmail,
            @Nullable String fromName,
            @Nullable Mailbox replyTo) {

        /** @throws IllegalArgumentException saying which rule a value breaks */
        public SourceOverride {
            if (source == null || source.isBlank()) {
                throw new IllegalArgumentException("an override names its source");
            }
            HeaderText.check(source, MAX_SOURCE_OCTETS);
            fromName = name(fromName);
        }

        @Override
        public String toString() {
            return "override for " + source;
        }
    }
}
