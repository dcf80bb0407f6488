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

    /**
     * Exports that run at once on an instance: larger takes the memory of as many, some 50 MB each where bodies are long, and makes none
     * sooner once all cores are busy; one beyond it is asked to come back.
     */
    @WithDefault("4")
    int atOnce();

    /** Those of one site: smaller than all of them leaves places to the other sites. */
    @WithDefault("2")
    int atOnceOfASite();
}
