package io.asteris.dispatcher.provider;

import io.asteris.contract.SiteId;
import io.asteris.dispatcher.delivery.LaneKey;
import java.util.Map;
import java.util.Optional;

/**
 * One provider's settings as its preset's fields name them, secrets in clear. Lives as long as a call or a test needs it; shows
 * none of its values.
 */
public record Settings(SiteId site, String name, String preset, Map<String, Object> values) {
    public Settings {
        values = Map.copyOf(values);
    }

    /** The lane of the provider that they are for. */
    public LaneKey lane() {
        return new LaneKey(site, name);
    }

    /** The text of a field; empty when it has none. */
    public Optional<String> text(String field) {
        return Optional.ofNullable(values.get(field)).map(Object::toString).filter(text -> !text.isBlank());
    }

    /**
     * The number of a field that has one.
     *
     * @throws IllegalStateException when it has none; fields with a default always do
     */
    public int number(String field) {
        if (values.get(field) instanceof Number number) {
            return number.intValue();
        }
        throw new IllegalStateException("the provider's settings lack the number " + field);
    }

    @Override
    public String toString() {
        return "settings of " + site + "/" + name;
    }
}
