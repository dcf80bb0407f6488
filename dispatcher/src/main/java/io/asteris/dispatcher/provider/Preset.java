package io.asteris.dispatcher.provider;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of provider that a site can choose.
 *
 * @param name the word in the API
 * @param title for people
 * @param reportsEvents whether it tells later what became of a message, so that an unknown outcome can be settled sooner
 * @param factory null while the preset can be shown and not yet be sent over
 */
public record Preset(
        String name,
        String title,
        List<Field> fields,
        boolean reportsEvents,
        @Nullable ProviderFactory factory) {
    public Preset {
        fields = List.copyOf(fields);
    }

    /** The field of that name. */
    public Optional<Field> field(String wanted) {
        return fields.stream().filter(field -> field.name().equals(wanted)).findFirst();
    }

    @Override
    public String toString() {
        return name;
    }
}
