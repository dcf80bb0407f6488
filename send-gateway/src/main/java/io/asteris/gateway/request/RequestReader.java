package io.asteris.gateway.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asteris.platform.http.FieldError;
import io.asteris.platform.http.ProblemException;
import io.asteris.platform.http.ProblemType;
import io.asteris.platform.http.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the bodies of the posts that send. Whatever the octets are, the result is a request or a {@link ProblemException}: {@code
 * 400} for what is no JSON or repeats a field, {@code 422} for what breaks a rule, {@code 413} for what is too large.
 */
public final class RequestReader {
    /** Most messages of one batch. */
    public static final int MAX_BATCH = 500;

    private static final JsonFactory JSON = StrictJson.factory(Integer.MAX_VALUE);

    private RequestReader() {}

    /** One message, {@code POST /send}. */
    public static SendRequest message(byte[] body, ReadingRules rules) {
        return whole(body, parser -> new MessageReader(parser, body, "", rules).read());
    }

    /** A test send, {@code POST /test}. */
    public static SendRequest test(byte[] body, ReadingRules rules) {
        return whole(body, parser -> new TestReader(parser, rules).read());
    }

    /** Many messages, {@code POST /send/batch}: an array, or an object with the array as its member {@code messages}. */
    public static List<BatchItem> batch(byte[] body, ReadingRules rules) {
        return whole(body, parser -> items(parser, body, rules));
    }

    private static List<BatchItem> items(JsonParser parser, byte[] body, ReadingRules rules) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return array(parser, body, "", rules);
        }
        if (parser.currentToken() != JsonToken.START_OBJECT
                || parser.nextToken() != JsonToken.FIELD_NAME
                || !parser.currentName().equals("messages")
                || parser.nextToken() != JsonToken.START_ARRAY) {
            throw ProblemException.invalid("", "an array of messages is expected here");
        }
        List<BatchItem> items = array(parser, body, "/messages", rules);
        if (parser.nextToken() != JsonToken.END_OBJECT) {
            throw ProblemException.invalid("", "beside messages no other field is known here");
        }
        return items;
    }

    private static List<BatchItem> array(JsonParser parser, byte[] body, String base, ReadingRules rules)
            throws IOException {
        var items = new ArrayList<BatchItem>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == MAX_BATCH) {
                throw ProblemException.invalid(
                        base + '/' + MAX_BATCH, "a batch has at most " + MAX_BATCH + " messages");
            }
            items.add(item(parser, body, base + '/' + items.size(), rules));
        }
        if (items.isEmpty()) {
            throw ProblemException.invalid(base, "a batch has at least one message");
        }
        return items;
    }

    private static BatchItem item(JsonParser parser, byte[] body, String base, ReadingRules rules) throws IOException {
        int depth = parser.getParsingContext().getNestingDepth()
                - (parser.currentToken().isStructStart() ? 1 : 0);
        try {
            return new BatchItem.Sound(new MessageReader(parser, body, base, rules).read());
        } catch (ProblemException problem) {
            // A message that was left in its middle (it was too large) is passed over, so that the next one is found.
            while (parser.getParsingContext().getNestingDepth() > depth) {
                parser.nextToken();
            }
            return new BatchItem.Faulty(problem);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    private static <T> T whole(byte[] body, Reading<T> reading) {
        try (JsonParser parser = JSON.createParser(body)) {
            try {
                if (parser.nextToken() == null) {
                    throw new ProblemException(ProblemType.UNREADABLE, "The request has no body; send JSON.");
                }
                return toTheEnd(parser, reading);
            } catch (IOException unreadable) {
                throw unreadable(parser, unreadable);
            }
        } catch (IOException unreadable) {
            throw StrictJson.unreadable(unreadable);
        }
    }

    /** Broken JSON after a broken rule is broken JSON. */
    private static <T> T toTheEnd(JsonParser parser, Reading<T> reading) throws IOException {
        try {
            T result = reading.read(parser);
            if (parser.nextToken() == null) {
                return result;
            }
        } catch (ProblemException broken) {
            while (broken.type() == ProblemType.INVALID && parser.nextToken() != null) {
                parser.skipChildren();
            }
            throw broken;
        }
        throw new ProblemException(ProblemType.UNREADABLE, "Something stands after the end of the JSON.");
    }

    private static ProblemException unreadable(JsonParser parser, IOException cause) {
        ProblemException problem = StrictJson.unreadable(cause);
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return problem.with(List.of(new FieldError(pointer, problem.getMessage())));
    }
}
