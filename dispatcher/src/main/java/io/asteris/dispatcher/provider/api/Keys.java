package io.asteris.dispatcher.provider.api;

import io.asteris.dispatcher.provider.Settings;
import io.asteris.platform.http.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Rules for keys and ids that travel in headers. */
public final class Keys {
    private Keys() {}

    /** What is wrong with those fields; control characters among them would make headers of our own. */
    public static List<FieldError> check(Settings settings, String... fields) {
        List<FieldError> wrong = new ArrayList<>();
        for (String field : fields) {
            boolean strange = settings.text(field)
                    .filter(text -> text.chars().anyMatch(c -> c <= ' ' || c > '~'))
                    .isPresent();
            if (strange) {
                wrong.add(new FieldError(
                        "/settings/" + field,
                        "spaces, control characters and letters beyond ASCII are not part of it"));
            }
        }
        return wrong;
    }
}
