package io.asteris.platform.http;

/** Names that all REST paths share. */
public final class Api {
    /** The prefix that sites already know; every service mounts its paths below it. */
    public static final String BASE = "/wp-json/asteris/v1/smtp";

    /** The media type of errors (RFC 9457). */
    public static final String PROBLEM_JSON = "application/problem+json";

    private Api() {}
}
