package io.asteris.log.fold;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.asteris.contract.AnswerKind;
import io.asteris.contract.Cause;
import io.asteris.contract.DispatchState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads facts in the form of {@link FactsJson}, token by token: an export reads those of every entry, and binding them to records
 * by reflection took longer than all else that is done with them. A field that it does not know is skipped.
 */
final class FactsReader {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, AnswerKind> ANSWERS = byWord(AnswerKind.values(), AnswerKind::word);
    private static final Map<String, Cause> CAUSES = byWord(Cause.values(), Cause::word);
    private static final Map<String, DispatchState> STATES = byWord(DispatchState.values(), DispatchState::word);
    private static final Map<String, Outcome.Kind> KINDS = byWord(Outcome.Kind.values(), Outcome.Kind::word);

    private final JsonParser json;

    private FactsReader(JsonParser json) {
        this.json = json;
    }

    /** The facts in that text. */
    static List<Fact> read(byte[] text) {
        try (JsonParser json = JSON.createParser(text)) {
            return new FactsReader(json).facts();
        } catch (IOException | IllegalArgumentException unreadable) {
            // Its message would quote the facts, which may name a person.
            throw new IllegalStateException(
                    "stored facts are unreadable: " + unreadable.getClass().getSimpleName());
        }
    }

    private List<Fact> facts() throws IOException {
        json.nextToken();
        var facts = new ArrayList<Fact>();
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "a" -> facts.addAll(list(this::attempt));
                case "s" -> facts.addAll(list(this::state));
                case "o" -> facts.addAll(list(this::outcome));
                default -> json.skipChildren();
            }
        }
        return facts;
    }

    private Attempt attempt() throws IOException {
        int number = 0;
        String provider = "";
        Instant startedAt = null;
        long millis = 0;
        AnswerKind answer = null;
        Cause cause = null;
        Integer code = null;
        String enhanced = null;
        String text = null;
        String providerMessageId = null;
        boolean possibleDuplicate = false;
        List<Attempt.Said> recipients = null;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "n" -> number = json.getIntValue();
                case "p" -> provider = json.getValueAsString();
                case "s" -> startedAt = instant();
                case "ms" -> millis = json.getLongValue();
                case "a" -> answer = word(ANSWERS);
                case "y" -> cause = word(CAUSES);
                case "c" -> code = json.getIntValue();
                case "e" -> enhanced = json.getValueAsString();
                case "t" -> text = json.getValueAsString();
                case "i" -> providerMessageId = json.getValueAsString();
                case "d" -> possibleDuplicate = json.getBooleanValue();
                case "r" -> recipients = list(this::said);
                default -> json.skipChildren();
            }
        }
        return new Attempt(
                number,
                provider,
                there(startedAt),
                millis,
                there(answer),
                cause,
                code,
                enhanced,
                text,
                providerMessageId,
                possibleDuplicate,
                recipients);
    }

    private Attempt.Said said() throws IOException {
        int position = 0;
        AnswerKind answer = null;
        Integer code = null;
        String enhanced = null;
        String text = null;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "p" -> position = json.getIntValue();
                case "a" -> answer = word(ANSWERS);
                case "c" -> code = json.getIntValue();
                case "e" -> enhanced = json.getValueAsString();
                case "t" -> text = json.getValueAsString();
                default -> json.skipChildren();
            }
        }
        return new Attempt.Said(position, there(answer), code, enhanced, text);
    }

    private StateChange state() throws IOException {
        int version = 0;
        DispatchState state = null;
        Instant at = null;
        String reason = null;
        Instant until = null;
        boolean correction = false;
        List<StateChange.Skip> skipped = null;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "v" -> version = json.getIntValue();
                case "s" -> state = word(STATES);
                case "at" -> at = instant();
                case "r" -> reason = json.getValueAsString();
                case "u" -> until = instant();
                case "k" -> correction = json.getBooleanValue();
                case "x" -> skipped = list(this::skip);
                default -> json.skipChildren();
            }
        }
        return new StateChange(version, there(state), there(at), reason, until, correction, skipped);
    }

    private StateChange.Skip skip() throws IOException {
        int position = 0;
        String reason = "";
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "p" -> position = json.getIntValue();
                case "r" -> reason = json.getValueAsString();
                default -> json.skipChildren();
            }
        }
        return new StateChange.Skip(position, reason);
    }

    private Outcome outcome() throws IOException {
        int position = 0;
        Outcome.Kind kind = null;
        Instant at = null;
        String provider = "";
        String reason = null;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "p" -> position = json.getIntValue();
                case "k" -> kind = word(KINDS);
                case "at" -> at = instant();
                case "f" -> provider = json.getValueAsString();
                case "r" -> reason = json.getValueAsString();
                default -> json.skipChildren();
            }
        }
        return new Outcome(position, there(kind), there(at), provider, reason);
    }

    /** Enters an object: the name of its first field, with the parser on its value. */
    private @Nullable String first() throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            throw new IllegalArgumentException("no object");
        }
        return next();
    }

    /** The name of the next field, with the parser on its value; null at the end of the object. */
    private @Nullable String next() throws IOException {
        String name = json.nextFieldName();
        if (name != null) {
            json.nextToken();
        }
        return name;
    }

    private <T> List<T> list(Item<T> item) throws IOException {
        if (!json.isExpectedStartArrayToken()) {
            throw new IllegalArgumentException("no list");
        }
        var items = new ArrayList<T>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(item.read());
        }
        return items;
    }

    private Instant instant() throws IOException {
        return Instant.ofEpochMilli(json.getLongValue());
    }

    private <T> T word(Map<String, T> words) throws IOException {
        return there(words.get(json.getText()));
    }

    private static <T> T there(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a field is missing or has an unknown word");
        }
        return value;
    }

    private static <T> Map<String, T> byWord(T[] values, Function<T, String> word) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(word, Function.identity()));
    }

    /** Reads one item of a list. */
    private interface Item<T> {
        T read() throws IOException;
    }
}
