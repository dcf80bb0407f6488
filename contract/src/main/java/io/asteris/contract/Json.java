package io.asteris.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
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

    /** By type: the mapper would look the type up each time. */
    private static final ClassValue<ObjectReader> READERS = new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> type) {
            return MAPPER.readerFor(type);
        }
    };

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
            T value = READERS.get(type).readValue(json);
            if (value == null) {
                throw new UnreadableJsonException(new IOException("null stands where a value is needed"));
            }
            return value;
        } catch (IOException unreadable) {
            throw new UnreadableJsonException(unreadable);
        }
    }

    /** A question about some characters of an array. */
    @FunctionalInterface
    public interface TextTest {
        boolean holds(char[] characters, int from, int beyond);
    }

    /**
     * Whether the test holds for any text among the values of some UTF-8 JSON. It sees each where the reader has it, and no string
     * is made.
     *
     * @throws UnreadableJsonException when what is before that text, or all of it, is no JSON
     */
    public static boolean anyText(byte[] json, TextTest test) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    int from = parser.getTextOffset();
                    if (test.holds(parser.getTextCharacters(), from, from + parser.getTextLength())) {
                        return true;
                    }
                }
            }
            return false;
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
