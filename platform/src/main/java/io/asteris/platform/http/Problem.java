package io.asteris.platform.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error (RFC 9457). {@code code}, {@code message} and {@code data.status} repeat it for WordPress clients, which
 * read those.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<FieldError> errors,
        String code,
        String message,
        Data data) {

    /** The body for a kind of error in one occurrence. */
    static Problem of(ProblemType type, String detail, @Nullable String instance, List<FieldError> errors) {
        return new Problem(
                type.uri(),
                type.title(),
                type.status(),
                detail,
                instance,
                errors,
                type.code(),
                detail,
                new Data(type.status()));
    }

    /** Where WordPress clients look for the status. */
    public record Data(int status) {}
}
