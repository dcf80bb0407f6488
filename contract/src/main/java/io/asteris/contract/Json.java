package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * How our services write JSON for each other: {@code snake_case}, RFC 3339 times, absent rather than null, and a reader that
 * ignores fields it does not know. What comes from outside is read strictly, elsewhere.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            // The last that is added is asked first.
            .addModule(new SimpleModule().addDeserializer(Instant.class, new MomentReader()))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.NON_ABSENT))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    /** The value as UTF-8 JSON. */
    public static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /**
     * Reads UTF-8 JSON.
     *
     * @throws UnreadableJsonException when it is no JSON, or not of that type
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new UnreadableJsonException(new IOException("null stands where a value is needed"));
            }
            return value;
        } catch (IOException unreadable) {
            throw new UnreadableJsonException(unreadable);
        }
    }

    /** Says that some JSON could not be read; its message never quotes the JSON, which may hold personal data. */
    public static final class UnreadableJsonException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableJsonException(IOException cause) {
            super("unreadable JSON: " + summary(cause));
        }

        private static String summary(IOException cause) {
            return cause instanceof com.fasterxml.jackson.core.JsonProcessingException json
                            && json.getLocation() != null
                    ? cause.getClass().getSimpleName() + " at offset "
                            + json.getLocation().getByteOffset()
                    : cause.getClass().getSimpleName();
        }
    }
}
