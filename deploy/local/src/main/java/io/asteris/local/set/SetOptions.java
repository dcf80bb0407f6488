package io.asteris.local.set;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a person says about a set.
 *
 * @param data its folder
 * @param port of the front door; null takes the one of last time, 8080 at first
 * @param settings {@code asteris.…} keys for every process; not remembered
 */
public record SetOptions(Path data, @Nullable Integer port, Map<String, String> settings) {
    /** The setting that adds a process {@code dispatcher-2}, for campaigns. */
    public static final String SECOND_DISPATCHER = "asteris.local.second-dispatcher";

    /** The setting that adds a process {@code webhook-ingest-2}, for campaigns. */
    public static final String SECOND_INGEST = "asteris.local.second-ingest";

    public SetOptions {
        settings = Map.copyOf(settings);
    }

    /** All settings: those of a local set, the caller's on top; sorted, so that equal ones look equal. */
    Map<String, String> allSettings(String publicUrl) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "asteris.dispatcher.lease", "10s",
                "asteris.dispatcher.reconcile-window", "20s",
                "asteris.dispatcher.retry.base", "2s",
                "asteris.dispatcher.retry.cap", "1m",
                "asteris.dispatcher.retry.max-age", "5d",
                "asteris.dispatcher.instance", "local",
                "asteris.egress.allow", "127.0.0.0/8,localhost,::1",
                "asteris.public-url", publicUrl));
        all.putAll(settings);
        return all;
    }
}
