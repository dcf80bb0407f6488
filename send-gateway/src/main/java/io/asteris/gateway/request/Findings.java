package io.asteris.gateway.request;

import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import java.util.ArrayList;
import java.util.List;

/** Gathers everything that is wrong with one message, so that its sender can mend all of it at once. */
final class Findings {
    /** Beyond these a list helps nobody, and a hostile body must not make a large answer. */
    static final int MAX = 50;

    private final List<FieldError> errors = new ArrayList<>();

    /** Notes that something is wrong at a JSON pointer; the detail never repeats personal data. */
    void add(String pointer, String detail) {
        if (errors.size() < MAX) {
            errors.add(new FieldError(pointer, detail));
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /** All findings as one problem. */
    ProblemException problem() {
        String detail = errors.size() == 1
                ? errors.getFirst().pointer() + ": " + errors.getFirst().detail()
                : "The message breaks " + errors.size() + " rules; errors names each.";
        return new ProblemException(ProblemType.INVALID, detail).with(errors);
    }

    /** A name as one step of a JSON pointer (RFC 6901 3), cut where a caller made it absurdly long. */
    static String step(String name) {
        String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
        return '/' + shown.replace("~", "~0").replace("/", "~1");
    }
}
