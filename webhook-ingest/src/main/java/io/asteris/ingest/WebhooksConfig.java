package io.asteris.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What an operator may set about webhooks and the list. */
@ConfigMapping(prefix = "asteris.webhooks")
public interface WebhooksConfig {
    /** Oldest signature time that is believed. Shorter than a provider's retries (SendGrid 24 h) loses events after an outage. */
    @WithDefault("25h")
    Duration freshness();

    /** How far a signature time may lie ahead, for clocks that differ. */
    @WithDefault("10m")
    Duration ahead();

    /** Folder of SNS certificates, named as the last segment of their URL: trusted as they are, and never fetched. */
    Optional<Path> snsCertificates();

    /** Largest post; the largest of a provider has 768 KB (SendGrid). */
    @WithDefault("2M")
    MemorySize largestPost();

    /** Octets of posts that are held at a moment; beyond it the next is asked to come again. Larger needs more heap. */
    @WithDefault("24M")
    MemorySize heldPosts();

    /** How long posts and what they are told apart by are kept; longer than {@link #freshness} in any case. */
    @WithDefault("30d")
    Duration keep();

    /** How long a provider that takes mail and used to report may say nothing before an alert is raised. */
    @WithDefault("24h")
    Duration silence();

    /** How often late reports are looked for; what else happens by the clock happens at multiples of it. */
    @WithDefault("1s")
    Duration tick();
}
