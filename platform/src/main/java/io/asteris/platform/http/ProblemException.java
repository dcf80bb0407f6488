package io.asteris.platform.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem that the caller can read. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<FieldError> errors;
    private final @Nullable Duration retryAfter;

    /** A problem of that kind; the detail says what this caller can change. */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    private ProblemException(ProblemType type, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    /** A {@code 422} about one part of the request. */
    public static ProblemException invalid(String pointer, String detail) {
        return new ProblemException(ProblemType.INVALID, detail).with(List.of(new FieldError(pointer, detail)));
    }

    /** The same problem with the parts of the request that caused it. */
    public ProblemException with(List<FieldError> parts) {
        return new ProblemException(type, getMessage(), parts, retryAfter);
    }

    /** The same problem, saying when another try makes sense. */
    public ProblemException retryAfter(Duration wait) {
        return new ProblemException(type, getMessage(), errors, wait);
    }

    /** The kind. */
    public ProblemType type() {
        return type;
    }

    /** The parts of the request that caused it, in the order found. */
    public List<FieldError> errors() {
        return errors;
    }

    /** When another try makes sense. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    @Override
    public String getMessage() {
        String detail = super.getMessage();
        return detail == null ? type.title() : detail;
    }
}
