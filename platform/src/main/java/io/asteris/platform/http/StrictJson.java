package io.asteris.platform.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.List;

/**
 * Reads what comes from outside, once and strictly: unknown and repeated fields, wrong types and trailing text are refused with
 * the place where they stand; depth is bounded at 32 and numbers, names and strings in length.
 */
public final class StrictJson {
    /** No body of ours nests deeper; a deeper one is an attack on the parser. */
    public static final int MAX_DEPTH = 32;

    private static final int MAX_NAME = 256;
    private static final int MAX_NUMBER = 32;

    private static final JsonMapper MAPPER = mapper();

    private StrictJson() {}

    /**
     * A factory with the same limits, for readers that walk the tokens themselves.
     *
     * @param maxString longest string in characters
     */
    public static JsonFactory factory(int maxString) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNameLength(MAX_NAME)
                        .maxNumberLength(MAX_NUMBER)
                        .maxStringLength(maxString)
                        .build())
                .build();
    }

    /**
     * Reads a body into a record.
     *
     * @throws ProblemException {@code 400} when it is no JSON or repeats a field, {@code 422} with pointers when it is not of
     *     the form of that type
     */
    public static <T> T read(byte[] body, Class<T> type) {
        if (body.length == 0) {
            throw new ProblemException(ProblemType.UNREADABLE, "The request has no body; send a JSON object.");
        }
        JsonNode tree = tree(body);
        try {
            T value = MAPPER.treeToValue(tree, type);
            if (value == null) {
                throw ProblemException.invalid("", "null is not an object");
            }
            return value;
        } catch (JsonMappingException misfit) {
            throw misfit(misfit);
        } catch (JsonProcessingException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** First whether it is JSON at all, so that a broken body is never called invalid at the place where its reading stopped. */
    private static JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    /** The {@code 400} for text that is no JSON, with the line and column of the first thing that is wrong. */
    public static ProblemException unreadable(IOException cause) {
        if (cause instanceof StreamConstraintsException limit) {
            return new ProblemException(
                    ProblemType.UNREADABLE, "The JSON is over a limit: " + limit.getOriginalMessage());
        }
        if (cause instanceof JsonProcessingException json && json.getLocation() != null) {
            var at = json.getLocation();
            boolean repeated = json.getOriginalMessage().startsWith("Duplicate field");
            return new ProblemException(
                    ProblemType.UNREADABLE,
                    (repeated ? "A field stands twice in one object" : "The body is not valid JSON") + " (line "
                            + at.getLineNr() + ", column " + at.getColumnNr() + ").");
        }
        return new ProblemException(ProblemType.UNREADABLE, "The body could not be read.");
    }

    private static ProblemException misfit(JsonMappingException misfit) {
        String pointer = pointer(misfit);
        String detail = detail(misfit);
        return new ProblemException(ProblemType.INVALID, pointer.isEmpty() ? detail : pointer + ": " + detail)
                .with(List.of(new FieldError(pointer, detail)));
    }

    private static String pointer(JsonMappingException misfit) {
        var pointer = new StringBuilder();
        for (JsonMappingException.Reference step : misfit.getPath()) {
            pointer.append('/');
            String name = step.getFieldName();
            pointer.append(
                    name == null
                            ? Integer.toString(step.getIndex())
                            : name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static String detail(JsonMappingException misfit) {
        if (misfit instanceof UnrecognizedPropertyException) {
            return "this field is not known here";
        }
        // A rule of one of our own types speaks for itself; Jackson's own words would quote the value.
        Throwable cause = misfit.getCause();
        if (cause instanceof ProblemException || cause instanceof IllegalArgumentException) {
            return String.valueOf(cause.getMessage());
        }
        return "this is not of the type that is expected here";
    }

    private static JsonMapper mapper() {
        return JsonMapper.builder(factory(StreamReadConstraints.DEFAULT_MAX_STRING_LEN))
                .addModule(new JavaTimeModule())
                .addModule(new Jdk8Module())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual, text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .build();
    }
}
