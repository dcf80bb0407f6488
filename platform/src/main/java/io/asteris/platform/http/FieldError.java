package io.asteris.platform.http;

/**
 * What is wrong with one part of a request.
 *
 * @param pointer where, as a JSON pointer (RFC 6901); for a query parameter {@code ?name}, for a header its name
 * @param detail what is wrong and what to change, never the offending personal data itself
 */
public record FieldError(String pointer, String detail) {}
