package io.asteris.dispatcher.settings;

import io.asteris.contract.EmailAddress;
import io.asteris.dispatcher.provider.Field;
import io.asteris.dispatcher.provider.Preset;
import io.asteris.platform.http.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a preset's form: each of the right type, nothing unknown, nothing missing, defaults filled in, secrets that
 * were left out taken from before.
 */
final class ProviderForm {
    private static final int LONGEST = 2_000;

    private final Map<String, Object> open = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    private ProviderForm() {}

    /** @param before the secrets in clear that are kept where none are given */
    static ProviderForm read(Preset preset, Map<String, Object> given, Map<String, String> before) {
        var form = new ProviderForm();
        given.keySet().stream()
                .filter(name -> preset.field(name).isEmpty())
                .sorted()
                .forEach(name -> form.wrong(name, "the preset " + preset.name() + " has no such field"));
        for (Field field : preset.fields()) {
            form.take(field, given.get(field.name()), before.get(field.name()));
        }
        return form;
    }

    /** The fields that are no secrets. */
    Map<String, Object> open() {
        return open;
    }

    Map<String, String> secrets() {
        return secrets;
    }

    /** All of them together, for the preset's own rules. */
    Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>(open);
        values.putAll(secrets);
        return values;
    }

    List<FieldError> errors() {
        return errors;
    }

    private void take(Field field, @Nullable Object given, @Nullable String before) {
        if (field.secret()) {
            takeSecret(field, given, before);
        } else if (given == null || given.equals("")) {
            Optional.ofNullable(field.defaultValue())
                    .ifPresentOrElse(value -> open.put(field.name(), value), () -> missing(field));
        } else {
            problem(field, given)
                    .ifPresentOrElse(words -> wrong(field.name(), words), () -> open.put(field.name(), given));
        }
    }

    private void takeSecret(Field field, @Nullable Object given, @Nullable String before) {
        if (given == null || given.equals(ProviderDocument.SET)) {
            if (before == null) {
                missing(field);
            } else {
                secrets.put(field.name(), before);
            }
        } else if (given.equals("")) {
            missing(field);
        } else if (given instanceof String text && text.length() <= LONGEST) {
            secrets.put(field.name(), text);
        } else {
            wrong(field.name(), "a text of at most " + LONGEST + " characters is expected");
        }
    }

    private void missing(Field field) {
        if (field.required()) {
            wrong(field.name(), "this field is required");
        }
    }

    private static Optional<String> problem(Field field, Object given) {
        return switch (field.type()) {
            case TEXT ->
                given instanceof String text && text.length() <= LONGEST
                        ? Optional.empty()
                        : Optional.of("a text of at most " + LONGEST + " characters is expected");
            case EMAIL -> given instanceof String text ? addressProblem(text) : Optional.of("an address is expected");
            case NUMBER -> given instanceof Integer ? Optional.empty() : Optional.of("a whole number is expected");
            case CHOICE ->
                given instanceof String word && field.options().contains(word)
                        ? Optional.empty()
                        : Optional.of("one of " + String.join(", ", field.options()) + " is expected");
            case OAUTH -> Optional.of("this is granted at the provider, not set here");
        };
    }

    private static Optional<String> addressProblem(String text) {
        try {
            EmailAddress.of(text);
            return Optional.empty();
        } catch (IllegalArgumentException broken) {
            return Optional.ofNullable(broken.getMessage());
        }
    }

    private void wrong(String field, String detail) {
        errors.add(new FieldError("/settings/" + field.replace("~", "~0").replace("/", "~1"), detail));
    }
}
