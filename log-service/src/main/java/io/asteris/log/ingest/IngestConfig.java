package io.asteris.log.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of the ingest. */
@ConfigMapping(prefix = "asteris.log.ingest")
public interface IngestConfig {
    /**
     * Facts in one call: larger makes fewer commits under load, a longer wait for the first of them, and more to be copied by each
     * collection meanwhile. A message has four.
     */
    @WithDefault("1600")
    int batch();

    /** Most content read at once: larger makes fewer transactions for large mail and takes more memory. */
    @WithDefault("16M")
    MemorySize content();

    /** Longest body that the log keeps, in clear: a longer one can be read only as long as the content store has it. */
    @WithDefault("1M")
    MemorySize longestBody();
}
