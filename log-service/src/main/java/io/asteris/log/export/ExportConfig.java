package io.asteris.log.export;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of an export. */
@ConfigMapping(prefix = "asteris.log.export")
public interface ExportConfig {
    /**
     * Most content of bodies that one export reads at once, as it lies in the table, and most that it has in clear: larger keeps more
     * threads busy with long bodies and takes more memory, several times as much; a body that is longer goes alone.
     */
    @WithDefault("4M")
    MemorySize content();
}
