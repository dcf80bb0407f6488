package io.asteris.gateway.request;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** Reads requests in tests, at a fixed time. */
public final class Requests {
    /** The time at which they come in. */
    public static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");

    static final ReadingRules RULES = new ReadingRules(NOW, 25 * 1024 * 1024, Duration.ofDays(7));

    private Requests() {}

    /** A message of that JSON. */
    public static SendRequest message(String json) {
        return RequestReader.message(json.getBytes(StandardCharsets.UTF_8), RULES);
    }

    /** A sound message with more members. */
    public static SendRequest messageWith(String members) {
        return message(json(members));
    }

    static String json(String members) {
        return "{\"from\":\"shop@s.example\",\"to\":\"a@b.example\",\"subject\":\"Hi\",\"text\":\"Hello\"" + members
                + "}";
    }
}
