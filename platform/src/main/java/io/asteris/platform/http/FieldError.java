package io.asteris.platform.http;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); for a query parameter {@code ?name}, for a header its name
 * @param column where within that part, counted from 1; absent where it is about all of it
 * @param detail what is wrong and what to change, never the offending personal data itself
 */
public record FieldError(String pointer, @Nullable Integer column, String detail) {
    /** What is wrong with all of that part. */
    public FieldError(String pointer, String detail) {
        this(pointer, null, detail);
    }
}
