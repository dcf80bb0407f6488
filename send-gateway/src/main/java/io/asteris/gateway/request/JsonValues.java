package io.asteris.gateway.request;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes single values from the token stream and notes those of a wrong type. {@code null} counts as absent everywhere. Every
 * method begins on the value's first token and ends on its last.
 */
final class JsonValues {
    private final JsonParser parser;
    private final Findings findings;

    JsonValues(JsonParser parser, Findings findings) {
        this.parser = parser;
        this.findings = findings;
    }

    /** Reads one element of an array, or one member of an object. */
    @FunctionalInterface
    interface Reader {
        void read(String pointer, String name, int index) throws IOException;
    }

    @Nullable
    String text(String pointer) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NULL -> null;
            default -> {
                mismatch(pointer, "a string is expected here");
                yield null;
            }
        };
    }

    /** A string, number or truth value as text. */
    @Nullable
    String scalar(String pointer) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getText();
            default -> {
                mismatch(pointer, "a string, number, true or false is expected here");
                yield null;
            }
        };
    }

    boolean flag(String pointer) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> {
                mismatch(pointer, "true or false is expected here");
                yield false;
            }
        };
    }

    /** Walks an array; elements beyond the bound are skipped and noted once. */
    void elements(String pointer, int max, Reader element) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            mismatch(pointer, "an array is expected here");
            return;
        }
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            if (index < max) {
                element.read(pointer + '/' + index, "", index);
            } else {
                tooMany(pointer + '/' + index, index == max, max);
            }
        }
    }

    /** Walks an object; members beyond the bound are skipped and noted once. */
    void members(String pointer, int max, Reader member) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            mismatch(pointer, "an object is expected here");
            return;
        }
        for (int index = 0; parser.nextToken() != JsonToken.END_OBJECT; index++) {
            String name = parser.currentName();
            parser.nextToken();
            String place = pointer + Findings.step(name);
            if (index < max) {
                member.read(place, name, index);
            } else {
                tooMany(place, index == max, max);
            }
        }
    }

    /** Notes a field that nobody knows, and passes over it. */
    void unknown(String pointer) throws IOException {
        mismatch(pointer, "this field is not known here");
    }

    private void mismatch(String pointer, String detail) throws IOException {
        findings.add(pointer, detail);
        parser.skipChildren();
    }

    private void tooMany(String pointer, boolean first, int max) throws IOException {
        if (first) {
            findings.add(pointer, "at most " + max + " are allowed here");
        }
        parser.skipChildren();
    }
}
