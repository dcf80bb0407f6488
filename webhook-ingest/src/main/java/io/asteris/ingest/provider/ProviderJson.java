package io.asteris.ingest.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.asteris.platform.http.StrictJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Providers' JSON: they add fields without notice and give numbers as text, so fields are asked for one by one and a field of
 * another type counts as absent. What is bounded is depth and what is refused is a field that stands twice.
 */
public final class ProviderJson {
    private static final int LONGEST_NUMBER = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(StrictJson.MAX_DEPTH)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ProviderJson() {}

    /**
     * Reads UTF-8 JSON.
     *
     * @throws UnreadablePostException when it is none
     */
    public static JsonNode read(byte[] json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree == null || tree.isMissingNode()) {
                throw new UnreadablePostException("the post is empty");
            }
            return tree;
        } catch (IOException unreadable) {
            throw new UnreadablePostException("the post is no JSON");
        }
    }

    /**
     * Reads JSON.
     *
     * @throws UnreadablePostException when it is none
     */
    public static JsonNode read(String json) {
        return read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** A text or number as text; empty when it is neither, or blank. */
    public static Optional<String> text(JsonNode node) {
        return node.isTextual() || node.isNumber()
                ? Optional.of(node.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** Unix seconds with or without a fraction, as number or text; empty when it is none. */
    public static Optional<Instant> seconds(JsonNode node) {
        return text(node).flatMap(ProviderJson::seconds);
    }

    /** Unix seconds with or without a fraction; empty when it is none. */
    public static Optional<Instant> seconds(String text) {
        try {
            long micros = new java.math.BigDecimal(text.strip())
                    .movePointRight(6)
                    .setScale(0, java.math.RoundingMode.DOWN)
                    .longValueExact();
            return Optional.of(Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS));
        } catch (NumberFormatException | ArithmeticException | DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** An RFC 3339 time; empty when it is none. */
    public static Optional<Instant> time(JsonNode node) {
        try {
            return text(node).map(Instant::parse);
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
