package io.asteris.platform.http;

import java.util.Locale;

/** Every kind of error that the API answers; its URI and code are stable, because clients branch on them. */
public enum ProblemType {
    UNREADABLE(400, "The request could not be read"),
    UNAUTHENTICATED(401, "A valid API key is needed"),
    FORBIDDEN(403, "The API key may not do this"),
    NOT_FOUND(404, "There is no such thing here"),
    METHOD_NOT_ALLOWED(405, "This path does not know that method"),
    NOT_ACCEPTABLE(406, "The answer is not available in that form"),
    CONFLICT(409, "The present state does not allow this"),
    PRECONDITION_FAILED(412, "It was changed by somebody else in the meantime"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has a type that is not understood"),
    INVALID(422, "The request breaks a rule"),
    KEY_REUSED(422, "The Idempotency-Key belongs to another request"),
    TOO_MANY(429, "Too many requests"),
    INTERNAL(500, "Something failed on our side"),
    NOT_IMPLEMENTED(501, "This is not built yet"),
    UNAVAILABLE(503, "Not available at the moment");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The same short sentence for every occurrence. */
    public String title() {
        return title;
    }

    /** The word for programs, such as {@code key_reused}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The URI that names the kind; a page of the API reference describes it. */
    public String uri() {
        return "https://asteris.dev/problems/" + code().replace('_', '-');
    }

    /** The kind that stands for a status which some layer below has decided. */
    static ProblemType ofStatus(int status) {
        for (ProblemType type : values()) {
            if (type.status == status) {
                return type;
            }
        }
        return status < 500 ? UNREADABLE : INTERNAL;
    }
}
