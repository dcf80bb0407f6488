package io.asteris.gateway;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The settings of the gateway. */
@ConfigMapping(prefix = "asteris.gateway")
public interface GatewayConfig {
    /** Unannounced messages before {@code 503}: larger rides out a longer absence of Kafka, and takes more disk. */
    @WithDefault("100000")
    long backlog();

    /** Largest request in octets; beyond it {@code 413}. */
    @WithDefault("36M")
    MemorySize maxRequest();

    /** Bodies and attachments of one message, decoded; beyond it {@code 413}. */
    @WithDefault("25M")
    MemorySize maxMessage();

    /**
     * Octets of requests held at once; beyond it {@code 503}. An eighth of the heap where it is not set, because a large message
     * needs some five times its own size until it is stored; never less than one request.
     */
    Optional<MemorySize> inFlight();

    /** A part (body or attachment) larger than this is sealed off the event loop and stored before the shared commit. */
    @WithDefault("256K")
    MemorySize largePart();

    /** How long an Idempotency-Key is remembered: longer answers later repeats, and takes a row a key. */
    @WithDefault("48h")
    Duration idempotencyKeep();

    /** How old a site's sender settings may be on an instance that did not change them itself. */
    @WithDefault("5s")
    Duration senderAge();

    /** How long a test send waits for its verdict. */
    @WithDefault("25s")
    Duration testWait();

    /** The shared commit. */
    Commit commit();

    /** How waiting requests share a commit. */
    interface Commit {
        /** Commits under way at once: a second one uses the time in which the first waits for the disk; more make groups small. */
        @WithDefault("2")
        int connections();

        /** Most messages in one commit: more makes the last wait for all. */
        @WithDefault("1000")
        int rows();

        /** Most octets in one commit; a larger one takes memory twice. */
        @WithDefault("8M")
        MemorySize octets();

        /** After it a waiting request is answered {@code 503}: shorter fails sooner when the database hangs. */
        @WithDefault("10s")
        Duration timeout();
    }
}
