package io.asteris.dispatcher.settings;

import io.asteris.dispatcher.provider.Field;
import io.asteris.dispatcher.provider.Limits;
import io.asteris.dispatcher.provider.Preset;
import io.asteris.dispatcher.provider.ProviderSecrets;
import io.asteris.dispatcher.provider.StoredProvider;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider as the API gives and takes it. Secrets are given as {@value #SET}; taken as that, or left out, they stay.
 *
 * @param name taken only when it is the one in the path
 * @param fromEmail the sender that this provider needs when it stands in for another
 * @param limits what the account takes, where it differs from what its preset is known to take
 * @param state given; ignored when taken, so that a document can be sent back as it came
 */
public record ProviderDocument(
        @Nullable String name,
        @Nullable String preset,
        @Nullable Map<String, Object> settings,
        @Nullable List<String> fromDomains,
        @Nullable String fromEmail,
        @Nullable Limits limits,
        @Nullable String state) {
    /** Stands for a secret that is there. */
    public static final String SET = "set";

    static ProviderDocument of(StoredProvider stored, ProviderSecrets secrets) {
        Map<String, Object> shown = new TreeMap<>(stored.settings());
        secrets.openable(stored).keySet().forEach(secret -> shown.put(secret, SET));
        return new ProviderDocument(
                stored.name(),
                stored.preset(),
                shown,
                stored.fromDomains(),
                stored.fromEmail(),
                stored.limits().isNone() ? null : stored.limits(),
                stored.state().word());
    }

    /** A preset as the API gives it. */
    record PresetDocument(String preset, String title, List<Field> fields) {
        static PresetDocument of(Preset preset) {
            return new PresetDocument(preset.name(), preset.title(), preset.fields());
        }
    }

    @Override
    public String toString() {
        return "document of provider " + name;
    }
}
