package io.asteris.dispatcher.provider;

import java.util.List;
import java.util.Optional;

/**
 * A kind of provider that a site can choose.
 *
 * @param name the word in the API
 * @param title for people
 * @param reportsEvents whether it tells later what became of a message, so that an unknown outcome can be settled sooner
 */
public record Preset(String name, String title, List<Field> fields, boolean reportsEvents, ProviderFactory factory) {
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
